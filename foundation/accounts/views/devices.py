"""Proving a device once: a code to the holder's address, for those who came by a personal link."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from foundation.accounts import devices
from foundation.accounts.forms import DeviceCodeForm
from foundation.values import DomainError
from foundation.web import clock


def _asked(request: HttpRequest) -> dict[str, str]:
    asked = devices.asked(request)
    if asked is None:
        raise Http404
    return asked


def _hidden(email: str) -> str:
    """Enough of the address for its owner to know it, too little for others to learn it."""
    name, _at, host = email.partition("@")
    return f"{name[:1]}…@{host}"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def device(request: HttpRequest) -> HttpResponse:
    """Offer to send the code; only the button sends it, because mail scanners open links."""
    asked = _asked(request)
    if request.method == "POST":
        devices.send_code(request, holder=asked["holder"], email=asked["email"], now=clock.now())
        return redirect("device_code")
    context = {"narrow": True, "address": _hidden(asked["email"]), "days": devices.DAYS}
    return render(request, "account/device.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def device_code(request: HttpRequest) -> HttpResponse:
    """Enter the code, then go on where one was."""
    asked = _asked(request)
    form = DeviceCodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and (secret := _confirmed(request, asked["holder"], form)):
        del request.session[devices.ASKED]
        response = redirect(asked["back"])
        devices.keep_cookie(response, secret)
        return response
    context = {"narrow": True, "address": _hidden(asked["email"]), "form": form}
    return render(request, "account/device_code.html", context, status=form.status)


def _confirmed(request: HttpRequest, holder: str, form: DeviceCodeForm) -> str:
    """The secret for the cookie, or "" with the reason in the form."""
    try:
        secret = devices.confirm(request, holder=holder, code=form.cleaned_data["code"], now=clock.now())
    except DomainError as error:
        form.add_error("code", error.message)
        return ""
    if not secret:
        form.add_error("code", devices.wrong_code())
    return secret
