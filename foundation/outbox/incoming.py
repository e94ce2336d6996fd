"""Keeping what came by mail: stored once, before anybody reads it."""

import hashlib
import re
from datetime import datetime

from foundation.outbox.limits import MAX_OCTETS
from foundation.outbox.models import IncomingMail

_MESSAGE_ID = re.compile(rb"(?im)^message-id[ \t]*:\s*(<[\x21-\x3b\x3d\x3f-\x7e]{3,240}>)")
_HEAD = 64 * 1024


def key_of(raw: bytes) -> str:
    """The Message-ID, else the SHA-256 of the octets: the same message gives the same key."""
    head = raw[:_HEAD].partition(b"\r\n\r\n")[0].partition(b"\n\n")[0]
    found = _MESSAGE_ID.search(head)
    return found[1].decode() if found else f"sha256 {hashlib.sha256(raw).hexdigest()}"


def keep(raw: bytes, *, now: datetime, size: int | None = None) -> tuple[IncomingMail, bool]:
    """Store a message; (row, whether it is new). Of one that is too large only the size is kept.

    `size`: of the whole message where `raw` is only its head. Any number of pollers may hand in the same one.
    """
    size = len(raw) if size is None else size
    kept = raw if size <= MAX_OCTETS else b""
    return IncomingMail.objects.get_or_create(
        key=key_of(raw), defaults={"received_at": now, "size": size, "raw": kept}
    )
