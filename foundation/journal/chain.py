"""The chain of seals: one text for one entry, one hash for a run of them. Pure: no database."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

START = "0" * 64
FIELDS = ("id", "at", "actor", "principal", "action", "subject", "facts")


class Line(NamedTuple):
    """An entry as it is sealed, in the order of `FIELDS`."""

    id: int
    at: datetime
    actor: str
    principal: str
    action: str
    subject: str
    facts: Any


def canonical(line: Line) -> bytes:
    """The one JSON text of an entry, whatever the database and the order of its keys."""
    moment = line.at.astimezone(UTC).isoformat(timespec="microseconds")
    values = [line.id, moment, *line[2:]]
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(previous: str, lines: Iterable[Line]) -> str:
    """SHA-256 over the hash before and the texts of the entries, each on a line of its own."""
    found = hashlib.sha256(previous.encode())
    for line in lines:
        found.update(b"\n")
        found.update(canonical(line))
    return found.hexdigest()


def marks(lines: Iterable[Line]) -> list[list[Any]]:
    """[id, first 16 digits of its hash] of each entry."""
    return [[line.id, hashlib.sha256(canonical(line)).hexdigest()[:16]] for line in lines]


def first_fault(kept: Sequence[Sequence[Any]], lines: Sequence[Line]) -> str:
    """The first entry that is not as it was marked: "entry 17 was changed"; empty when all are."""
    before, after = ({number: mark for number, mark in found} for found in (kept, marks(lines)))
    for number in sorted(before.keys() | after.keys()):
        if number not in after:
            return f"entry {number} is missing"
        if number not in before:
            return f"entry {number} was added"
        if before[number] != after[number]:
            return f"entry {number} was changed"
    return ""
