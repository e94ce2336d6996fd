"""Dates of meetings: pencilled in at the wall time of the rules, scheduled once, dropped without anybody knowing."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from foundation.journal.models import JournalEntry
from foundation.values import DomainError
from meetings.invitations import sending
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
    assert (pencilled.status, pencilled.cancelled_reason, pencilled.dropped) == ("cancelled", "Entfällt.", True)
    readers = (world.kaya, world.mayor, world.secretary)
    seen = [Meeting.objects.visible_to(world.reader(one)).filter(pk=pencilled.pk).exists() for one in readers]
    assert seen == [False, True, True]


def test_i5_the_entry_of_a_dropped_date_is_newer_than_the_one_the_chair_saw(world, office, now, client):
    """The place was changed while it was pencilled in: the calendar of the chair has SEQUENCE 1 already."""
    pencilled = scheduling.pencil_in(world.ub, date(2027, 3, 4), by=office, now=now)
    sending.change(pencilled, place="Rathaus", by=office, now=now)
    seen = pencilled.sequence
    scheduling.drop(pencilled, reason="Entfällt.", by=office, now=now)
    assert (seen, pencilled.sequence) == (1, 2)
    assert not Meeting.objects.visible_to(world.reader(world.kaya)).exists()
    assert not Meeting.objects.published().exists()


def test_i5_a_date_pencilled_in_again_otherwise_has_a_newer_entry(world, office, now):
    start = datetime(2027, 3, 4, 15, tzinfo=UTC)
    known = {"place": "Rathaus", "by": office, "now": now}
    first = scheduling.pencil_in_at(world.ub, start, start + timedelta(hours=2), **known)
    assert (first.sequence, first.revision) == (0, 1)
    same = scheduling.pencil_in_at(world.ub, start, start + timedelta(hours=2), **known)
    assert (same, same.sequence, same.revision, same.changed_at) == (first, 0, 1, first.changed_at)
    longer = scheduling.pencil_in_at(world.ub, start, start + timedelta(hours=3), **known)
    assert (longer, longer.sequence, longer.revision) == (first, 1, 2)
    elsewhere = scheduling.pencil_in_at(world.ub, start, start + timedelta(hours=3), **known | {"place": "Museum"})
    assert (elsewhere.sequence, elsewhere.revision) == (2, 3)


def test_f4_a_clock_set_back_makes_no_entry_older(world, office, now):
    meeting = scheduling.pencil_in(world.ub, date(2027, 3, 4), by=office, now=now)
    moments = [meeting.changed_at]
    back = now - timedelta(hours=5)
    sending.change(meeting, place="Rathaus", by=office, now=back)
    moments.append(meeting.changed_at)
    scheduling.confirm([meeting], by=office, now=back)
    moments.append(meeting.changed_at)
    sending.cancel(meeting, reason="Haushaltssperre", by=office, now=back)
    moments.append(meeting.changed_at)
    assert moments == [now + timedelta(seconds=count) for count in range(4)]


TWICE = datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
"""2:30 in Darmstadt, for the first of two times that night."""


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (TWICE, TWICE + timedelta(hours=3)),
        (TWICE - timedelta(hours=3), TWICE),
        (TWICE - timedelta(hours=3), TWICE + timedelta(hours=1)),
        (TWICE.replace(hour=15, second=1), TWICE.replace(hour=17)),
    ],
)
def test_t3_no_meeting_begins_or_ends_when_calendars_cannot_show_it(world, office, now, start, end, client):
    scheduled = world.meeting()
    earlier = {"starts_at": scheduled.starts_at, "ends_at": scheduled.ends_at}
    acts = (
        lambda: sending.change(scheduled, starts_at=start, ends_at=end, by=office, now=now),
        lambda: scheduling.pencil_in_at(world.ub, start, end, place="Rathaus", by=office, now=now),
        lambda: scheduling.enter_earlier(world.ub, start, end, place="Rathaus", by=office, now=now),
    )
    for act in acts:
        with pytest.raises(DomainError) as refused:
            act()
        assert (refused.value.code, refused.value.status) == ("time_not_in_calendar", 400)
    assert Meeting.objects.values("starts_at", "ends_at").get() == earlier


def test_t3_neither_does_one_whose_end_follows_from_its_length(world, office, now):
    world.ub.rules.update(start_time=time(22), length_minutes=270)
    with pytest.raises(DomainError) as refused:
        scheduling.pencil_in(world.ub, date(2027, 10, 30), by=office, now=now)
    assert refused.value.code == "time_not_in_calendar"
    assert scheduling.pencil_in(world.ub, date(2027, 10, 29), by=office, now=now).day == date(2027, 10, 29)
