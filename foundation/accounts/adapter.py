"""How allauth behaves here: nobody signs up, secrets are sealed, and codes leave without keeping the page waiting."""

import logging
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base.constants import AuthError
from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from foundation.accounts import factors, seals

log = logging.getLogger(__name__)

# A page that waits for the mail server would tell known addresses from unknown ones by its time.
MAILERS = ThreadPoolExecutor(max_workers=4, thread_name_prefix="login-mail")


def _send(message: EmailMessage) -> None:
    try:
        message.send()
    except Exception:  # the page has been answered already; the person asks for another code or calls
        log.exception("a login code could not be sent")


class ClosedAdapter(DefaultAccountAdapter):
    """The board office adds people; entry is by a code sent to the known address."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "incorrect_code": _("This code is not correct. Please compare it with the latest e-mail."),
        "too_many_login_attempts": _("Too many attempts. Please wait a few minutes and ask for a new code."),
        "rate_limited": _("Too many attempts. Please wait a few minutes and ask for a new code."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """One rule for what is fresh, here and in allauth's own pages."""
        return not factors.fresh(self.request)

    def format_email_subject(self, subject: str) -> str:
        return subject

    def send_notification_mail(self, template_prefix: str, user: Any, *args: Any, **kwargs: Any) -> None:
        """allauth tells of each change of a second factor; one mail in our words says it for all of them."""
        self.send_mail("account/email/factor_changed", user.email, {})

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        MAILERS.submit(_send, self.render_mail(template_prefix, email, {"email": email} | context))


class FactorAdapter(DefaultMFAAdapter):
    """Second factors: their secrets are sealed in the database."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This did not work. Please try again with the newest code or with your passkey."),
    }

    def encrypt(self, text: str) -> str:
        return seals.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return seals.decrypt(encrypted_text)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Passkeys belong to the configured host, whatever name a request came by."""
        return {"id": urlsplit(settings.SITE_URL).hostname or "", "name": "Gremia"}

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        return str(_("Passkey"))


class DirectoryAdapter(DefaultSocialAccountAdapter):
    """Single sign-on opens an account that exists under an address the directory has verified, and nothing else."""

    def authenticate_by_email(self, sociallogin: SocialLogin) -> tuple[Any, str] | None:
        """Some directories send "false" as a word, which is true to Python."""
        sociallogin.email_addresses = [one for one in sociallogin.email_addresses if one.verified is True]
        return super().authenticate_by_email(sociallogin)

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        if not sociallogin.is_existing:
            raise ImmediateHttpResponse(render(request, "account/directory_unknown.html", status=403))

    def on_authentication_error(self, request: HttpRequest, *args: Any, error: Any = None, **kwargs: Any) -> None:
        if error == AuthError.CANCELLED:
            return
        raise ImmediateHttpResponse(render(request, "account/directory_failed.html", status=502))
