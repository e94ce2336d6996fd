"""How allauth behaves here: nobody signs up, and codes leave without keeping the page waiting."""

import logging
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

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

    def format_email_subject(self, subject: str) -> str:
        return subject

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        MAILERS.submit(_send, self.render_mail(template_prefix, email, {"email": email} | context))
