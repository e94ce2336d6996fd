"""Legal notices, help, and how pages look."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from foundation.web.addresses import safe_next
from foundation.web.middleware import SIZES, THEMES

A_YEAR = 365 * 24 * 60 * 60


@require_POST
def view_settings(request: HttpRequest) -> HttpResponse:
    """Keep colours or size of text in a cookie and come back; any unknown word means the default."""
    response = HttpResponseRedirect(safe_next(request))
    for name, words in (("theme", THEMES), ("text", SIZES)):
        if name not in request.POST:
            continue
        if (word := request.POST[name]) in words:
            secure = settings.SESSION_COOKIE_SECURE
            response.set_cookie(name, word, max_age=A_YEAR, httponly=True, samesite="Lax", secure=secure)
        else:
            response.delete_cookie(name, samesite="Lax")
    return response


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "foundation/accessibility.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "foundation/privacy.html")


@require_safe
def imprint(request: HttpRequest) -> HttpResponse:
    return render(request, "foundation/imprint.html")


@require_safe
def easy_language(request: HttpRequest) -> HttpResponse:
    return render(request, "foundation/easy_language.html")


@require_safe
def sign_language(request: HttpRequest) -> HttpResponse:
    return render(request, "foundation/sign_language.html")
