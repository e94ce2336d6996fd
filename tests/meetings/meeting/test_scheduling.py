"""Dates of meetings: pencilled in at the wall time of the rules, scheduled once, dropped without anybody knowing."""

from datetime import UTC, date, time, timedelta

import pytest

from foundation.journal.models import JournalEntry
from foundation.values import DomainError
from meetings.meeting import scheduling
from meetings.meeting.models import Meeting


@pytest.fixture
def office(world):
    return world.actor(world.secretary)


def test_the_hour_is_the_wall_time_of_the_rules_in_winter_and_summer(world, office, now):
    days = (date(2027, 2, 11), date(2027, 3, 26), date(2027, 3, 29), date(2027, 10, 29), date(2027, 11, 2))
    made = [scheduling.pencil_in(world.ub, day, by=office, now=now) for day in days]
    assert [one.starts_at.astimezone(UTC).hour for one in made] == [15, 15, 14, 14, 15]
    assert {one.ends_at - one.starts_at for one in made} == {timedelta(minutes=120)}
    assert [one.day for one in made] == list(days)
    assert [one.number for one in made] == [1, 2, 3, 4, 5]
    assert {one.status for one in made} == {"planned"}


def test_the_same_day_twice_is_one_meeting(world, office, now):
    first = scheduling.pencil_in(world.ub, date(2027, 2, 11), by=office, now=now)
    assert scheduling.pencil_in(world.ub, date(2027, 2, 11), by=office, now=now) == first
    assert JournalEntry.objects.filter(action="meeting.planned").count() == 1


def test_boards_number_by_themselves_and_by_year(world, office, now):
    made = [
        scheduling.pencil_in(board, day, by=office, now=now)
        for board, day in (
            (world.ub, date(2027, 2, 11)),
            (world.etb, date(2027, 2, 11)),
            (world.ub, date(2028, 2, 10)),
        )
    ]
    assert [(one.year, one.number) for one in made] == [(2027, 1), (2027, 1), (2028, 1)]
    assert len({one.uid for one in made}) == 3


@pytest.mark.parametrize("day", [date(2027, 3, 28), date(2027, 10, 31)])
def test_the_hours_in_which_the_clocks_change_are_refused(world, office, now, day):
    world.ub.rules.update(start_time=time(2, 30))
    with pytest.raises(DomainError) as error:
        scheduling.pencil_in(world.ub, day, by=office, now=now)
    assert (error.value.code, error.value.status) == ("no_such_hour", 400)


def test_a_board_without_rules_on_that_day_has_no_dates(world, office, now):
    with pytest.raises(DomainError):
        scheduling.pencil_in(world.ub, date(2024, 2, 8), by=office, now=now)
    assert not Meeting.objects.exists()


def test_confirming_twice_changes_once(world, office, now):
    planned = scheduling.pencil_in(world.ub, date(2027, 2, 11), by=office, now=now)
    held = world.meeting(status="held", number=9)
    assert scheduling.confirm([planned, held], by=office, now=now) == [planned]
    assert scheduling.confirm([planned, held], by=office, now=now) == []
    assert (planned.status, planned.revision, held.status) == ("scheduled", 2, "held")


def test_a_pencilled_date_is_dropped_unseen_by_members_and_one_that_is_set_is_not(world, office, now):
    pencilled, fixed = (scheduling.pencil_in(world.ub, date(2027, 3, day), by=office, now=now) for day in (4, 11))
    scheduling.confirm([fixed], by=office, now=now)
    dropped = [scheduling.drop(one, reason="Entfällt.", by=office, now=now) for one in (pencilled, pencilled, fixed)]
    assert dropped == [True, False, False]
    pencilled.refresh_from_db()
    assert (pencilled.status, pencilled.cancelled_reason, pencilled.sequence) == ("cancelled", "Entfällt.", 0)
    readers = (world.kaya, world.mayor, world.secretary)
    seen = [Meeting.objects.visible_to(world.reader(one)).filter(pk=pencilled.pk).exists() for one in readers]
    assert seen == [False, True, True]
