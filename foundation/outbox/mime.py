"""Mails as frozen bytes: built once, stored in the outbox, sent unchanged at each try.

Pure: values in, bytes out. Equal values give equal bytes, and every octet is ASCII with CRLF line ends,
so no relay has a reason to rewrite a part (RFC 5322, RFC 2045).
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from email.headerregistry import Address, HeaderRegistry, MessageIDHeader
from email.message import EmailMessage
from email.policy import SMTP
from typing import NotRequired, TypedDict, Unpack

Attachment = tuple[str, bytes, str, str]
"""File name, content, main type and subtype: ("termine.ics", b"...", "application", "ics")."""

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})*")
_MESSAGE_ID = re.compile(rf"<{_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})*>")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Z]{2})?")
_MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9.+-]{0,80}")
_NAME_SPECIALS = re.compile(r'[()<>\[\]:;@\\,"]+')
_LINE_ENDS = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
# The categories Cc, Cs, Zl and Zp of Unicode, written out: a mail is 3,000 characters, and a class is one pass.
_CONTROLS = r"\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029"
_UNWANTED = re.compile(f"[{_CONTROLS}]+")
_CONTROL = re.compile(rf"[\t\n{_CONTROLS}]")


class Letter(TypedDict):
    """The arguments of `compose`, for those who pass them on."""

    from_name: str
    from_email: str
    to_name: str
    to_email: str
    subject: str
    text: str
    html: str
    message_id: str
    in_reply_to: NotRequired[str]
    date: datetime
    language: str


def _headers() -> HeaderRegistry:
    registry = HeaderRegistry()
    # As free text, a long id would be folded into encoded words and no longer be an id.
    registry.map_to_type("In-Reply-To", MessageIDHeader)  # type: ignore[arg-type]
    registry.map_to_type("References", MessageIDHeader)  # type: ignore[arg-type]
    return registry


POLICY = SMTP.clone(header_factory=_headers())


def mailable_text(text: str) -> str:
    """Return `text` in NFC with plain newlines; what no mail can carry, control characters and lone surrogates, is
    left out: a mail goes out whatever stands in it (`values.clean_text` refuses such input)."""
    return unicodedata.normalize("NFC", _UNWANTED.sub("", _LINE_ENDS.sub("\n", text)))


def checked_address(email: str) -> str:
    """Return `email` unchanged if it is one plain ASCII address, at most 254 octets long.

    Raises ValueError for anything else: display names, lists, quoted parts, control characters.
    """
    local = email.partition("@")[0]
    if len(email) > 254 or len(local) > 64 or not _ADDRESS.fullmatch(email):
        raise ValueError(f"not a mail address: {email!r}")
    return email


def _one_line(text: str, what: str) -> str:
    """Return `text` fit for a header; line breaks and control characters are refused, not repaired.

    "=?" is broken up: Python 3.11 decodes encoded words in values that it is given, and an encoded
    line feed would start a header of its own (CVE-2024-6923).
    """
    if _CONTROL.search(text):
        raise ValueError(f"{what} holds a control character: {text!r}")
    words = unicodedata.normalize("NFC", text).replace("=?", "= ?").split()
    return " ".join(words)


def mailbox(name: str, email: str) -> Address:
    """Whom a mail goes to or comes from. Raises ValueError as `compose` does."""
    # Python 3.11 loses the quotes of a name that it folds, and a bare comma would make two addresses.
    display = " ".join(_NAME_SPECIALS.sub(" ", _one_line(name, "name")).split())
    return Address(display_name=display, addr_spec=checked_address(email))


def _checked_id(message_id: str) -> str:
    if len(message_id) > 250 or not _MESSAGE_ID.fullmatch(message_id):
        raise ValueError(f"not a message id: {message_id!r}")
    return message_id


def compose(
    *,
    from_name: str,
    from_email: str,
    to_name: str,
    to_email: str,
    subject: str,
    text: str,
    html: str,
    message_id: str,
    in_reply_to: str = "",
    date: datetime,
    language: str,
) -> EmailMessage:
    """Build a mail to one person: headers, and text and HTML as alternatives; parts may be added.

    `message_id` and `in_reply_to` are whole ids with their angle brackets; an empty `in_reply_to` starts
    a new thread. Raises ValueError for a header that would carry a control character, an unusable
    address or id, and a `date` without a zone.
    """
    if date.tzinfo is None:
        raise ValueError("the date of a mail needs a zone")
    if not _LANGUAGE.fullmatch(language):
        raise ValueError(f"not a language: {language!r}")
    mail = EmailMessage(policy=POLICY)
    mail["From"] = mailbox(from_name, from_email)
    mail["To"] = mailbox(to_name, to_email)
    mail["Subject"] = _one_line(subject, "subject")
    mail["Date"] = date
    mail["Message-ID"] = _checked_id(message_id)
    if in_reply_to:
        mail["In-Reply-To"] = _checked_id(in_reply_to)
        mail["References"] = _checked_id(in_reply_to)
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(mailable_text(text), cte="quoted-printable")
    mail.add_alternative(mailable_text(html), subtype="html", cte="quoted-printable")
    for part in mail.iter_parts():
        part["Content-Language"] = language
    return mail


def attach(mail: EmailMessage, attachments: Iterable[Attachment]) -> None:
    """Add the files to `mail` in the given order, in base64, with their octets unchanged."""
    for name, content, maintype, subtype in attachments:
        filename = _one_line(name, "file name").replace("/", "-").replace("\\", "-")
        if not filename:
            raise ValueError("an attachment needs a file name")
        if maintype in {"message", "multipart"}:
            raise ValueError(f"{maintype} cannot be attached as a file")
        if not (_MEDIA_TYPE.fullmatch(maintype) and _MEDIA_TYPE.fullmatch(subtype)):
            raise ValueError(f"not a media type: {maintype!r}/{subtype!r}")
        mail.add_attachment(content, maintype=maintype, subtype=subtype, cte="base64", filename=filename)


def freeze(mail: EmailMessage) -> bytes:
    """Return the octets to store and send: CRLF, ASCII, boundaries that follow from the Message-ID.

    A boundary with "=_" occurs in no part, as all parts are quoted-printable or base64.
    """
    seed = hashlib.sha256(mail["Message-ID"].encode()).hexdigest()[:24]
    containers = (part for part in mail.walk() if part.is_multipart())
    for level, part in enumerate(containers):
        part.set_boundary(f"=_{level}_{seed}")
    return mail.as_bytes(policy=POLICY)


def message(*, attachments: Iterable[Attachment] = (), **letter: Unpack[Letter]) -> bytes:
    """Build and freeze a mail to one person: `compose`, `attach` and `freeze` in one step."""
    mail = compose(**letter)
    attach(mail, attachments)
    return freeze(mail)
