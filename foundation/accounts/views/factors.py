"""The own second factors: an app, passkeys, recovery codes; and proving one again."""

from typing import Any

from allauth.mfa.base.views import ReauthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import (
    DownloadRecoveryCodesView,
    GenerateRecoveryCodesView,
    ViewRecoveryCodesView,
)
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.internal import auth
from allauth.mfa.webauthn.views import AddWebAuthnView, ReauthenticateWebAuthnView, RemoveWebAuthnView
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe

from foundation.accounts import factors
from foundation.accounts.forms import AppForm, FactorAgainForm, PasskeyAgainForm, PasskeyForm
from foundation.accounts.models import RememberedDevice
from foundation.accounts.views.shared import account_page, holder_of, login_of
from foundation.web import clock

INDEX = reverse_lazy("mfa_index")


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """How one logs in: second factors, logins that are open, remembered devices."""
    user, now = login_of(request), clock.now()
    found = list(Authenticator.objects.filter(user=user).order_by("created_at"))
    main = [one for one in found if one.type in factors.MAIN]
    context = {
        "app": next((one for one in main if one.type == "totp"), None),
        "passkeys": [one for one in main if one.type == "webauthn"],
        "recovery": len(main) < len(found),
        "logins": user.sessions.filter(seen_at__isnull=False).order_by("-seen_at"),
        "here": request.session.session_key,
        "devices": RememberedDevice.objects.live(now).filter(holder__in=holder_of(request)).order_by("-created_at"),
        "must": getattr(request, "second_factor_missing", False),
    }
    return account_page(request, "mfa/index.html", context)


class AppView(ActivateTOTPView):
    """Set up an app that shows codes."""

    template_name = "mfa/app.html"

    def get_form_class(self) -> type[AppForm]:
        return AppForm

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        factors.prove(self.request, "totp")
        factors.changed(self.request, "access.app_added", now=clock.now())
        return response


class AppRemovalView(DeactivateTOTPView):
    template_name = "mfa/removal.html"
    success_url = INDEX

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        factors.changed(self.request, "access.app_removed", now=clock.now())
        return response


@method_decorator(login_required, name="dispatch")
class PasskeyView(AddWebAuthnView):
    """Add a passkey that logs in by itself: it is kept on the device and asks for finger, face or PIN."""

    template_name = "mfa/passkey.html"

    def get_form_class(self) -> type[PasskeyForm]:
        return PasskeyForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super(AddWebAuthnView, self).get_context_data(**kwargs)
        context["js_data"] = {"creation_options": auth.begin_registration(login_of(self.request), True)}
        return context

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        factors.prove(self.request, "webauthn")
        factors.changed(self.request, "access.passkey_added", now=clock.now())
        return response


@method_decorator(login_required, name="dispatch")
class PasskeyRemovalView(RemoveWebAuthnView):
    template_name = "mfa/removal.html"
    success_url = INDEX

    def get_success_url(self) -> str:
        return str(self.success_url)

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        factors.changed(self.request, "access.passkey_removed", now=clock.now())
        return response


class CodesView(ViewRecoveryCodesView):
    template_name = "mfa/recovery.html"


class CodesFileView(DownloadRecoveryCodesView):
    template_name = "mfa/recovery.txt"


@method_decorator(login_required, name="dispatch")
class NewCodesView(GenerateRecoveryCodesView):
    template_name = "mfa/recovery_renewal.html"

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        factors.changed(self.request, "access.recovery_renewed", now=clock.now())
        return response


class AgainView(ReauthenticateView):
    """Show the second factor again, then go on where one was."""

    template_name = "mfa/reauthenticate.html"

    def get_form_class(self) -> type[FactorAgainForm]:
        return FactorAgainForm


class PasskeyAgainView(ReauthenticateWebAuthnView):
    template_name = "mfa/reauthenticate_passkey.html"

    def get_form_class(self) -> type[PasskeyAgainForm]:
        return PasskeyAgainForm

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form))
