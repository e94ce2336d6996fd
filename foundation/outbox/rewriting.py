"""Other words in a frozen mail: its headers, parts and structure stay as they are."""

import re
from collections.abc import Callable, Mapping
from email import message_from_bytes
from email.message import EmailMessage
from html import escape

from icalendar.parser import Contentline

from foundation.outbox import mime

FOLD = re.compile(r"\r?\n[ \t]")
"""Where a calendar line goes on (RFC 5545 3.1): between any two characters."""
_AROUND = r"(?:(?<=\\n)|(?<![\w.!#$%'*+^`{|}~-]))", r"(?![\w-]|\.\w)"
"""No character of a local part stands before an address (RFC 5322 3.4.1), though a calendar's mark of a new line may;
and its domain does not go on."""


def rewritten(raw: bytes, change: Callable[[str], str], *, to: tuple[str, str] | None = None) -> bytes:
    """The mail with what `change` makes of its subject and of each text part; `to` another (name, address)."""
    mail = message_from_bytes(raw, policy=mime.POLICY)
    mail.replace_header("Subject", change(str(mail["Subject"] or "")))
    if to:
        mail.replace_header("To", mime.mailbox(*to))
    for part in mail.walk():
        if part.get_content_maintype() == "text" or part.get_content_type() == "application/ics":
            _rewrite(part, change)
    return mail.as_bytes(policy=mime.POLICY)


def replacing(words: Mapping[str, str], *, whole: bool = False) -> Callable[[str], str]:
    """A function that replaces these words, also as HTML writes them. `whole`: they are addresses, and what is only
    the beginning or the end of another one stays."""
    wanted = {old: new for old, new in words.items() if old}
    wanted |= {escape(old): escape(new) for old, new in wanted.items()}
    if not wanted:
        return lambda text: text
    longest = sorted(wanted, key=len, reverse=True)
    before, after = _AROUND if whole else ("", "")
    pattern = re.compile(f"{before}(?:{'|'.join(map(re.escape, longest))}){after}")
    return lambda text: pattern.sub(lambda found: wanted[found[0]], text)


def decoded(part: EmailMessage) -> str:
    """The text of a part."""
    content = part.get_payload(decode=True)
    return content.decode("utf-8", "replace") if isinstance(content, bytes) else ""


def _rewrite(part: EmailMessage, change: Callable[[str], str]) -> None:
    maintype, subtype = part.get_content_maintype(), part.get_content_subtype()
    folds = subtype in ("calendar", "ics")
    before = FOLD.sub("", decoded(part)) if folds else decoded(part)
    after = change(before)
    if after == before:
        return
    if folds:
        after = "".join(_folded(line) for line in after.splitlines())
    kept = [(name, value) for name, value in part.items() if not name.lower().startswith("content-transfer")]
    part.set_content(after.encode(), maintype, subtype, cte="base64")
    for name, value in kept:
        if name.lower().startswith("content-"):
            del part[name]
            part[name] = value


def _folded(line: str) -> str:
    return Contentline(line).to_ical().decode() + "\r\n"
