"""Days in a row, and the rule that makes a busy day an absence."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.values import BERLIN
from meetings.absences.stretches import Hours, Stretch, away, merged

THURSDAY = date(2027, 2, 11)
BUSINESS = Hours(time(16), time(18))
ETHICS = Hours(time(10), time(12))


def at(clock: str, day: date = THURSDAY) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), BERLIN).astimezone(UTC)


def days(*busy, hours=(BUSINESS,)):
    return away(busy, hours, first=date(2027, 2, 1), last=date(2027, 2, 28))


def test_a_day_counts_when_the_usual_hours_are_taken_from_beginning_to_end():
    assert days((at("08:00"), at("18:00"))) == [Stretch(THURSDAY, THURSDAY)]
    assert days((at("16:00"), at("18:00"))) == [Stretch(THURSDAY, THURSDAY)]


@pytest.mark.parametrize("until", ["17:59", "12:00"])
def test_half_a_meeting_is_no_absence(until):
    assert days((at("08:00"), at(until))) == []


def test_entries_that_follow_each_other_count_together_and_a_break_does_not():
    assert days((at("15:00"), at("17:00")), (at("17:00"), at("19:00"))) == [Stretch(THURSDAY, THURSDAY)]
    assert days((at("15:00"), at("17:00")), (at("17:15"), at("19:00"))) == []


def test_who_sits_on_two_boards_is_away_when_neither_could_meet():
    both = (BUSINESS, ETHICS)
    assert days((at("16:00"), at("18:00")), hours=both) == []
    assert days((at("16:00"), at("18:00")), (at("09:00"), at("12:00")), hours=both) == [Stretch(THURSDAY, THURSDAY)]


def test_days_in_a_row_are_one_stretch():
    week = [
        (at("00:00", THURSDAY + timedelta(days=n)), at("00:00", THURSDAY + timedelta(days=n + 1))) for n in range(4)
    ]
    assert days(*week) == [Stretch(THURSDAY, date(2027, 2, 14))]


@pytest.mark.parametrize("day", [date(2027, 3, 28), date(2027, 10, 31), date(2028, 2, 29)])
def test_clock_changes_and_leap_days_are_days_like_others(day):
    whole = (at("00:00", day), at("00:00", day + timedelta(days=1)))
    assert away([whole], [BUSINESS], first=day, last=day) == [Stretch(day, day)]


def test_an_end_before_the_start_is_no_stretch():
    with pytest.raises(ValueError):
        Stretch(THURSDAY, date(2027, 2, 10))


STRETCHES = st.lists(
    st.builds(
        lambda first, length: Stretch(first, first + timedelta(days=length)),
        st.dates(date(2027, 1, 1), date(2027, 3, 31)),
        st.integers(0, 20),
    ),
    max_size=12,
)
WHOLE = (date(2027, 1, 1), date(2027, 12, 31))


@given(STRETCHES)
def test_merged_stretches_have_the_same_days_each_once_and_gaps_between(stretches):
    found = merged(stretches)
    assert sorted(day for one in found for day in one.days(*WHOLE)) == sorted(
        {day for one in stretches for day in one.days(*WHOLE)}
    )
    assert all(later.start - earlier.end > timedelta(days=1) for earlier, later in pairwise(found))


@given(st.lists(st.tuples(st.integers(0, 47), st.integers(1, 12)), max_size=8))
def test_a_day_is_away_exactly_when_every_half_hour_of_the_meeting_is_taken(halves):
    def moment(half: int) -> datetime:
        return at("00:00") + timedelta(minutes=30 * half)

    busy = [(moment(begin), moment(begin + length)) for begin, length in halves]
    taken = {half for begin, length in halves for half in range(begin, begin + length)}
    assert bool(days(*busy)) == ({32, 33, 34, 35} <= taken)
