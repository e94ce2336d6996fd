"""The demo's governance wing: founding on the first day, and changes of seats on theirs."""

from collections.abc import Iterable
from datetime import date, datetime

from demo import cast
from demo.cast import ORGANISATIONS
from demo.story import Story, at
from foundation.almanac.periods import seed
from foundation.values import SYSTEM, Actor
from governance.boards.founding import SeatPlan, found_like
from governance.boards.models import Board, Seat
from governance.boards.presenting import describe
from governance.boards.publishing import publish_dates
from governance.mandates.appointing import appoint
from governance.mandates.ending import end
from governance.mandates.interests import missing
from governance.mandates.leading import take_chair
from governance.mandates.models import Mandate
from governance.people.declaring import declare
from governance.people.models import Organisation, Person
from governance.people.registering import assign, register

DECLARING = ((1, 7), (1, 20))
LATE = 3


def found(story: Story, day: date) -> None:
    """The company, its people, the three boards with all first mandates, and the chairs."""
    now = at(day, 7)
    describe(vars(cast.COMPANY), by=SYSTEM, now=now)
    bodies = {one.key: Organisation.objects.create(name=one.name, kind=one.kind) for one in ORGANISATIONS}
    seed(range(day.year, day.year + 4))
    _register_people(story, day, now)
    for plan in cast.BOARDS:
        board = _found_board(plan, bodies, day, now)
        story.boards[plan.slug] = board
        _appoint_first(story, plan, board, day, now)
    story.load()


def _register_people(story: Story, day: date, now: datetime) -> None:
    for one in cast.PEOPLE:
        person = register(
            given_name=one.given_name,
            family_name=one.family_name,
            email=one.email,
            form_of_address=one.form_of_address,
            academic_title=one.title,
            phone=one.phone,
            by=SYSTEM,
            now=now,
        )
        story.people[one.key] = person
        if one.role:
            assign(person=person, role=one.role, start=day, by=SYSTEM, now=now)


def _found_board(plan: cast.Board, bodies: dict[str, Organisation], day: date, now: datetime) -> Board:
    seats = [
        SeatPlan(seat.number, seat.kind, seat.label, seat.sector, bodies.get(seat.body), seat.voting)
        for seat in plan.seats
    ]
    board = found_like(
        plan.like, place=plan.place, founded_on=day, seats=seats, sources=dict(plan.sources), by=SYSTEM, now=now
    )
    if plan.slug != cast.SB:
        publish_dates(board, publish=True, by=SYSTEM, now=now)
    return board


def _appoint_first(story: Story, plan: cast.Board, board: Board, day: date, now: datetime) -> None:
    seats = {seat.number: seat for seat in board.seats.all()}
    for seat in plan.seats:
        for holding in seat.holdings:
            if holding.start is None:
                _appoint(story, seats[seat.number], holding, day, now)
    chair = story.person(plan.chair)
    take_chair(board=board, person=chair, ex_officio=not plan.chair_elected, start=day, by=SYSTEM, now=now)


def _appoint(story: Story, seat: Seat, holding: cast.Holding, day: date, now: datetime) -> None:
    """An early end is not known yet at the appointment."""
    term = holding.end if holding.end and not holding.end_reason else None
    appoint(
        seat=seat,
        person=story.person(holding.person),
        start=day,
        end=term.on(story.first_year) if term else None,
        appointed_on=day,
        document="Berufungsschreiben",
        by=SYSTEM if not story.people else story.office,
        now=now,
    )


def _declare(day: date, people: Iterable[Person]) -> None:
    """Delegated members name their body as employer, the others have nothing to declare."""
    for person in people:
        mandate = Mandate.objects.on(day).filter(person=person).select_related("seat__delegating_body").first()
        body = mandate.seat.delegating_body if mandate else None
        declare(
            person, {"employer": body.name if body else ""}, nothing=not body, by=Actor(person.key), now=at(day, 11)
        )


def play(story: Story, day: date) -> None:
    """Seats change hands on the days of the cast; the calendar of each new year is seeded on 2 January.

    Most members declare their interests on 7 January, the others after the first mail.
    """
    if (day.month, day.day) in DECLARING:
        late = list(missing(day).order_by("family_name", "pk"))
        _declare(day, late[LATE:] if (day.month, day.day) == DECLARING[0] else late)
    if (day.month, day.day) == (1, 2):
        seed(range(day.year, day.year + 4))
    for plan in cast.BOARDS:
        for seat in plan.seats:
            for holding in seat.holdings:
                _follow(story, plan, seat, holding, day)


def _follow(story: Story, plan: cast.Board, seat: cast.Seat, holding: cast.Holding, day: date) -> None:
    if holding.known_on and holding.end and holding.known_on.on(story.first_year) == day:
        mandate = Mandate.objects.get(
            seat__board__slug=plan.slug, seat__number=seat.number, person=story.person(holding.person)
        )
        last = holding.end.on(story.first_year)
        end(mandate=mandate, on=last, reason=holding.end_reason, by=story.office, now=at(day, 10))
    if holding.start and holding.start.on(story.first_year) == day:
        place = story.boards[plan.slug].seats.get(number=seat.number)
        _appoint(story, place, holding, day, at(day, 10))
