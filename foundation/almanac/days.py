"""Days as the calendar knows them: holidays, working days, wall time. Pure: no database, no clock."""

from collections.abc import Collection, Container, Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import count
from zoneinfo import ZoneInfo

import holidays

BERLIN = "Europe/Berlin"
ONE_DAY = timedelta(days=1)
_SATURDAY = 5
_SCHOOL_DATA_SINCE = 2024


def german_holidays(years: int | Iterable[int], state: str = "HE") -> dict[date, str]:
    """Public holidays of a Land by day, with their German names, in order of the days."""
    return _by_day("public", years, state)


def school_holidays(years: int | Iterable[int], state: str = "HE") -> dict[date, str]:
    """Days of school holidays of a Land, weekends within them included, with their German names.

    Empty for years nobody has published yet: compare with `school_data_until`.
    """
    return _by_day("school", years, state)


@cache
def school_data_until(state: str = "HE") -> date:
    """Last day for which school holidays of the Land are known; later days are unknown, not free."""
    known = date.min
    for year in count(_SCHOOL_DATA_SINCE):
        days = school_holidays(year, state)
        if not days:
            return known
        known = max(days)
    raise AssertionError("unreachable")


def is_weekend(day: date) -> bool:
    return day.weekday() >= _SATURDAY


def is_working_day(day: date, closed: Container[date]) -> bool:
    """Monday to Friday and not in `closed` (public holidays, closed periods)."""
    return not is_weekend(day) and day not in closed


def previous_working_day(day: date, closed: Container[date], *, or_same: bool = False) -> date:
    """The last working day before `day`; with `or_same` the day itself when it is one."""
    if not or_same:
        day -= ONE_DAY
    while not is_working_day(day, closed):
        day -= ONE_DAY
    return day


def days_next_to_holidays(closed: Collection[date]) -> set[date]:
    """Working days directly before or after a day in `closed`."""
    beside = {day + step for day in closed for step in (-ONE_DAY, ONE_DAY)}
    return {day for day in beside if is_working_day(day, closed)}


def at_wall_time(day: date, wall_time: time, zone: str = BERLIN) -> datetime:
    """The moment, aware and in UTC, at which clocks in `zone` show `wall_time` on `day`.

    Raises ValueError for an hour that the change to summer time skips and for one that the change
    back shows twice: nobody can say which moment is meant.
    """
    if wall_time.tzinfo is not None:
        raise ValueError("A wall time carries no zone of its own.")
    here = ZoneInfo(zone)
    first = datetime.combine(day, wall_time.replace(fold=0), here)
    second = first.replace(fold=1)
    if first.utcoffset() != second.utcoffset():
        skipped = first.astimezone(UTC).astimezone(here).replace(tzinfo=None) != first.replace(tzinfo=None)
        happens = "does not exist" if skipped else "happens twice"
        raise ValueError(f"{day} {wall_time:%H:%M} {happens} in {zone}: clocks change in that hour.")
    return first.astimezone(UTC)


def is_shown_twice(moment: datetime, zone: str = BERLIN) -> bool:
    """Whether clocks in `zone` show this moment's time a second time that day, as summer time ends."""
    wall = moment.astimezone(ZoneInfo(zone))
    return wall.replace(fold=0).utcoffset() != wall.replace(fold=1).utcoffset()


def _by_day(category: str, years: int | Iterable[int], state: str) -> dict[date, str]:
    wanted = {years} if isinstance(years, int) else set(years)
    return {day: name for year in sorted(wanted) for day, name in _year(category, year, state)}


@cache
def _year(category: str, year: int, state: str) -> tuple[tuple[date, str], ...]:
    """Asked on every page that counts working days; the calendar of a year does not change."""
    found = holidays.country_holidays(
        "DE", subdiv=state, years=year, categories=(category,), language="de", expand=False
    )
    return tuple(sorted(found.items()))
