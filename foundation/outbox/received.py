"""Reading a message that somebody sent us: what it says of itself, how it was authenticated, what it carries.

Pure: octets in, values out. Nothing here trusts the message: sizes and counts are held against limits before a parser
sees them (Python's parser has none of its own: 5,000 parts cost it seconds), and what cannot be read is left out.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.header import decode_header
from email.message import Message
from email.policy import compat32
from email.utils import collapse_rfc2231_value, getaddresses
from html import unescape

from foundation.outbox.limits import MAX_DEPTH, MAX_PARTS, Unsafe, check_size
from foundation.outbox.mime import checked_address, mailable_text
from foundation.outbox.vouching import vouches

MAX_TEXT = 20_000
_MAX_HEADER = 2_000
# Codecs that Python alone knows (one of them needs the square of the length), and no mail is written in.
_NO_CHARSETS = ("idna", "mbcs", "oem", "palmos", "punycode", "raw-unicode-escape", "undefined", "unicode-escape")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
_COMMENT = re.compile(r"\([^()]*\)")
_EMPTY_LINES = re.compile(r"\n[ \t]*\n\s+")
_TAG = re.compile(r"<([^<>]*)>")
_SILENT = ("script", "style", "title")
_BREAKS = ("br", "p", "/p", "div", "/div", "tr", "li", "hr")
_FOLD = re.compile(r"\r?\n[ \t]")
_ID = re.compile(r"<[^<>\s]{1,250}>")
_CALENDAR_TYPES = ("text/calendar", "application/ics")
_SIGNATURES = ("application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature")
_ARCHIVES = (".dat", ".zip", ".rar", ".7z", ".gz", ".tgz", ".bz2", ".xz", ".tar", ".iso", ".img", ".cab")


@dataclass(frozen=True)
class CalendarPart:
    """A calendar as text, and each METHOD that a part with this text names."""

    methods: frozenset[str]
    text: str


@dataclass(frozen=True)
class Failure:
    """What a delivery report says of one recipient (RFC 3464): `status` such as "5.1.1", `words` of the server."""

    permanent: bool
    status: str
    words: str


@dataclass(frozen=True)
class Received:
    """One message. Addresses are plain and in lower case; texts are free of control and bidi characters.

    `sender` is "" where From names nobody or several. `authenticated`: our own server vouches for the domain of the
    sender (`vouching`). `reported` are the Message-IDs that a delivery report is about.
    """

    message_id: str
    sender: str
    sender_name: str
    reply_to: tuple[str, ...]
    subject: str
    references: tuple[str, ...]
    automatic: str
    authenticated: bool
    calendars: tuple[CalendarPart, ...]
    failures: tuple[Failure, ...]
    reported: tuple[str, ...]
    is_report: bool
    unopened: tuple[str, ...]
    text: str


def read(raw: bytes, *, authserv_id: str = "") -> Received:
    """Read a whole message. Raises Unsafe for one that exceeds a limit or that Python's parser cannot read."""
    check_size(raw)
    try:
        return _read(message_from_bytes(raw, policy=compat32), authserv_id)
    except Unsafe:
        raise
    except RecursionError as error:
        raise Unsafe("too_deep") from error
    except Exception as error:  # the parser's own faults with hostile headers are many
        raise Unsafe("unreadable") from error


def _read(mail: Message, authserv_id: str) -> Received:
    parts = list(_walk(mail))
    name, sender = _author(mail)
    report = mail.get_content_type() == "multipart/report"
    return Received(
        message_id=next(iter(_ids(mail, "Message-ID")), ""),
        sender=sender,
        sender_name=name,
        reply_to=tuple(address for _name, address in _addresses(mail, "Reply-To")),
        subject=line(_words(mail, "Subject"))[:300],
        references=(*_ids(mail, "In-Reply-To"), *_ids(mail, "References")),
        automatic=_COMMENT.sub("", _header(mail, "Auto-Submitted")).partition(";")[0].strip().lower(),
        authenticated=vouches(str(mail.get("Authentication-Results", "")), sender, authserv_id),
        calendars=_calendars(parts),
        failures=_failures(mail) if report else (),
        reported=_reported(mail) if report else (),
        is_report=report,
        unopened=tuple(filter(None, map(_unopened, parts))),
        text=_text(parts),
    )


def line(words: str) -> str:
    """Words on one line, without control and bidi characters."""
    return " ".join(plain(words).split())


def plain(words: str) -> str:
    """Words that may be shown and stored."""
    return _BIDI.sub("", mailable_text(words))


def _walk(mail: Message, depth: int = 0, count: list[int] | None = None) -> Iterator[Message]:
    """The parts that hold something, without what lies in forwarded messages."""
    count = count if count is not None else [0]
    count[0] += 1
    if depth > MAX_DEPTH:
        raise Unsafe("too_deep")
    if count[0] > MAX_PARTS:
        raise Unsafe("too_many_parts")
    if mail.get_content_maintype() == "message":
        return
    if not mail.is_multipart():
        yield mail
    for part in _children(mail):
        yield from _walk(part, depth + 1, count)


def _header(mail: Message, name: str) -> str:
    return " ".join(str(mail.get(name, ""))[:_MAX_HEADER].split())


def _words(mail: Message, name: str) -> str:
    """A header with its encoded words decoded; one that cannot be decoded as it stands."""
    value = _header(mail, name)
    try:
        return "".join(_decoded(part, charset) for part, charset in decode_header(value))
    except Exception:  # whatever a hostile header makes the decoder raise, it is only a header
        return value


def _decoded(part: bytes | str, charset: str | None) -> str:
    if isinstance(part, str):
        return part
    try:
        known = codecs.lookup(charset or "utf-8").name
        return part.decode("utf-8" if known.replace("_", "-") in _NO_CHARSETS else known, "replace")
    except (LookupError, ValueError):
        return part.decode("utf-8", "replace")


def _addresses(mail: Message, name: str) -> list[tuple[str, str]]:
    """(name, address) of each usable mailbox in the header, the address in lower case."""
    found = []
    for called, address in getaddresses([_header(mail, name)]):
        try:
            found.append((called, checked_address(address.strip()).lower()))
        except ValueError:
            continue
    return found


def _author(mail: Message) -> tuple[str, str]:
    """Name and address of the one who wrote; nobody where there are several."""
    if len(mail.get_all("From", [])) != 1:
        return "", ""
    found = _addresses(mail, "From")
    if len(found) != 1:
        return "", ""
    name, address = found[0]
    try:
        name = "".join(_decoded(part, charset) for part, charset in decode_header(name))
    except Exception:  # as for any other header
        name = ""
    return line(name)[:200], address


def _ids(mail: Message, name: str) -> tuple[str, ...]:
    return tuple(_ID.findall(_header(mail, name)))


def _content(part: Message) -> str:
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    charset = part.get_content_charset() or "utf-8"
    return _decoded(content, charset if isinstance(charset, str) else "utf-8")


def _name(part: Message) -> str:
    try:
        return str(part.get_filename() or "").lower()
    except Exception:  # a file name in an unknown charset
        return ""


def _calendars(parts: list[Message]) -> tuple[CalendarPart, ...]:
    """The calendars by type, else by name. The same text as alternative and as attachment is one."""
    typed = [part for part in parts if part.get_content_type() in _CALENDAR_TYPES]
    chosen = typed or [part for part in parts if _name(part).endswith(".ics")]
    found: dict[str, CalendarPart] = {}
    for part in chosen:
        text = _content(part)
        key = "\n".join(_FOLD.sub("", text).split())
        known = found[key].methods if key in found else frozenset()
        found[key] = CalendarPart(known | _methods(part), text)
    return tuple(found.values())


def _methods(part: Message) -> frozenset[str]:
    named = part.get_params() or []
    return frozenset(collapse_rfc2231_value(value).upper() for name, value in named if name.lower() == "method")


def _unopened(part: Message) -> str:
    """The name of a file that is not looked into: it might hold the answer, or anything else."""
    name, kind = _name(part), part.get_content_type()
    if name.endswith(_ARCHIVES) or not _is_read(part, kind, name):
        return line(name)[:100] or kind
    return ""


def _is_read(part: Message, kind: str, name: str) -> bool:
    """Words, calendars, and what only goes with the words: a signature, a picture that the text shows."""
    shown = kind.startswith("image/") and "Content-ID" in part and part.get_content_disposition() != "attachment"
    known = (*_CALENDAR_TYPES, *_SIGNATURES)
    return shown or kind.startswith("text/") or kind in known or name.endswith(".ics")


def _text(parts: list[Message]) -> str:
    """The words of the message; of HTML alone what stands between the tags."""
    for kind in ("text/plain", "text/html"):
        part = next((one for one in parts if one.get_content_type() == kind and not _name(one)), None)
        content = _content(part)[: 10 * MAX_TEXT] if part is not None else ""
        words = plain(_between_tags(content) if kind == "text/html" else content)
        if words.strip():
            return words[:MAX_TEXT].strip()
    return ""


def _between_tags(html: str) -> str:
    """The words of an HTML text, without those of scripts and styles."""
    found, at, silent = [], 0, ""
    for tag in _TAG.finditer(html):
        name = "".join(tag[1][:20].lower().split()[:1])
        if not silent:
            found += [html[at : tag.start()], "\n" if name.rstrip("/") in _BREAKS else ""]
            silent = name if name in _SILENT else ""
        elif name == f"/{silent}":
            silent = ""
        at = tag.end()
    return _EMPTY_LINES.sub("\n\n", unescape("".join(found) + ("" if silent else html[at:])))


def _children(mail: Message) -> list[Message]:
    # Not asked of a leaf, whose text this would decode by whatever charset it names.
    payload = mail.get_payload() if mail.is_multipart() else []
    return [one for one in payload if isinstance(one, Message)] if isinstance(payload, list) else []


def _failures(mail: Message) -> tuple[Failure, ...]:
    """The recipients of a delivery report, each block of it one (RFC 3464 2.3)."""
    reports = [one for one in _children(mail) if one.get_content_type() == "message/delivery-status"]
    blocks = [block for report in reports for block in _children(report)][:MAX_PARTS]
    return tuple(filter(None, map(_failure, blocks)))


def _failure(block: Message) -> Failure | None:
    named = (_header(block, "Final-Recipient") or _header(block, "Original-Recipient")).partition(";")[2]
    action, status = _header(block, "Action").lower(), _header(block, "Status").split()[:1]
    if not named or not action:
        return None
    code = line(status[0])[:20] if status else ""
    permanent = action == "failed" and not code.startswith("4")
    return Failure(permanent, code, line(_header(block, "Diagnostic-Code"))[:200])


def _reported(mail: Message) -> tuple[str, ...]:
    """The Message-IDs of the mails a report is about, from the copy or the headers it brings back."""
    found: list[str] = []
    for part in _children(mail):
        if part.get_content_type() == "message/rfc822":
            found += [name for inner in _children(part) for name in _ids(inner, "Message-ID")]
        elif part.get_content_type() == "text/rfc822-headers":
            found += _ids(message_from_bytes(_content(part).encode("utf-8", "replace")), "Message-ID")
    return tuple(found)
