"""The year of all boards on one page: every date the reader may see, beside holidays and closed days."""

from calendar import Calendar
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation.almanac.days import german_holidays, is_weekend
from foundation.almanac.models import CalendarPeriod
from foundation.web.wording import day_and_month, day_in_words, moment_in_words
from governance.boards.models import Board
from governance.confidentiality import Reader
from meetings.meeting.models import Meeting
from meetings.planning.models import PlannedDate, YearPlan

YEARS = range(2000, 2101)
MOST_NAMED = 3
PROPOSED, PENCILLED, SET = "proposed", "planned", "set"

Kind = CalendarPeriod.Kind


@dataclass(frozen=True)
class Entry:
    """One date of a board. Proposed ones have no meeting yet and lead to the year plan."""

    day: date
    board: Board
    state: str
    """`PROPOSED`, `PENCILLED` or `SET`: scheduled, and whatever followed."""
    url: str
    meeting: Meeting | None = None

    @property
    def when(self) -> str:
        return moment_in_words(self.meeting.starts_at) if self.meeting else day_in_words(self.day)

    @property
    def mark(self) -> str:
        """ "vorgeschlagen", "vorgemerkt"; "" for what is set."""
        if self.state == SET:
            return ""
        return str(YearPlan.Status.PROPOSED.label if self.state == PROPOSED else Meeting.Status.PLANNED.label)


@dataclass(frozen=True)
class Stretch:
    """Days in a row nobody should meet on, both ends included."""

    kind: str
    name: str
    start: date
    end: date

    @property
    def sentence(self) -> str:
        """ "Osterferien, 22. März bis 3. April"; the days alone where the name is not told."""
        first, last = day_and_month(self.start), day_and_month(self.end)
        days = first if self.start == self.end else _("%(first)s to %(last)s") % {"first": first, "last": last}
        return ", ".join(filter(None, (self.name, days)))


@dataclass(frozen=True)
class Day:
    """A cell of the grid: `kinds` tint it, `notes` tell the same in words."""

    day: date
    entries: list[Entry]
    kinds: list[str]
    notes: list[str]


@dataclass(frozen=True)
class Month:
    """Weeks from Monday to Sunday; None is a day of another month. `closed`: ("Schulferien", "Osterferien, …")."""

    first: date
    weeks: list[list[Day | None]]
    entries: list[Entry]
    closed: list[tuple[str, str]]


@dataclass(frozen=True)
class Year:
    year: int
    entries: list[Entry]
    months: list[Month]

    @property
    def days(self) -> Iterator[Day]:
        return (day for month in self.months for week in month.weeks for day in week if day)

    @property
    def sentence(self) -> str:
        """ "3 Gremien, 7 Termine, keine Überschneidung"; else the days with their boards."""
        boards = len({one.board.pk for one in self.entries})
        dates = len(self.entries)
        return ", ".join(
            (
                ngettext("%(count)s board", "%(count)s boards", boards) % {"count": boards},
                ngettext("%(count)s date", "%(count)s dates", dates) % {"count": dates},
                _told(overlaps(self.entries)),
            )
        )


def of(reader: Reader, year: int) -> Year:
    """What this reader may see of the year, in order of the days, in three queries."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    entries = _entries(reader, first, last)
    stretches = _stretches(reader, first, last)
    return Year(year, entries, [_month(date(year, number, 1), entries, stretches) for number in range(1, 13)])


def overlaps(entries: Iterable[Entry]) -> list[tuple[date, list[str]]]:
    """Days on which more than one board meets, with their names; a board beside itself is no overlap."""
    days = [(day, {one.board.name: None for one in found}) for day, found in groupby(entries, lambda one: one.day)]
    return [(day, list(names)) for day, names in days if len(names) > 1]


def _told(found: list[tuple[date, list[str]]]) -> str:
    if not found:
        return _("no overlap")
    named = [f"{day_and_month(day)} ({', '.join(names)})" for day, names in found[:MOST_NAMED]]
    if len(found) > MOST_NAMED:
        named.append(_("%(count)s more") % {"count": len(found) - MOST_NAMED})
    words = ngettext("%(count)s overlap: %(days)s", "%(count)s overlaps: %(days)s", len(found))
    return words % {"count": len(found), "days": "; ".join(named)}


def _entries(reader: Reader, first: date, last: date) -> list[Entry]:
    """Meetings that take place, and proposed days where the board has no meeting yet."""
    meetings = Meeting.objects.visible_to(reader).between(first, last).exclude(status=Meeting.Status.CANCELLED)
    found = [_entry(one) for one in meetings.select_related("board")]
    known = {(one.board.pk, one.day) for one in found}
    plans = YearPlan.objects.visible_to(reader).filter(status=YearPlan.Status.PROPOSED)
    proposed = PlannedDate.objects.filter(plan__in=plans, day__range=(first, last)).select_related("plan__board")
    found += [
        Entry(one.day, one.plan.board, PROPOSED, one.plan.get_absolute_url())
        for one in proposed
        if (one.plan.board_id, one.day) not in known
    ]
    return sorted(found, key=_order)


def _entry(meeting: Meeting) -> Entry:
    state = PENCILLED if meeting.status == Meeting.Status.PLANNED else SET
    return Entry(meeting.day, meeting.board, state, meeting.get_absolute_url(), meeting)


def _order(entry: Entry) -> tuple[date, bool, datetime | None, int]:
    """By day; proposed dates have no time yet and come last."""
    starts = entry.meeting.starts_at if entry.meeting else None
    return entry.day, starts is None, starts, entry.board.position


def _stretches(reader: Reader, first: date, last: date) -> list[Stretch]:
    """Holidays of the calendar and of the law, the office's own closed days; their names are the office's."""
    rows = list(CalendarPeriod.objects.touching(first, last))
    found = [
        Stretch(one.kind, one.name if one.kind != Kind.CUSTOM or reader.is_secretariat else "", one.start, one.end)
        for one in rows
        if not one.withdrawn
    ]
    # What the office took out stands in the way of the law as well.
    public = [one for one in rows if one.kind == Kind.PUBLIC]
    found += [
        Stretch(Kind.PUBLIC, name, day, day)
        for day, name in german_holidays(first.year).items()
        if not any(one.start <= day <= one.end for one in public)
    ]
    return sorted(found, key=lambda one: (one.start, one.end, one.name))


def _month(first: date, entries: list[Entry], stretches: list[Stretch]) -> Month:
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    touching = [one for one in stretches if one.start <= last and one.end >= first]
    own = [one for one in entries if first <= one.day <= last]
    weeks = [
        [_day(day, own, touching) if day.month == first.month else None for day in week]
        for week in Calendar().monthdatescalendar(first.year, first.month)
    ]
    closed = [
        (words, "; ".join(one.sentence for one in touching if one.kind == kind))
        for kind, words in (
            (Kind.PUBLIC, _("Public holidays")),
            (Kind.CUSTOM, _("Closed days")),
            (Kind.SCHOOL, _("School holidays")),
        )
    ]
    return Month(first, weeks, own, [(words, days) for words, days in closed if days])


def _day(day: date, entries: list[Entry], stretches: list[Stretch]) -> Day:
    over = [one for one in stretches if one.start <= day <= one.end]
    kinds = ["weekend"] if is_weekend(day) else []
    return Day(
        day,
        [one for one in entries if one.day == day],
        kinds + sorted({one.kind for one in over}),
        [": ".join(filter(None, (_kind(one.kind), one.name))) for one in over],
    )


def _kind(kind: str) -> str:
    names = {Kind.PUBLIC: _("Public holiday"), Kind.SCHOOL: _("School holidays"), Kind.CUSTOM: _("Closed day")}
    return names[Kind(kind)]
