"""Who is asked: everybody who exercises a mandate on the board, with a vote or without, the chair too, and the
deputies of those whose mandate rests."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from governance.boards.mailing import reads_mail
from governance.mandates.deputising import in_place_of
from governance.mandates.models import Deputy, Mandate, Suspension
from governance.people.models import Person

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Member:
    """One person asked. `group`: the delegating body or, without one, the sector; `until`: the last day on which the
    person acts here; `instead_of`: the member whose mandate rests and whose deputy this is."""

    person: Person
    voting: bool
    seat: str
    group: str
    until: date | None
    instead_of: Person | None = None

    def sits_on(self, day: date) -> bool:
        return self.until is None or day <= self.until

    @property
    def name(self) -> str:
        """As lists write it, with the member whose place it is."""
        return in_place_of(self.instead_of, self.person) if self.instead_of else str(self.person)

    @property
    def reads_mail(self) -> bool:
        return reads_mail(self.person)


def members(board: int, day: date) -> list[Member]:
    """The members of that day in the order of their seats, each once."""
    return seated(board, day)[0]


def seated(board: int, day: date) -> tuple[list[Member], int]:
    """The members, and how many seats with a vote somebody holds: a mandate that rests still counts.

    One query, and one more where a mandate rests.
    """
    resting = Suspension.objects.on(day).filter(mandate=OuterRef("pk"))
    back = resting.annotate(back=Coalesce("back_on", date.max)).values("back")[:1]
    held = Mandate.objects.held_on(day).filter(seat__board=board).annotate(back_on=Subquery(back))
    rows = list(held.select_related("person", "seat__delegating_body").order_by("-seat__voting", "seat__number"))
    occupied = len({row.seat_id for row in rows if row.seat.voting})
    deputies = _deputies(board, day) if any(row.back_on for row in rows) else {}
    return _once(_asked(rows, deputies)), occupied


def _deputies(board: int, day: date) -> dict[int, Deputy]:
    found = Deputy.objects.in_place(day).filter(seat__board=board).select_related("person")
    return {one.seat_id: one for one in found}


def _asked(rows: Iterable[Mandate], deputies: Mapping[int, Deputy]) -> Iterator[Member]:
    for row in rows:
        back_on: date | None = getattr(row, "back_on", None)
        if back_on is None:
            yield _member(row, row.person, row.end)
        elif deputy := deputies.get(row.seat_id):
            last = min(day for day in (row.end, deputy.end, back_on - ONE_DAY) if day)
            yield _member(row, deputy.person, last, instead_of=row.person)


def _member(mandate: Mandate, person: Person, until: date | None, instead_of: Person | None = None) -> Member:
    seat = mandate.seat
    group = f"body:{seat.delegating_body_id}" if seat.delegating_body_id else f"sector:{seat.sector}"
    return Member(person, seat.voting, seat.label, group, until, instead_of)


def _once(found: Iterable[Member]) -> list[Member]:
    first: dict[UUID, Member] = {}
    for one in found:
        first.setdefault(one.person.pk, one)
    return list(first.values())


def is_asked(board: int, person: UUID | None, day: date) -> bool:
    """Whether this person is one of the members that day, or acts for one whose mandate rests."""
    if person is None:
        return False
    own = Mandate.objects.on(day).filter(seat__board=board, person=person)
    return own.exists() or _in_place(board, person, day).exists()


def instead_of(board: int, person: UUID, day: date) -> Person | None:
    """The member for whom this person is asked as the deputy; None for who is a member."""
    return next((one.instead_of for one in members(board, day) if one.person.pk == person), None)


def _in_place(board: int, person: UUID, day: date) -> QuerySet[Deputy]:
    return Deputy.objects.in_place(day).filter(seat__board=board, person=person)
