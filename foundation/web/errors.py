"""Error pages. None is a dead end: each says what happened, what to do next and whom to call."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from foundation.web import office
from foundation.web.problems import is_api, problem


def _page(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    if is_api(request):
        return problem(status)
    return render(request, "error.html", {"status": status, "title": title, "text": text}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(
        request, 400, _("We could not read this request"), _("Please go back, check the address and try again.")
    )


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 403, _("This is not possible for you"), _("Another person or role is in charge here."))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 404, _("Page not found"), _("This page does not exist, or you do not have access to it."))


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without a valid token: old page, other login, cookies switched off. Nothing was changed."""
    return _page(
        request,
        403,
        _("This form is no longer valid"),
        _("Nothing was saved. Please go back, load the page again and repeat your entry. Cookies must be allowed."),
    )


def failed(request: HttpRequest) -> HttpResponse:
    """The page for our own faults: it asks neither the database nor the session."""
    if is_api(request):
        return problem(500)
    context = {
        "bare": True,
        "status": 500,
        "title": _("Something went wrong on our side"),
        "text": _("Please try again in a few minutes. What you saved before is not lost."),
        "company": office.last(),
        "request": request,
    }
    return HttpResponse(render_to_string("error.html", context), status=500)
