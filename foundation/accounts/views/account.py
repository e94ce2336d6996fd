"""The own account: who one is, which devices are logged in or remembered, API keys."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from foundation.accounts import devices, factors, keys
from foundation.accounts.forms import KeyForm
from foundation.accounts.models import RememberedDevice
from foundation.accounts.sessions import end_logins
from foundation.accounts.views.shared import account_page, holder_of, login_of
from foundation.values import Actor, DomainError
from foundation.web import clock


@login_required
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    return account_page(request, "account/account.html", {})


@login_required
@require_safe
def confidential(request: HttpRequest) -> HttpResponse:
    """To the page of this site in `?next=`, once this login has proven a second factor."""
    if not (settings.DEMO or factors.proven(request)):
        raise factors.FactorNeeded
    then = request.GET.get("next", "/")
    known = url_has_allowed_host_and_scheme(then, {request.get_host()}, request.is_secure())
    return redirect(then if known else "/")


@login_required
@require_POST
def end_login(request: HttpRequest, mark: str) -> HttpResponse:
    """Log out one other device."""
    here = request.session.session_key
    found = [one for one in login_of(request).sessions.all() if one.mark == mark and one.pk != here]
    if not found:
        raise Http404
    found[0].delete()
    messages.success(request, _("This device is logged out."))
    return redirect("mfa_index")


@login_required
@require_POST
def end_other_logins(request: HttpRequest) -> HttpResponse:
    end_logins(login_of(request), keep=request.session.session_key)
    messages.success(request, _("All other devices are logged out."))
    return redirect("mfa_index")


@login_required
@require_POST
def forget_device(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a code again on this device."""
    device = get_object_or_404(RememberedDevice, pk=pk, holder__in=holder_of(request))
    devices.revoke(device, by=Actor(login_of(request).key), now=clock.now())
    messages.success(request, _("This device is no longer remembered."))
    return redirect("mfa_index")


def _keys_page(request: HttpRequest, form: KeyForm, *, status: int = 200, secret: str = "") -> HttpResponse:
    words = dict(settings.API_SCOPES)
    active = login_of(request).api_keys.filter(revoked_at=None).order_by("name")
    rows = [(key, [words[code] for code in key.scopes], key.expires_on < clock.today()) for key in active]
    return account_page(request, "account/keys.html", {"form": form, "secret": secret, "rows": rows}, status=status)


@login_required
def api_keys(request: HttpRequest) -> HttpResponse:
    """The own keys; a new one shows its secret on this one page."""
    if request.method != "POST":
        return _keys_page(request, KeyForm())
    form = KeyForm(request.POST)
    if not form.is_valid():
        return _keys_page(request, form, status=form.status)
    try:
        _key, secret = keys.create(
            login_of(request),
            form.cleaned_data["name"],
            clock.now(),
            scopes=form.cleaned_data["scopes"],
            expires_on=form.cleaned_data["expires_on"],
            proven=settings.DEMO or factors.proven(request),
        )
    except DomainError as error:
        form.add_error("expires_on" if error.code == "key_end" else "name", error.message)
        return _keys_page(request, form, status=error.status)
    return _keys_page(request, KeyForm(), secret=secret)


@login_required
@require_POST
def revoke_key(request: HttpRequest, pk: int) -> HttpResponse:
    keys.revoke(get_object_or_404(login_of(request).api_keys, pk=pk), clock.now())
    messages.success(request, _("The key no longer works."))
    return redirect("account_keys")
