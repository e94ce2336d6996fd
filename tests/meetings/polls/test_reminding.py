"""Only the silent are reminded, once, two days before the deadline."""

from datetime import UTC, date, datetime

import pytest

from foundation.almanac.models import CalendarPeriod
from foundation.outbox.models import Delivery
from governance.people.models import Person
from meetings.polls.reminding import remind_due
from tests.meetings.polls.conftest import moment

WEDNESDAY = datetime(2026, 12, 2, 7, 30, tzinfo=UTC)


def reminded() -> set[str]:
    return set(Delivery.objects.filter(kind="date_poll_reminder").values_list("recipient", flat=True))


def test_two_days_before_from_eight_only_the_silent_and_once(world, poll, say):
    say(world.kaya, "yes")
    Person.objects.filter(pk=world.lamprecht.pk).update(channel="post")
    assert remind_due(now=datetime(2026, 12, 1, 12, tzinfo=UTC)) == 0
    assert remind_due(now=datetime(2026, 12, 2, 6, 59, tzinfo=UTC)) == 0
    assert remind_due(now=WEDNESDAY) == 8
    assert remind_due(now=WEDNESDAY.replace(day=3)) == 0
    silent = {one.key for one in world.members["UB"]} - {world.kaya.key, world.lamprecht.key}
    assert reminded() == silent


def test_a_closed_day_holds_it_up_until_the_next(poll):
    CalendarPeriod.objects.create(
        kind="custom", name="Betriebsausflug", start=date(2026, 12, 2), end=date(2026, 12, 2), source="own"
    )
    assert remind_due(now=WEDNESDAY) == 0
    assert remind_due(now=WEDNESDAY.replace(day=3)) == 10


@pytest.mark.parametrize("day", [5, 7])
def test_nobody_is_reminded_after_the_deadline(poll, day):
    assert remind_due(now=WEDNESDAY.replace(day=day)) == 0


def test_who_was_asked_two_days_before_is_not_reminded_of_it(question):
    question(deadline=date(2026, 11, 25), starts=[moment(date(2027, 1, 14)), moment(date(2027, 1, 15))])
    assert remind_due(now=datetime(2026, 11, 24, 9, tzinfo=UTC)) == 0
