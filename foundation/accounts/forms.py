"""Forms of login and account."""

from typing import Any

from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.web.forms import KernForm, LineField, MailField, Plain


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

    code = LineField(
        label=_("Code from the e-mail"),
        max_length=20,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "class": "app-code",
            }
        ),
    )


class KeyForm(KernForm):
    """What a new API key is for."""

    name = LineField(
        label=_("What is the key for?"), help_text=_("For example: calendar of the city council"), max_length=100
    )
