"""The mailbox that answers come to (setting IMAP_URL): every message becomes a row, then leaves the inbox.

A message is moved away only after its row is committed, and a message that comes again is known by its key: a poller
may be killed at any moment, and two may run at once, without losing or doubling one.
"""

import imaplib
import logging
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings

from foundation.outbox import incoming
from foundation.outbox.limits import MAX_OCTETS
from foundation.outbox.models import MailboxLook

log = logging.getLogger(__name__)

BATCH, MOST = 100, 2_000
SECONDS = 30
READ = "Gremia"
"""The folder messages go to once they are kept."""
_HEAD = 16 * 1024
_PORTS = {"imap": 143, "imap+tls": 143, "imaps": 993}
_PERSONAL = re.compile(rb'\(\("([^"]*)"')
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


def is_read() -> bool:
    """Whether anybody reads the answers that come by mail."""
    return bool(settings.IMAP_URL)


def fetch_due(*, now: datetime) -> int:
    """Duty: keep what lies in the inbox, at most a hundred new messages a time. Returns how many are new.

    What was kept but cannot be moved away blocks nothing behind it. A server that does not answer or refuses is noted
    for the people who keep the mail running, and so is a message that it does not hand out; the next look is the next
    try.
    """
    if not is_read():
        return 0
    kept, error = 0, ""
    try:
        with _inbox() as line:
            for uid in _uids(line)[:MOST]:
                if kept >= BATCH:
                    break
                try:
                    kept += _keep(line, uid, now)
                except imaplib.IMAP4.abort:
                    raise
                except imaplib.IMAP4.error as refused:
                    error = _words(refused)
    except (imaplib.IMAP4.error, OSError, ValueError) as refused:  # a ValueError: of what IMAP_URL cannot mean
        _note(looked_at=now, error=_words(refused))
        return kept
    _note(looked_at=now, error=error, **({} if error else {"succeeded_at": now}))
    return kept


def _words(error: Exception) -> str:
    words = f"{type(error).__name__}: {error}".replace("\x00", "")[:300]
    log.error("The mailbox cannot be read: %s", words)
    return words


def _note(**values: object) -> None:
    MailboxLook.objects.update_or_create(singleton=True, defaults=values)


@contextmanager
def _inbox() -> Iterator[imaplib.IMAP4]:
    url = urlsplit(settings.IMAP_URL)
    host, port = url.hostname or "localhost", url.port or _PORTS[url.scheme]
    if url.scheme == "imaps":
        context = ssl.create_default_context()
        line: imaplib.IMAP4 = imaplib.IMAP4_SSL(host, port, timeout=SECONDS, ssl_context=context)
    else:
        line = imaplib.IMAP4(host, port, timeout=SECONDS)
    try:
        if url.scheme == "imap+tls":
            line.starttls(ssl.create_default_context())
        line.login(unquote(url.username or ""), unquote(url.password or ""))
        _done(line.select(_quoted(unquote(url.path.strip("/")) or "INBOX")))
        yield line
    finally:
        with suppress(imaplib.IMAP4.error, OSError):
            line.logout()


def _quoted(folder: str) -> str:
    return '"' + folder.replace("\\", "\\\\").replace('"', '\\"') + '"'


class _Gone(imaplib.IMAP4.error):
    """Another poller was faster (RFC 5530: EXPUNGEISSUED)."""


def _done(answer: tuple[str, list[Any]]) -> list[Any]:
    status, data = answer
    if status != "OK":
        raise (_Gone if "[EXPUNGEISSUED]" in str(data) else imaplib.IMAP4.error)(str(data)[:200])
    return data


def _uids(line: imaplib.IMAP4) -> list[str]:
    (found,) = _done(line.uid("SEARCH", "UNDELETED"))
    return found.decode().split() if isinstance(found, bytes) else []


def _keep(line: imaplib.IMAP4, uid: str, now: datetime) -> bool:
    """One message: kept, then moved; whether it is new. One that is gone meanwhile is nothing to keep or to move."""
    with suppress(_Gone):
        if found := _fetched(line, uid):
            raw, size = found
            _row, is_new = incoming.keep(raw, now=now, size=size)
            with suppress(_Gone):
                _move(line, uid)
            return is_new
    return False


def _fetched(line: imaplib.IMAP4, uid: str) -> tuple[bytes, int] | None:
    """(octets, size of the whole); of one that is too large only the head. None for one that is gone."""
    head = b" ".join(one for one in _done(line.uid("FETCH", uid, "(RFC822.SIZE)")) if isinstance(one, bytes))
    size = _SIZE.search(head)
    if size is None:
        return None
    whole = int(size[1]) <= MAX_OCTETS
    wanted = "(BODY.PEEK[])" if whole else f"(BODY.PEEK[HEADER]<0.{_HEAD}>)"
    raw = next((one[1] for one in _done(line.uid("FETCH", uid, wanted)) if isinstance(one, tuple)), None)
    return None if raw is None else (raw, len(raw) if whole else int(size[1]))


def _move(line: imaplib.IMAP4, uid: str) -> None:
    """Out of the inbox: copied, then deleted, as every server can. Killed in between, it lies there twice and is kept
    once."""
    folder = _quoted(_prefix(line) + READ)
    line.create(folder)
    _done(line.uid("COPY", uid, folder))
    _done(line.uid("STORE", uid, "+FLAGS.SILENT", r"(\Deleted)"))
    line.expunge()


def _prefix(line: imaplib.IMAP4) -> str:
    """What the server wants before the names of own folders, such as "INBOX." (RFC 2342)."""
    try:
        found = _PERSONAL.match(b" ".join(one for one in _done(line.namespace()) if isinstance(one, bytes)))
    except imaplib.IMAP4.error:
        return ""
    return found[1].decode("ascii", "ignore") if found else ""
