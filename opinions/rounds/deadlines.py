"""When a round ends and when those who have not answered are reminded. Pure."""

from collections.abc import Container
from datetime import date, datetime, time, timedelta

from foundation.almanac.days import at_wall_time, previous_working_day

FIRST_HOUR = 8
_SUNDAY = 6


def end_of(day: date) -> datetime:
    """The last second of a day in Berlin: what is given on the day of the deadline is in time."""
    return at_wall_time(day, time(23, 59, 59))


def is_quiet(day: date, closed: Container[date]) -> bool:
    """On Sundays and closed days nobody is reminded."""
    return day.weekday() == _SUNDAY or day in closed


def reminder_days(deadline: date, closed: Container[date]) -> dict[date, str]:
    """The days of reminder with their step: seven and two days before, and the last working day.

    A step on a Sunday or closed day moves to the next other day; of two steps on one day the later one counts.
    """
    week = _next_loud(deadline - timedelta(days=7), closed)
    two_days = _next_loud(deadline - timedelta(days=2), closed)
    last = previous_working_day(deadline, closed, or_same=True)
    return {week: "week", two_days: "two-days", last: "last-day"}


def due_step(today: date, *, opened: date, deadline: date, closed: Container[date]) -> str:
    """The newest step that has come since the day of opening; empty when there is none or the day is quiet.

    A step nobody could send on its day is made up later, up to the deadline.
    """
    if is_quiet(today, closed) or today > deadline:
        return ""
    come = {day: step for day, step in reminder_days(deadline, closed).items() if opened < day <= today}
    return come[max(come)] if come else ""


def _next_loud(day: date, closed: Container[date]) -> date:
    while is_quiet(day, closed):
        day += timedelta(days=1)
    return day
