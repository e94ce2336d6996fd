"""A stored mail as people may see it: decoded, with its secrets replaced by "…"."""

from collections.abc import Callable
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage

from foundation.outbox.mime import POLICY
from foundation.outbox.models import Delivery
from foundation.outbox.rewriting import FOLD, decoded, replacing, rewritten

MASK = "…"


@dataclass(frozen=True)
class Parts:
    """The readable parts of one mail; "" for a part it does not have."""

    subject: str
    text: str
    html_text: str
    calendar: str


def masked_text(delivery: Delivery) -> Parts:
    """Subject, plain text, HTML source and calendar of a delivery without its secrets."""
    mail = message_from_bytes(bytes(delivery.raw), policy=POLICY)
    assert isinstance(mail, EmailMessage)
    hide = _hiding(delivery.secrets)
    calendar = FOLD.sub("", _content(mail, "text/calendar"))
    return Parts(
        subject=hide(str(mail["Subject"] or "")),
        text=hide(_content(mail, "text/plain")),
        html_text=hide(_content(mail, "text/html")),
        calendar=hide(calendar),
    )


def masked_mail(delivery: Delivery) -> bytes:
    """The whole mail with its secrets replaced in every text part; headers and structure stay."""
    return rewritten(bytes(delivery.raw), _hiding(delivery.secrets))


def _content(mail: EmailMessage, kind: str) -> str:
    for part in mail.walk():
        if part.get_content_type() == kind and not part.is_attachment():
            return decoded(part).replace("\r\n", "\n")
    return ""


def _hiding(secrets: list[str]) -> Callable[[str], str]:
    return replacing({secret: MASK for secret in secrets})
