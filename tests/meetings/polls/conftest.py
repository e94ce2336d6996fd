"""A date poll of the Unternehmensbeirat: three Thursdays and Fridays of January 2027, answers until 4 December."""

from datetime import UTC, date, datetime, time
from email import message_from_bytes, policy

import pytest

from foundation.outbox.models import Delivery
from foundation.values import BERLIN, Actor
from governance.mandates.models import Deputy, Mandate, Suspension
from governance.people.models import Person
from governance.procedure.models import RulesOfProcedure
from meetings.polls import answering, asking
from meetings.polls.models import DatePoll, DateVote
from tests.world import FOUNDED

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


def text_of(letter: Delivery) -> str:
    """What the person reads, in plain text."""
    mail = message_from_bytes(bytes(letter.raw), policy=policy.default)
    return mail.get_body(("plain",)).get_content().replace("\u00a0", " ")


@pytest.fixture
def resting(world) -> Person:
    """Aylin Kaya's mandate rests from 20 November 2026 to 20 January 2027; Lena Ostermann acts for her."""
    kaya = Mandate.objects.get(person=world.kaya, seat__board=world.ub)
    RulesOfProcedure.objects.filter(board=world.ub).update(deputies_allowed=True)
    Deputy.objects.create(seat=kaya.seat, person=world.ostermann, start=FOUNDED)
    rest = {"start": date(2026, 11, 20), "back_on": date(2027, 1, 21), "reason": "Elternzeit"}
    Suspension.objects.create(mandate=kaya, **rest)
    return world.ostermann


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
