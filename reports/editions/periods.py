"""Quarters as reports name them. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Period:
    """`code` like "Q4/2026"; both days are included."""

    code: str
    start: date
    end: date


def quarter(year: int, number: int) -> Period:
    """Quarter 1 to 4 of a year."""
    start = date(year, 3 * number - 2, 1)
    following = date(year + number // 4, 3 * (number % 4) + 1, 1)
    return Period(f"Q{number}/{year}", start, following - timedelta(days=1))


def quarter_before(day: date) -> Period:
    """The last quarter that is over on `day`: a meeting in February hears of the quarter that ended in December."""
    number = (day.month - 1) // 3
    return quarter(day.year, number) if number else quarter(day.year - 1, 4)
