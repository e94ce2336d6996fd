"""Days in a row on which somebody is away. Pure: values in, values out.

The rule for calendar files: a day counts as away when the usual meeting hours of all boards the person sits on are
taken from beginning to end. Half a meeting, or the dentist in the morning, is no absence.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from foundation.almanac.days import ONE_DAY
from foundation.values import BERLIN

Interval = tuple[datetime, datetime]


@dataclass(frozen=True, order=True)
class Stretch:
    """From a first day to a last, both included."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError("The end lies before the start.")

    def __len__(self) -> int:
        return (self.end - self.start).days + 1

    def days(self, first: date, last: date) -> list[date]:
        """Its days among those from `first` to `last`."""
        begin, end = max(self.start, first), min(self.end, last)
        return [begin + timedelta(days=step) for step in range((end - begin).days + 1)]


@dataclass(frozen=True, order=True)
class Hours:
    """When a board usually meets, in wall time of one day."""

    begin: time
    end: time


def merged(stretches: Iterable[Stretch]) -> list[Stretch]:
    """The same days with as few stretches as possible, in order."""
    found: list[Stretch] = []
    for one in sorted(stretches):
        if found and one.start <= found[-1].end + ONE_DAY:
            found[-1] = Stretch(found[-1].start, max(found[-1].end, one.end))
        else:
            found.append(one)
    return found


def away(busy: Iterable[Interval], hours: Collection[Hours], *, first: date, last: date) -> list[Stretch]:
    """The days from `first` to `last` on which the intervals take all of these hours, see above."""
    taken = _joined(busy)
    days = (first + timedelta(days=step) for step in range((last - first).days + 1))
    return merged(Stretch(day, day) for day in days if hours and all(_covers(taken, day, one) for one in hours))


def _joined(busy: Iterable[Interval]) -> list[Interval]:
    """Intervals without overlaps, in order; what follows without a gap is one."""
    found: list[Interval] = []
    for start, end in sorted(busy):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def _covers(taken: Sequence[Interval], day: date, hours: Hours) -> bool:
    begin, end = (datetime.combine(day, at, BERLIN).astimezone(UTC) for at in (hours.begin, hours.end))
    place = bisect_right(taken, begin, key=lambda one: one[0]) - 1
    return place >= 0 and taken[place][1] >= end
