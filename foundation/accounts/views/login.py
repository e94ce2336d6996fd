"""Login: by a code sent by e-mail, by passkey, by the city's directory; then the second factor where there is one."""

import logging
from collections.abc import Callable
from typing import Any

from allauth.account.views import (
    AccountInactiveView,
    ConfirmLoginCodeView,
    LogoutView,
    RequestLoginCodeView,
)
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.webauthn.views import LoginWebAuthnView
from allauth.socialaccount.providers.openid_connect import views as directory
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from requests import RequestException

from foundation.accounts.forms import AddressForm, CodeForm, FactorForm, PasskeyFactorForm, PasskeyLoginForm

log = logging.getLogger(__name__)


@method_decorator(never_cache, name="dispatch")
class AddressView(RequestLoginCodeView):
    """Step 1: the address. The next page looks the same whether the address is known or not."""

    template_name = "account/login.html"

    def get_form_class(self) -> type[AddressForm]:
        return AddressForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        directory = settings.OIDC_NAME if settings.OIDC_ISSUER else ""
        return super().get_context_data(**kwargs) | {"passkey_form": PasskeyLoginForm(), "directory": directory}

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: Any) -> None:
        """Whoever comes back may name another address."""


class CodeView(ConfirmLoginCodeView):
    """Step 2: the code."""

    template_name = "account/login_code.html"

    def get_form_class(self) -> type:
        form_class = super().get_form_class()
        return CodeForm if self._action == "verify" else form_class


class PasskeyView(LoginWebAuthnView):
    """Login by passkey, which is both factors in one."""

    def get_form_class(self) -> type[PasskeyLoginForm]:
        return PasskeyLoginForm


class FactorView(AuthenticateView):
    """Step 3 for those who have set up a second factor."""

    template_name = "mfa/authenticate.html"

    def get_form_class(self) -> type[FactorForm]:
        return FactorForm

    def get_webauthn_form_class(self) -> type[PasskeyFactorForm]:
        return PasskeyFactorForm


class LeaveView(LogoutView):
    template_name = "account/logout.html"


class InactiveView(AccountInactiveView):
    template_name = "account/inactive.html"


def to_directory(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Off to the city's directory; 502 in words when it does not answer."""
    return _in_words(directory.login, request, provider_id)


def from_directory(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Back from the directory, with its word who this is."""
    return _in_words(directory.callback, request, provider_id)


def _in_words(view: Callable[..., HttpResponse], request: HttpRequest, provider_id: str) -> HttpResponse:
    try:
        return view(request, provider_id=provider_id)
    except RequestException:
        log.exception("the directory does not answer")
        return render(request, "account/directory_failed.html", status=502)


@require_safe
def directory_cancelled(request: HttpRequest) -> HttpResponse:
    """Who turned back at the directory."""
    return render(request, "account/directory_failed.html", {"cancelled": True})
