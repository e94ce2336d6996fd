"""A board on any day: who holds which seat, what is vacant since when, and which terms end."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from django.db.models import Exists, F, OuterRef, Q

from governance.boards.describing import as_of
from governance.boards.models import Board, Seat
from governance.mandates.models import Deputy, Mandate, Office, Suspension

SOON = timedelta(days=90)
NEEDED = ("board_id", *Seat.DESCRIPTION)


@dataclass(frozen=True)
class Place:
    """One seat on the day. `mandate` and `successor` are None also where names are withheld; `held` tells.

    `soon`: the holder's term ends within 90 days. `age`: days since the seat is vacant. `rests`: the mandate does.
    `deputy`: who is named for the seat, where deputies were asked for.
    """

    seat: Seat
    held: bool
    mandate: Mandate | None
    successor: Mandate | None
    offices: tuple[Office, ...]
    vacant_since: date | None
    ends: date | None
    soon: bool
    age: int | None = None
    rests: bool = False
    deputy: Deputy | None = None

    @property
    def roles(self) -> tuple[str, ...]:
        return tuple(office.role for office in self.offices)

    @property
    def is_chair(self) -> bool:
        return Office.Role.CHAIR in self.roles

    @property
    def is_deputy(self) -> bool:
        return Office.Role.DEPUTY in self.roles


@dataclass(frozen=True)
class SectorCount:
    """Seats of one sector, or of one body (`sector` is empty then)."""

    sector: str
    label: str
    held: int
    total: int

    @property
    def title(self) -> str:
        return self.label[:1].upper() + self.label[1:]

    @property
    def cells(self) -> list[bool]:
        """One per seat, the held ones first."""
        return [True] * self.held + [False] * (self.total - self.held)


@dataclass(frozen=True)
class Composition:
    board: Board
    day: date
    places: tuple[Place, ...]

    @cached_property
    def seats(self) -> int:
        """The statutory number: seats with a vote, filled or not."""
        return sum(place.seat.voting for place in self.places)

    @cached_property
    def held(self) -> int:
        return sum(place.held and place.seat.voting for place in self.places)

    @cached_property
    def vacancies(self) -> list[Place]:
        """Seats without a holder that should have one, the oldest vacancy first."""
        vacant = [place for place in self.places if not place.held and not place.seat.frozen]
        return sorted(vacant, key=lambda place: (place.vacant_since or self.day, place.seat.number))

    @cached_property
    def sectors(self) -> list[SectorCount]:
        found: dict[str, list[bool]] = defaultdict(list)
        for place in self.places:
            found[place.seat.sector].append(place.held)
        return [
            SectorCount(sector.value, str(sector.label), sum(found[sector]), len(found[sector]))
            for sector in Seat.Sector
            if sector in found
        ]

    @cached_property
    def bodies(self) -> list[SectorCount]:
        """Seats by the body that fills them, by name; seats that nobody delegates are left out."""
        found: dict[str, list[bool]] = defaultdict(list)
        for place in self.places:
            if place.seat.delegating_body:
                found[place.seat.delegating_body.name].append(place.held)
        return [SectorCount("", name, sum(held), len(held)) for name, held in sorted(found.items())]

    @property
    def frozen(self) -> int:
        """Voting seats that are not to be filled; the statutory number still counts them."""
        return sum(place.seat.frozen and place.seat.voting and not place.held for place in self.places)

    @cached_property
    def ending(self) -> list[Place]:
        """Seats whose holder's term ends within the day's year."""
        return [place for place in self.places if place.ends and place.ends.year == self.day.year]

    @property
    def vacant(self) -> int:
        return self.seats - self.held - self.frozen

    @cached_property
    def chair(self) -> Place | None:
        return next((place for place in self.places if place.is_chair), None)

    @cached_property
    def leader(self) -> Place | None:
        """Who leads the board: `Office.objects.acting` of the day, without a query more."""
        ready = [(one.rank, place) for place, one in self._led if one.role != Office.Role.STAND_IN]
        return min(ready, key=lambda pair: pair[0])[1] if ready else None

    @cached_property
    def stand_in(self) -> Place | None:
        """Who leads the meeting of the day in place of who leads the board."""
        return next((place for place, one in self._led if one.role == Office.Role.STAND_IN), None)

    @property
    def _led(self) -> list[tuple[Place, Office]]:
        return [(place, one) for place in self.places if not place.rests for one in place.offices]

    def excerpt(self, limit: int) -> list[Place]:
        """At most `limit` seats by number: those that need attention before the others."""
        striking = [p for p in self.places if p.is_chair or p.is_deputy or not p.held or p.soon]
        known = {place.seat.pk for place in striking}
        others = [place for place in self.places if place.seat.pk not in known]
        return sorted((striking + others)[:limit], key=lambda place: place.seat.number)

    def without_names(self) -> "Composition":
        """The same numbers for readers who may not see who holds a seat."""
        bare = tuple(replace(place, mandate=None, successor=None, deputy=None) for place in self.places)
        return replace(self, places=bare)


def composition(board: Board, day: date, *, deputies: bool = False) -> Composition:
    """The board as of the end of `day`, in four queries whatever its size and history; one more for the deputies of
    its seats, and where seats were filled by other bodies then. Before its founding a board has no places."""
    if not board.existed_on(day):
        return Composition(board, day, ())
    seats = as_of(list(board.seats.on(day).select_related("delegating_body").order_by("number")), day)
    for seat in seats:
        seat.board = board
    mandates: dict[int, list[Mandate]] = defaultdict(list)
    resting = Exists(Suspension.objects.on(day).filter(mandate=OuterRef("pk")))
    known = Mandate.objects.real().filter(seat__board=board).annotate(rests=resting)
    for mandate in known.select_related("person").order_by("start", "pk"):
        mandates[mandate.seat_id].append(mandate)
    offices: dict[object, list[Office]] = defaultdict(list)
    for office in Office.objects.on(day).filter(board=board).order_by("role", "position"):
        offices[office.person_id].append(office)
    places = [_place(seat, mandates[seat.pk], offices, day) for seat in seats]
    if deputies:
        named = {
            one.seat_id: one for one in Deputy.objects.on(day).filter(seat__board=board).select_related("person")
        }
        places = [replace(place, deputy=named.get(place.seat.pk)) for place in places]
    return Composition(board, day, tuple(places))


def _place(seat: Seat, mandates: list[Mandate], offices: dict[object, list[Office]], day: date) -> Place:
    """`mandates` of this seat in order of their start."""
    running = [m for m in mandates if m.start <= day and (m.end is None or m.end >= day)]
    mandate = running[-1] if running else None
    vacant_since = None if mandate else _vacant_since(seat, mandates, day)
    return Place(
        seat=seat,
        held=mandate is not None,
        mandate=mandate,
        successor=next((m for m in mandates if m.start > day), None),
        offices=tuple(offices[mandate.person_id]) if mandate else (),
        vacant_since=vacant_since,
        ends=mandate.end if mandate else None,
        soon=bool(mandate and mandate.end and mandate.end <= day + SOON),
        age=None if vacant_since is None else (day - vacant_since).days,
        rests=bool(mandate and mandate.rests),  # type: ignore[attr-defined]
    )


def _vacant_since(seat: Seat, mandates: list[Mandate], day: date) -> date:
    """The day after the last holder's last day; a seat never held is vacant since its first day."""
    ends = [m.end for m in mandates if m.end and m.end < day]
    return max(ends) + timedelta(days=1) if ends else seat.since or seat.board.founded_on


@dataclass(frozen=True)
class Summary:
    """One line of the list of boards: public numbers, and the mandate of the chair (None: no chair that day)."""

    board: Board
    seats: int
    held: int
    chair: Mandate | None
    frozen: int = 0

    @property
    def vacant(self) -> int:
        return self.seats - self.held - self.frozen


def summaries(boards: Iterable[Board], day: date) -> list[Summary]:
    """The same numbers as `composition` for many boards, in four queries besides the boards."""
    chosen = list(boards)
    founded = [one for one in chosen if one.existed_on(day)]
    seats = as_of(list(Seat.objects.on(day).filter(board__in=founded).only(*NEEDED)), day)
    held = set(Mandate.objects.held_on(day).filter(seat__board__in=chosen).values_list("seat_id", flat=True))
    voting: dict[int, list[Seat]] = defaultdict(list)
    for seat in seats:
        if seat.voting:
            voting[seat.board_id].append(seat)
    chairs = _chairs(founded, day)
    return [_summary(one, voting[one.pk], held, chairs.get(one.pk)) for one in chosen]


def _summary(board: Board, voting: list[Seat], held: set[int], chair: Mandate | None) -> Summary:
    return Summary(
        board=board,
        seats=len(voting),
        held=sum(seat.pk in held for seat in voting),
        chair=chair,
        frozen=sum(seat.frozen and seat.pk not in held for seat in voting),
    )


def _chairs(boards: list[Board], day: date) -> dict[int, Mandate]:
    of_board = "seat__board__offices"
    leads = Q(**{f"{of_board}__role": Office.Role.CHAIR, f"{of_board}__start__lte": day})
    leads &= Q(**{f"{of_board}__end__isnull": True}) | Q(**{f"{of_board}__end__gte": day})
    found = (
        Mandate.objects.on(day)
        .filter(leads, **{f"{of_board}__person": F("person")}, seat__board__in=boards)
        .select_related("seat", "person")
        .order_by("start")
    )
    return {mandate.seat.board_id: mandate for mandate in found}
