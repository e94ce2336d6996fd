"""Entries by person, board, area and period, in pages that cost the same at any length of the journal."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from desk.journal.subjects import keys_of
from desk.journal.wordings import actions_of
from foundation.journal.models import JournalEntry
from foundation.values import midnight
from governance.boards.models import Board
from governance.people.models import Person

Entries = QuerySet[JournalEntry]
PAGE = 50
CHUNK = 500


@dataclass(frozen=True)
class Page:
    """`older` is the number to go on before, None on the last page."""

    entries: list[JournalEntry]
    older: int | None


def found(
    *,
    person: Person | None = None,
    board: Board | None = None,
    area: str = "",
    first: date | None = None,
    last: date | None = None,
) -> Entries:
    """The newest first. `person` acted or was acted for; days are those of Berlin, both included."""
    entries: Any = JournalEntry.objects.order_by("-pk")
    if person:
        keys = [person.key, f"user:{person.user_id}"]
        entries = entries.filter(Q(actor__in=keys) | Q(principal__in=keys))
    if board:
        entries = entries.filter(subject__in=keys_of(board))
    if area:
        entries = entries.filter(action__in=actions_of(area))
    if first:
        entries = entries.filter(at__gte=midnight(first))
    if last:
        entries = entries.filter(at__lt=midnight(last + timedelta(days=1)))
    return entries


def page(entries: Entries, before: int | None) -> Page:
    """One page, from the newest on or of those numbered below `before`."""
    rows = list((entries.filter(pk__lt=before) if before else entries)[: PAGE + 1])
    shown = rows[:PAGE]
    return Page(shown, shown[-1].pk if len(rows) > PAGE else None)


def chunks(entries: Entries) -> Iterator[list[JournalEntry]]:
    """All of them, piece by piece, in memory that does not grow."""
    before: int | None = None
    while rows := list((entries.filter(pk__lt=before) if before else entries)[:CHUNK]):
        yield rows
        before = rows[-1].pk
