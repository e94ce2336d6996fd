"""A stored mail as people may see it: decoded, with its secrets replaced by "…"."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from html import escape

from foundation.outbox.mime import POLICY
from foundation.outbox.models import Delivery

MASK = "…"
_CALENDAR_FOLD = re.compile(r"\n[ \t]")


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
    calendar = _CALENDAR_FOLD.sub("", _content(mail, "text/calendar"))
    return Parts(
        subject=hide(str(mail["Subject"] or "")),
        text=hide(_content(mail, "text/plain")),
        html_text=hide(_content(mail, "text/html")),
        calendar=hide(calendar),
    )


def masked_mail(delivery: Delivery) -> bytes:
    """The whole mail with its secrets replaced in every text part; headers and structure stay."""
    mail = message_from_bytes(bytes(delivery.raw), policy=POLICY)
    hide = _hiding(delivery.secrets)
    mail.replace_header("Subject", hide(mail["Subject"]))
    for part in mail.walk():
        if part.get_content_maintype() == "text" or part.get_content_type() == "application/ics":
            _rewrite(part, hide)
    return mail.as_bytes(policy=POLICY)


def _content(mail: EmailMessage, kind: str) -> str:
    for part in mail.walk():
        if part.get_content_type() == kind and not part.is_attachment():
            return _decoded(part).replace("\r\n", "\n")
    return ""


def _decoded(part: EmailMessage) -> str:
    content = part.get_payload(decode=True)
    return content.decode("utf-8", "replace") if isinstance(content, bytes) else ""


def _hiding(secrets: list[str]) -> Callable[[str], str]:
    """A function that masks the secrets, also where HTML or calendar folding changed how they are written."""
    words = sorted({word for secret in secrets if secret for word in (secret, escape(secret))}, key=len, reverse=True)
    if not words:
        return lambda text: text
    # A calendar line may be broken between any two characters.
    gap = r"(?:\r?\n[ \t])?"
    pattern = re.compile("|".join(gap.join(re.escape(char) for char in word) for word in words))
    return lambda text: pattern.sub(MASK, text)


def _rewrite(part: EmailMessage, hide: Callable[[str], str]) -> None:
    before = _decoded(part)
    after = hide(before)
    if after == before:
        return
    maintype, subtype = part.get_content_maintype(), part.get_content_subtype()
    kept = [(name, value) for name, value in part.items() if not name.lower().startswith("content-transfer")]
    part.set_content(after.encode(), maintype, subtype, cte="base64")
    for name, value in kept:
        if name.lower().startswith("content-"):
            del part[name]
            part[name] = value
