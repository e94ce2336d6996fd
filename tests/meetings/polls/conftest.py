"""A date poll of the Unternehmensbeirat: three Thursdays and Fridays of January 2027, answers until 4 December."""

from datetime import UTC, date, datetime, time

import pytest

from foundation.values import BERLIN, Actor
from meetings.polls import answering, asking
from meetings.polls.models import DatePoll, DateVote

DEADLINE = date(2026, 12, 4)
DAYS = (date(2027, 1, 14), date(2027, 1, 21), date(2027, 1, 22))


def moment(day: date, hour: int = 16) -> datetime:
    """An hour in Darmstadt."""
    return datetime.combine(day, time(hour), BERLIN).astimezone(UTC)


STARTS = [moment(day) for day in DAYS]


@pytest.fixture
def question(world, now):
    """Asks the question below, or another one."""
    given = {"title": "Nächste Sitzung", "starts": STARTS, "minutes": 120, "deadline": DEADLINE}
    given |= {"place": "Rathaus, Raum 4", "by": world.actor(world.secretary), "now": now}

    def act(board=None, **other) -> DatePoll:
        return asking.ask(board or world.ub, **given | other)

    return act


@pytest.fixture
def poll(question):
    return question()


@pytest.fixture
def dates(poll):
    return list(poll.options.order_by("starts_at"))


@pytest.fixture
def say(poll, dates, now):
    """`say(person, "yes", "", "no")`: what a person says to the dates in their order, by link."""

    def act(person, *choices, **other):
        said = {date.pk: choice for date, choice in zip(dates, choices, strict=False) if choice}
        given = {"by": Actor(person.key), "source": DateVote.Source.LINK, "now": now} | other
        return answering.answer(poll, person, said, **given)

    return act
