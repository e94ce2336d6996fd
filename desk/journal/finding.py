"""Entries by reader, person, board, area and period, in pages that cost the same at any length of the journal."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from desk.journal.rules import reads_all
from desk.journal.subjects import keys_of, led_keys
from desk.journal.wordings import actions_of
from foundation.journal.models import JournalEntry
from foundation.values import midnight
from governance.boards.models import Board
from governance.confidentiality import Reader
from governance.people.models import Person
from meetings.agenda.models import AgendaItem
from meetings.votes.models import Vote

Entries = QuerySet[JournalEntry]
PAGE = 50
CHUNK = 500


@dataclass(frozen=True)
class Page:
    """`older` is the number to go on before, None on the last page."""

    entries: list[JournalEntry]
    older: int | None


def readable_by(reader: Reader) -> Entries:
    """All for the board office and administrators, for a chair those of the own boards, for others none.

    A chair reads no entry of what is closed to the chair (matrix of rights, "Audit log: b"): of things and agenda
    items above the level or under a recusal, nor of items and votes that are gone, of which nobody knows any more how
    far they were open; and none of logins and accounts, which belong to no board.
    """
    entries: Any = JournalEntry.objects.all()
    if reads_all(reader):
        return entries
    if not reader.chairs:
        return entries.none()
    entries = entries.filter(subject__in=led_keys(reader)).exclude(action__in=actions_of("access"))
    own = AgendaItem.objects.filter(meeting__board__in=reader.chairs)
    items = set(own.readable_by(reader).values_list("pk", flat=True))
    counted = Vote.objects.filter(motion__item__in=own).values_list("pk", "motion__item_id")
    votes = {pk for pk, item in counted if item in items}
    return entries.filter(_of("item", items), _of("vote", votes))


def _of(fact: str, values: set[int]) -> Q:
    """Entries about one of the values, or which have no such fact or an empty one."""
    none = Q(**{f"facts__{fact}__isnull": True}) | Q(**{f"facts__{fact}": None})
    return none | Q(**{f"facts__{fact}__in": values})


def found(
    among: Entries,
    *,
    person: Person | None = None,
    board: Board | None = None,
    area: str = "",
    first: date | None = None,
    last: date | None = None,
) -> Entries:
    """Of these, the newest first. `person` acted or was acted for; days are those of Berlin, both included."""
    entries: Any = among.order_by("-pk")
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
