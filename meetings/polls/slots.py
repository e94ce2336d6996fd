"""Days times hours become dates to offer: each with the reason it is refused, or with what should be known of it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _

from foundation.almanac.days import at_wall_time, is_weekend
from foundation.almanac.periods import closed_days, school_days
from foundation.values import BERLIN
from foundation.web.wording import day_in_words
from governance.boards.models import Board
from governance.procedure.answers import Rules, latest_dispatch
from governance.procedure.rules_in_force import version_on
from meetings.meeting import neighbours
from meetings.meeting.models import Meeting
from meetings.rooms import finding
from meetings.rooms.finding import Places

LONGEST = timedelta(days=366)


@dataclass(frozen=True)
class Slot:
    """One date as it may be offered: `problem` says why it cannot be, then there may be no moment at all; `marks`
    are what people should know before they offer it."""

    day: date
    hour: time
    starts_at: datetime | None
    problem: str = ""
    marks: tuple[str, ...] = ()

    @property
    def value(self) -> str:
        """For forms."""
        return self.starts_at.isoformat() if self.starts_at else ""


def pattern(first: date, last: date, weekdays: Collection[int]) -> list[date]:
    """The days from `first` to `last`, both included, on these weekdays (Monday is 0)."""
    span = range((last - first).days + 1)
    return [day for step in span if (day := first + timedelta(days=step)).weekday() in weekdays]


@dataclass(frozen=True)
class _Known:
    """What is known of the days in question, each read once."""

    closed: Mapping[date, str]
    school: Mapping[date, str]
    meetings: Mapping[date, list[Meeting]]
    places: Places
    rules: Rules | None


def slots(
    board: Board, days: Iterable[date], hours: Collection[time], *, length: timedelta, place: str, deadline: date
) -> list[Slot]:
    """Every day at every hour, in their order, in at most six queries.

    Refused are weekends, holidays, closed days, days up to the deadline, and hours in which the clocks change.
    """
    wanted = sorted(set(days))
    if not wanted:
        return []
    first, last = wanted[0], wanted[-1]
    version = version_on(board, first)
    known = _Known(
        closed_days(first, last),
        school_days(first, last),
        neighbours.by_day(None, first, last),
        finding.places(),
        version.as_rules() if version else None,
    )
    return [_slot(day, hour, known, length, place, deadline) for day in wanted for hour in sorted(set(hours))]


def _slot(day: date, hour: time, known: _Known, length: timedelta, place: str, deadline: date) -> Slot:
    try:
        start = at_wall_time(day, hour)
    except ValueError:
        return Slot(day, hour, None, _clock_problem(day, hour))
    problem = _problem(day, known, deadline)
    return Slot(day, hour, start, problem, () if problem else _marks(day, start, known, length, place, deadline))


def _clock_problem(day: date, hour: time) -> str:
    """Why there is no such hour: it is skipped in March, and comes twice in October."""
    before = datetime.combine(day, hour, BERLIN)
    twice = (before.replace(fold=0).utcoffset() or timedelta()) > (before.replace(fold=1).utcoffset() or timedelta())
    if twice:
        return _("This hour comes twice: the clocks are put back. Please choose another time.")
    return _("This hour does not exist: the clocks are put forward. Please choose another time.")


def _problem(day: date, known: _Known, deadline: date) -> str:
    if day <= deadline:
        return _("The day is not after the last day for answers.")
    if name := known.closed.get(day):
        return _("%(name)s: nobody meets on this day.") % {"name": name}
    if is_weekend(day):
        return _("Nobody meets on a weekend.")
    return _("The board has no rules of procedure for this day.") if known.rules is None else ""


def _marks(
    day: date, start: datetime, known: _Known, length: timedelta, place: str, deadline: date
) -> tuple[str, ...]:
    others = neighbours.told(known.meetings.get(day, ()), start, start + length, place, known.places)
    school = known.school.get(day)
    found = [
        others,
        _("School holidays: %(name)s.") % {"name": school} if school else "",
        _notice(day, known, deadline),
    ]
    return tuple(filter(None, found))


def _notice(day: date, known: _Known, deadline: date) -> str:
    """The invitation leaves after the date is fixed, so the last day of dispatch must lie after the deadline."""
    assert known.rules is not None
    latest = latest_dispatch(known.rules, day)
    if latest > deadline:
        return ""
    words = {"day": day_in_words(latest)}
    return _("The invitation would have to leave by %(day)s, before the answers are in.") % words
