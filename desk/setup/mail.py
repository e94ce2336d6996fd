"""What the page about the sender of mails tells: the way out, and what became of the last test mail."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from foundation.outbox.delivery import LOGIN_REFUSED
from foundation.outbox.models import Delivery, State
from foundation.outbox.transport import CAPTURED
from foundation.web.wording import moment_in_words


@dataclass(frozen=True)
class Told:
    """`kind` is KERN's word for the alert; `advice` says what to do."""

    kind: str
    title: str
    text: str = ""
    advice: str = ""


def told(delivery: Delivery) -> Told:
    """What became of a test mail, in words of the office and with the server's own."""
    if delivery.state == State.SENT:
        return _sent(delivery)
    if delivery.state in (State.FAILED, State.HELD):
        title = _("Refused by the mail server.")
        return Told("danger", title, delivery.last_error, _advice(delivery.last_error))
    if delivery.last_error:
        title = _("Not accepted yet. It is tried again by itself.")
        return Told("warning", title, delivery.last_error, _advice(delivery.last_error))
    return Told("info", _("On its way. Load the page again in a moment."))


def _sent(delivery: Delivery) -> Told:
    if delivery.smtp_reply == CAPTURED:
        advice = _("EMAIL_URL is “capture://”. Set it to the mail server, then try again.")
        return Told("warning", _("The mail stayed on this machine."), advice=advice)
    moment = moment_in_words(delivery.sent_at) if delivery.sent_at else ""
    return Told("success", _("Accepted by the mail server on %(moment)s.") % {"moment": moment}, delivery.smtp_reply)


def _advice(error: str) -> str:
    """By what the server or the line said."""
    words = error.casefold()
    if words.startswith(LOGIN_REFUSED) and ("535" in words or "auth" in words):
        return _("User name or password in EMAIL_URL are wrong. Ask whoever runs the mail server.")
    if words.startswith(LOGIN_REFUSED) or "sender" in words:
        return _("The server does not let MAIL_FROM send. Ask whoever runs it to allow this sender.")
    if any(sign in words for sign in ("refused", "gaierror", "timed out", "timeout", "unreachable")):
        return _("Nobody answers at the host and port in EMAIL_URL. Check both, and the firewall.")
    if any(sign in words for sign in ("certificate", "ssl", "tls")):
        return _("The encryption does not fit. Try “smtp+tls://” or “smtps://” in EMAIL_URL.")
    return _("Show these words to whoever runs the mail server.")
