"""Forms of login, second factor, devices and account."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
    SignupWebAuthnForm,
)
from django import forms
from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from foundation.web import clock
from foundation.web.forms import DayField, KernForm, LineField, MailField, Plain

log = logging.getLogger(__name__)

NOT_USED = _("No passkey was used. Please try again, or take another way.")


def _code_input(mode: str = "text") -> forms.TextInput:
    return forms.TextInput(
        attrs={
            "autocomplete": "one-time-code",
            "autocapitalize": "characters",
            "spellcheck": "false",
            "inputmode": mode,
            "class": "app-code",
        }
    )


class AddressForm(Plain, RequestLoginCodeForm):
    """The e-mail address a code is sent to."""

    email = MailField(
        label=_("Your e-mail address"),
        help_text=_("The address your invitations are sent to."),
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._user = None


class CodeForm(Plain, ConfirmLoginCodeForm):
    """The code from the mail; letter case and spaces do not matter."""

    code = LineField(label=_("Code from the e-mail"), max_length=20, widget=_code_input())


class Once:
    """A code opens once, also within the seconds in which a neighbouring code is tolerated (RFC 6238, 5.2)."""

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]
        used = f"factor-code:{self.user.pk}:{normalize_user_code(code)}"  # type: ignore[attr-defined]
        if not cache.add(used, 1, timeout=120):
            raise get_adapter().validation_error("incorrect_code")
        return code


class FactorForm(Once, Plain, AuthenticateForm):
    """The second step of a login: code of the app, or a recovery code."""

    code = LineField(label=_("Code from the app, or a recovery code"), max_length=20, widget=_code_input())


class FactorAgainForm(Once, Plain, ReauthenticateForm):
    code = LineField(label=_("Code from the app, or a recovery code"), max_length=20, widget=_code_input())


class AppForm(Plain, ActivateTOTPForm):
    """The first code of an app that has just been set up."""

    code = LineField(label=_("Code the app shows"), max_length=20, widget=_code_input("numeric"))


class CredentialField(forms.JSONField):
    """What the browser answers for a passkey; no field for people, and used once."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(error_messages={"required": NOT_USED, "invalid": NOT_USED}, **kwargs)

    def bound_data(self, data: Any, initial: Any) -> Any:
        return data

    def prepare_value(self, value: Any) -> str:
        return ""


class Careful:
    """What a browser sends as a passkey is bytes from outside; what cannot be read or verified is a form's error."""

    def _clean_fields(self) -> None:
        self._try(super()._clean_fields)  # type: ignore[misc]

    def _clean_form(self) -> None:
        self._try(super()._clean_form)  # type: ignore[misc]

    def _try(self, clean: Callable[[], None]) -> None:
        try:
            clean()
        except Exception:  # the libraries behind raise many kinds, such as InvalidSignature and KeyError
            log.info("a passkey was not accepted", exc_info=True)
            self.add_error("credential", NOT_USED)  # type: ignore[attr-defined]


class PasskeyForm(Careful, Plain, SignupWebAuthnForm):
    """A new passkey with a name that tells it from others."""

    name = LineField(
        label=_("Name of the passkey"), help_text=_("For example: tablet at home"), max_length=60, required=True
    )
    credential = CredentialField()


class PasskeyLoginForm(Careful, Plain, LoginWebAuthnForm):
    credential = CredentialField()


class PasskeyFactorForm(Careful, Plain, AuthenticateWebAuthnForm):
    credential = CredentialField()


class PasskeyAgainForm(Careful, Plain, ReauthenticateWebAuthnForm):
    credential = CredentialField()


class DeviceCodeForm(KernForm):
    code = LineField(label=_("Code from the e-mail"), max_length=20, widget=_code_input("numeric"))

    def clean_code(self) -> str:
        return str(self.cleaned_data["code"]).replace(" ", "")


class KeyForm(KernForm):
    """What a new API key is for, what it may do, and until when."""

    name = LineField(
        label=_("What is the key for?"), help_text=_("For example: calendar of the city council"), max_length=100
    )
    scopes = forms.MultipleChoiceField(label=_("What may it do?"), widget=forms.CheckboxSelectMultiple)
    expires_on = DayField(label=_("Valid until"), help_text=_("At most two years."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"scopes": ["read"], "expires_on": clock.today() + timedelta(days=365)}
        super().__init__(*args, **kwargs)
        self.fields["scopes"].choices = settings.API_SCOPES  # type: ignore[attr-defined]
