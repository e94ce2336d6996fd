"""Who is asked: everybody who exercises a mandate on the board, with a vote or without; the chair is one of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef

from governance.mandates.models import Mandate, Suspension
from governance.people.models import Person


@dataclass(frozen=True)
class Member:
    """One person asked. `group`: the delegating body or, without one, the sector; `until`: the mandate's last day."""

    person: Person
    voting: bool
    seat: str
    group: str
    until: date | None

    def sits_on(self, day: date) -> bool:
        return self.until is None or day <= self.until


def members(board: int, day: date) -> list[Member]:
    """The members of that day in the order of their seats, each once."""
    return seated(board, day)[0]


def seated(board: int, day: date) -> tuple[list[Member], int]:
    """The members, and how many seats with a vote somebody holds: a mandate that rests still counts. One query."""
    rests = Suspension.objects.on(day).filter(mandate=OuterRef("pk"))
    held = Mandate.objects.held_on(day).filter(seat__board=board).annotate(rests=Exists(rests))
    rows = list(held.select_related("person", "seat__delegating_body").order_by("-seat__voting", "seat__number"))
    occupied = len({row.seat_id for row in rows if row.seat.voting})
    return _once(_member(row) for row in rows if not row.rests), occupied


def _member(mandate: Mandate) -> Member:
    seat = mandate.seat
    group = f"body:{seat.delegating_body_id}" if seat.delegating_body_id else f"sector:{seat.sector}"
    return Member(mandate.person, seat.voting, seat.label, group, mandate.end)


def _once(found: Iterable[Member]) -> list[Member]:
    first: dict[UUID, Member] = {}
    for one in found:
        first.setdefault(one.person.pk, one)
    return list(first.values())


def is_asked(board: int, person: UUID | None, day: date) -> bool:
    """Whether this person is one of the members that day."""
    return person is not None and Mandate.objects.on(day).filter(seat__board=board, person=person).exists()
