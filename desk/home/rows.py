"""A dated row of a first screen: what is to be done, by when, why, and where."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from foundation.web.wording import days_from, short_day

MOST = 7


@dataclass(frozen=True)
class Row:
    """`button` is empty where the title link is enough. Without a day the row waits for nobody's date."""

    day: date | None
    title: str
    url: str
    meta: str
    button: str = ""

    def light(self, today: date) -> str:
        """KERN's word for the icon: overdue, today, or none."""
        if self.day is None or self.day > today:
            return ""
        return "danger" if self.day < today else "warning"


@dataclass(frozen=True)
class Dated:
    """A row as the page shows it."""

    row: Row
    when: str
    relative: str
    light: str


def dated(rows: Iterable[Row], today: date, most: int = MOST) -> list[Dated]:
    """The most urgent rows first, undated ones last, at most `most`."""
    ordered = sorted(rows, key=lambda row: (row.day is None, row.day or date.max, row.title))
    return [_shown(row, today) for row in ordered[:most]]


def _shown(row: Row, today: date) -> Dated:
    if row.day is None:
        return Dated(row, "", "", "")
    return Dated(row, short_day(row.day), days_from(today, row.day), row.light(today))
