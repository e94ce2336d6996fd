"""A dated row of a first screen: what is to be done, by when, why, and where."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from foundation.web.wording import days_from, short_day

MOST = 7


@dataclass(frozen=True)
class Row:
    """`button` is empty where the title link is enough. A row without a day has no deadline and comes last."""

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


@dataclass(frozen=True)
class Listing:
    """The most urgent rows, and how many there are in all."""

    rows: list[Dated]
    count: int
    overdue: int

    @property
    def is_cut(self) -> bool:
        return self.count > len(self.rows)


def listed(rows: Iterable[Row], today: date, most: int = MOST) -> Listing:
    """The most urgent rows first, those without a deadline last, at most `most`."""
    ordered = sorted(rows, key=lambda row: (row.day is None, row.day or date.max, row.title))
    overdue = sum(row.light(today) == "danger" for row in ordered)
    return Listing([_shown(row, today) for row in ordered[:most]], len(ordered), overdue)


def _shown(row: Row, today: date) -> Dated:
    if row.day is None:
        return Dated(row, _("no deadline"), "", "")
    return Dated(row, short_day(row.day), days_from(today, row.day), row.light(today))
