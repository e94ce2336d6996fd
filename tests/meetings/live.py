"""A meeting of the business advisory board on Thursday, 11 February 2027, ready to be opened."""

from datetime import date, datetime, timedelta

import pytest

from foundation.values import BERLIN
from foundation.web import clock
from meetings.agenda.models import AgendaItem, Recusal
from meetings.sittings import running

DAY = date(2027, 2, 11)


def at(hour: int, minute: int = 0, day: date = DAY) -> datetime:
    """A wall time of the day of the meeting, as aware time."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=BERLIN)


class Evening:
    """The meeting and short words for what is done in it; the clock moves on by a minute with each act."""

    def __init__(self, world, board=None, items=("Datenplattform", "Bezahlautomaten", "Termine"), number=1, day=DAY):
        self.world = world
        self.board = board or world.ub
        self.members = world.members[self.board.short_name]
        self.meeting = world.meeting(self.board, status="invited", day=day, number=number)
        world.agenda(self.meeting, *items, status="frozen")
        self.by = world.actor(world.secretary)
        self.now = at(16, 0, day)

    def tick(self, minutes: int = 1) -> datetime:
        self.now += timedelta(minutes=minutes)
        return self.now

    def item(self, position: int) -> AgendaItem:
        return AgendaItem.objects.select_related("meeting").get(meeting=self.meeting, position=position)

    def arrive(self, *people, how="present") -> None:
        for person in people:
            running.mark(self.meeting, person, how=how, by=self.by, now=self.tick(0))

    def leave(self, *people) -> None:
        for person in people:
            running.mark(self.meeting, person, how="left", by=self.by, now=self.tick())

    def open(self, present: int | None = None):
        self.arrive(*self.members[:present])
        sitting = running.open(self.meeting, by=self.by, now=self.tick(2))
        self.meeting.refresh_from_db()
        return sitting

    def find(self, item=None):
        return running.find(self.meeting, item, by=self.by, now=self.tick())

    def recuse(self, person, position: int) -> None:
        Recusal.objects.create(item=self.item(position), person=person, declared_at=self.now, entered_by=self.by.key)

    def act(self, function, *args, **kwargs):
        return function(*args, by=self.by, now=self.tick(), **kwargs)


def keeps(item: AgendaItem, *, stays_adopted: bool) -> str:
    """A guard of a room above (`CORRECTION_GUARDS`): it keeps the result, not the numbers."""
    return "" if stays_adopted else f"TOP {item.position} wird schon ausgeführt."


@pytest.fixture
def evening(world):
    with clock.at(at(16, 30)):
        yield Evening(world)


@pytest.fixture
def ethics_evening(world):
    with clock.at(at(16, 30)):
        yield Evening(world, world.etb)
