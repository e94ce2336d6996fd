"""Everything a roster is compared with, read in a fixed number of queries and changed as its lines are planned."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from governance.boards.models import Board, Seat
from governance.confidentiality import MANAGEMENT
from governance.mandates.models import Mandate, Office
from governance.people.models import AliasAddress, Organisation, Person, StaffAssignment

Span = tuple[date, date | None]
SeatKey = tuple[int, int]


def overlaps(one: Span, other: Span) -> bool:
    """Whether two spans (both days included, None: open) share a day."""
    return (one[1] is None or other[0] <= one[1]) and (other[1] is None or one[0] <= other[1])


def full_name(given: str, family: str) -> str:
    return f"{given} {family}".casefold()


@dataclass
class Known:
    """Boards, seats, bodies, people, mandates and offices by what a line names them with."""

    today: date
    boards: dict[str, Board] = field(default_factory=dict)
    seats: dict[SeatKey, Seat] = field(default_factory=dict)
    bodies: dict[str, Organisation] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    names: dict[str, Person] = field(default_factory=dict)
    mandates: dict[SeatKey, list[Mandate]] = field(default_factory=lambda: defaultdict(list))
    held: dict[tuple[UUID, int], list[Span]] = field(default_factory=lambda: defaultdict(list))
    votes: dict[tuple[UUID, int], list[Span]] = field(default_factory=lambda: defaultdict(list))
    offices: dict[tuple[int, str], list[Office]] = field(default_factory=lambda: defaultdict(list))
    managers: dict[UUID, list[Span]] = field(default_factory=lambda: defaultdict(list))

    def add_person(self, person: Person) -> None:
        self.people[person.email] = person
        self.names[full_name(person.given_name, person.family_name)] = person

    def add_mandate(self, mandate: Mandate) -> None:
        seat = mandate.seat
        self.mandates[seat.board_id, seat.number].append(mandate)
        span = (mandate.start, mandate.end)
        self.held[mandate.person_id, seat.board_id].append(span)
        if seat.voting:
            self.votes[mandate.person_id, seat.board_id].append(span)

    def runs(self, office: Office) -> bool:
        """Whether it lasts until today or longer."""
        return office.end is None or office.end >= self.today


def load(today: date) -> Known:
    """The present state, in eight queries."""
    known = Known(today)
    for board in Board.objects.order_by("position", "pk"):
        for name in (board.name, board.short_name, board.slug):
            known.boards[name.casefold()] = board
    for seat in Seat.objects.select_related("board", "delegating_body").order_by("board__position", "number"):
        known.seats[seat.board_id, seat.number] = seat
    known.bodies = {one.name.casefold(): one for one in Organisation.objects.all()}
    for person in Person.objects.order_by("pk"):
        known.add_person(person)
    by_pk = {person.pk: person for person in known.people.values()}
    for email, person_id in AliasAddress.objects.exclude(verified_at=None).values_list("email", "person_id"):
        known.people[email] = by_pk[person_id]
    _load_mandates(known, by_pk)
    return known


def _load_mandates(known: Known, by_pk: dict[UUID, Person]) -> None:
    seats = {seat.pk: seat for seat in known.seats.values()}
    for mandate in Mandate.objects.real().order_by("start", "pk"):
        mandate.seat, mandate.person = seats[mandate.seat_id], by_pk[mandate.person_id]
        known.add_mandate(mandate)
    for office in Office.objects.exclude(role=Office.Role.STAND_IN).order_by("start"):
        known.offices[office.board_id, office.role].append(office)
    managing = StaffAssignment.objects.filter(role=MANAGEMENT)
    for person_id, start, end in managing.values_list("person_id", "start", "end"):
        known.managers[person_id].append((start, end))
