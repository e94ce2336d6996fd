"""When members are reminded. 2026: 14 December is a Monday; 25 and 26 December are holidays."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.almanac.days import german_holidays
from opinions.rounds.deadlines import due_step, end_of, is_quiet, reminder_days

HOLIDAYS = german_holidays(range(2026, 2029))
OPENED = date(2026, 11, 23)


def test_a_deadline_lasts_to_the_end_of_its_day():
    assert end_of(date(2026, 12, 14)) == datetime(2026, 12, 14, 22, 59, 59, tzinfo=UTC)


def test_three_steps_before_a_monday():
    assert reminder_days(date(2026, 12, 14), HOLIDAYS) == {
        date(2026, 12, 7): "week",
        date(2026, 12, 12): "two-days",
        date(2026, 12, 14): "last-day",
    }


def test_before_a_sunday_the_last_working_day_is_friday_and_both_steps_are_one():
    assert reminder_days(date(2026, 12, 13), HOLIDAYS) == {
        date(2026, 12, 7): "week",
        date(2026, 12, 11): "last-day",
    }


def test_a_step_on_a_holiday_moves_on():
    # 28 December 2026 is a Monday: two days before is Boxing Day, then comes a Sunday.
    assert reminder_days(date(2026, 12, 28), HOLIDAYS) == {
        date(2026, 12, 21): "week",
        date(2026, 12, 28): "last-day",
    }


@pytest.mark.parametrize(
    ("day", "step"),
    [
        (date(2026, 11, 30), ""),
        (date(2026, 12, 7), "week"),
        (date(2026, 12, 9), "week"),
        (date(2026, 12, 12), "two-days"),
        (date(2026, 12, 13), ""),
        (date(2026, 12, 14), "last-day"),
        (date(2026, 12, 15), ""),
    ],
)
def test_the_newest_step_that_has_come_counts(day, step):
    assert due_step(day, opened=OPENED, deadline=date(2026, 12, 14), closed=HOLIDAYS) == step


def test_nobody_is_reminded_on_the_day_of_the_request():
    assert due_step(OPENED, opened=OPENED, deadline=date(2026, 11, 30), closed=HOLIDAYS) == ""


@given(
    st.dates(date(2026, 3, 1), date(2027, 12, 1)),
    st.integers(7, 60),
    st.integers(-5, 70),
)
def test_no_step_on_a_quiet_day_nor_outside_of_the_round(opened, days, offset):
    today, deadline = opened + timedelta(days=offset), opened + timedelta(days=days)
    if due_step(today, opened=opened, deadline=deadline, closed=HOLIDAYS):
        assert opened < today <= deadline
        assert not is_quiet(today, HOLIDAYS)
