"""Holidays and closed periods as rows, so that an office can add its own."""

from collections.abc import Iterable
from datetime import date, timedelta

from foundation.almanac import days
from foundation.almanac.entering import BY_HAND
from foundation.almanac.models import CalendarPeriod

Kind = CalendarPeriod.Kind
SOURCE = "holidays (PyPI), DE-{state}"
LONGEST_CLOSED = timedelta(days=60)


def seed(years: int | Iterable[int], state: str = "HE") -> int:
    """Store public and school holidays of a Land that touch these years; return how many periods.

    Repeating it adds nothing, brings nothing back that was taken out and leaves alone what a person entered. School
    holidays nobody has published yet are not invented.
    """
    wanted = {years} if isinstance(years, int) else set(years)
    # Winter holidays cross the year, so the neighbours are read to find where they begin and end.
    read = {year + step for year in wanted for step in (-1, 0, 1)}
    by_hand = set(CalendarPeriod.objects.filter(source__in=BY_HAND).values_list("kind", "name", "start"))
    periods = [
        CalendarPeriod(kind=kind, name=name, start=start, end=end, source=SOURCE.format(state=state))
        for kind, by_day in (
            (Kind.PUBLIC, days.german_holidays(read, state)),
            (Kind.SCHOOL, days.school_holidays(read, state)),
        )
        for name, start, end in _stretches(by_day)
        if wanted & {start.year, end.year} and (kind, name, start) not in by_hand
    ]
    CalendarPeriod.objects.bulk_create(
        periods, update_conflicts=True, unique_fields=["kind", "name", "start"], update_fields=["end", "source"]
    )
    return len(periods)


def closed_days(start: date, end: date) -> dict[date, str]:
    """Public holidays and own closed periods by day, both ends included, with their names.

    A year nobody has stored has its holidays of the law all the same; one that the office took out is none.
    """
    return _closed(start, end, [Kind.PUBLIC, Kind.CUSTOM])


def public_days(start: date, end: date) -> dict[date, str]:
    """The public holidays among the closed days."""
    return _closed(start, end, [Kind.PUBLIC])


def is_working_day(day: date) -> bool:
    """Monday to Friday and not closed."""
    return days.is_working_day(day, closed_days(day, day))


def working_day_until(day: date) -> date:
    """The day itself, or the last working day before it."""
    return days.previous_working_day(day, closed_days(day - LONGEST_CLOSED, day), or_same=True)


def school_days(start: date, end: date) -> dict[date, str]:
    """Days of school holidays, both ends included, with their names."""
    found = CalendarPeriod.objects.in_use().touching(start, end).filter(kind=Kind.SCHOOL)
    return _by_name(found, start, end)


def _closed(start: date, end: date, kinds: list[str]) -> dict[date, str]:
    found = list(CalendarPeriod.objects.touching(start, end).filter(kind__in=kinds))
    taken_out = _by_name((one for one in found if one.withdrawn and one.kind == Kind.PUBLIC), start, end)
    law = days.german_holidays(range(start.year, end.year + 1))
    kept = {day: name for day, name in law.items() if start <= day <= end and day not in taken_out}
    return dict(sorted((kept | _by_name((one for one in found if not one.withdrawn), start, end)).items()))


def _by_name(periods: Iterable[CalendarPeriod], start: date, end: date) -> dict[date, str]:
    """The days of the periods between two days; of two on one day the first gives the name."""
    named: dict[date, str] = {}
    for period in periods:
        first, last = max(period.start, start), min(period.end, end)
        for step in range((last - first).days + 1):
            named.setdefault(first + timedelta(days=step), period.name)
    return dict(sorted(named.items()))


def _stretches(by_day: dict[date, str]) -> Iterable[tuple[str, date, date]]:
    """Days in a row with the same name as (name, first, last); `by_day` is in order of the days."""
    current: tuple[str, date, date] | None = None
    for day, name in by_day.items():
        if current and current[0] == name and day - current[2] == days.ONE_DAY:
            current = (name, current[1], day)
            continue
        if current:
            yield current
        current = (name, day, day)
    if current:
        yield current
