"""Login by a code sent by e-mail, the own account, API keys."""

from typing import Any

from allauth.account.views import (
    AccountInactiveView,
    ConfirmLoginCodeView,
    LogoutView,
    RequestLoginCodeView,
)
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from foundation.accounts import keys
from foundation.accounts.forms import AddressForm, CodeForm, KeyForm
from foundation.accounts.models import User
from foundation.values import DomainError
from foundation.web import clock


@method_decorator(never_cache, name="dispatch")
class AddressView(RequestLoginCodeView):
    """Step 1: the address. The next page looks the same whether the address is known or not."""

    template_name = "account/login.html"

    def get_form_class(self) -> type[AddressForm]:
        return AddressForm

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: Any) -> None:
        """Whoever comes back may name another address."""


class CodeView(ConfirmLoginCodeView):
    """Step 2: the code."""

    template_name = "account/login_code.html"

    def get_form_class(self) -> type:
        form_class = super().get_form_class()
        return CodeForm if self._action == "verify" else form_class


class LeaveView(LogoutView):
    template_name = "account/logout.html"


class InactiveView(AccountInactiveView):
    template_name = "account/inactive.html"


def _login_of(request: HttpRequest) -> User:
    """The login behind a page that `login_required` guards."""
    assert isinstance(request.user, User)
    return request.user


def _account(request: HttpRequest, form: KeyForm, *, status: int = 200, secret: str = "") -> HttpResponse:
    request.section = "account"  # type: ignore[attr-defined]
    context = {
        "form": form,
        "secret": secret,
        "keys": _login_of(request).api_keys.filter(revoked_at=None).order_by("name"),
    }
    return render(request, "account/account.html", context, status=status)


@login_required
def account(request: HttpRequest) -> HttpResponse:
    return _account(request, KeyForm())


@login_required
@require_POST
def create_key(request: HttpRequest) -> HttpResponse:
    """Make a key and show its secret on this one page."""
    form = KeyForm(request.POST)
    if not form.is_valid():
        return _account(request, form, status=422)
    try:
        _key, secret = keys.create(_login_of(request), form.cleaned_data["name"], clock.now())
    except DomainError as error:
        form.add_error("name", error.message)
        return _account(request, form, status=error.status)
    return _account(request, KeyForm(), secret=secret)


@login_required
@require_POST
def revoke_key(request: HttpRequest, pk: int) -> HttpResponse:
    keys.revoke(get_object_or_404(_login_of(request).api_keys, pk=pk), clock.now())
    return redirect("account")
