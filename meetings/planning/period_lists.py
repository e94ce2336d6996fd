"""Days in a row from a file: a table (CSV, XLSX) or a calendar (RFC 5545), line by line with what is wrong in it.

Calendars are read within limits and never expanded: an entry that repeats is named, not taken.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from foundation.almanac.days import ONE_DAY
from foundation.almanac.entering import Stretch
from foundation.almanac.models import CalendarPeriod
from foundation.documents import sheets
from foundation.values import BERLIN, DomainError, clean_line

Kind = CalendarPeriod.Kind
MOST_CALENDAR_BYTES = 2**20
MOST_EVENTS = 1_000
MOST_NAME = 200
MOMENT = timedelta(microseconds=1)
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "bezeichnung"),
    "start": ("von", "from", "beginn", "start"),
    "end": ("bis", "until", "to", "ende", "end"),
    "kind": ("art", "kind"),
}
KINDS: Mapping[str, str] = {
    "feiertag": Kind.PUBLIC,
    "public holiday": Kind.PUBLIC,
    "schulferien": Kind.SCHOOL,
    "school holidays": Kind.SCHOOL,
    "geschlossen": Kind.CUSTOM,
    "closed": Kind.CUSTOM,
    "": "",
}
FORMATS = ("%d.%m.%Y", "%Y-%m-%d")


@dataclass(frozen=True)
class Line:
    """One row of a table or one entry of a calendar, by its number: the days, or why they cannot be read."""

    number: int
    title: str
    stretch: Stretch | None = None
    problem: str = ""


def read(data: bytes, *, kind: str) -> list[Line]:
    """The lines of a file. Entries of a calendar are of this `kind`, as are rows that name none.

    Raises DomainError (400): too large, no table and no calendar, broken, too many entries.
    """
    if data.lstrip(b"\xef\xbb\xbf \r\n").upper().startswith(b"BEGIN:VCALENDAR"):
        return list(_entries(data, kind))
    sheet = sheets.read(data)
    if len(sheet.rows) > MOST_EVENTS:
        raise _too_many()
    return list(_rows(sheet, kind))


def _too_many() -> DomainError:
    return DomainError(
        _("There are more than 1,000 entries. Please split the file."), code="many_entries", status=400
    )


def _rows(sheet: sheets.Sheet, kind: str) -> Iterator[Line]:
    places = _places(sheet.header)
    for number, cells in sheet.rows:
        cell = {field: sheets.plain(cells[place]) for field, place in places.items()}
        yield _row(number, cell, kind)


def _places(header: Sequence[str]) -> dict[str, int]:
    """Where each column stands. Raises DomainError (400) when name or first day have none."""
    titles = [title.strip().lower() for title in header]
    places = {
        field: next((place for place, title in enumerate(titles) if title in words), -1)
        for field, words in COLUMNS.items()
    }
    if places["name"] < 0 or places["start"] < 0:
        words = _("The first row must name the columns: Name, From, Until, Kind.")
        raise DomainError(words, code="columns", status=400)
    return {field: place for field, place in places.items() if place >= 0}


def _row(number: int, cell: Mapping[str, str], kind: str) -> Line:
    title = cell["name"][:MOST_NAME]
    word = cell.get("kind", "")
    named = KINDS.get(word.lower())
    if named is None:
        return Line(number, title, problem=_("The kind is not known: %(word)s.") % {"word": word[:MOST_NAME]})
    start, end = _day(cell["start"]), _day(cell.get("end", "") or cell["start"])
    if start is None or end is None:
        return Line(number, title, problem=_("Days are written as 01.03.2027 or 2027-03-01."))
    return _line(number, cell["name"], named or kind, start, end)


def _day(text: str) -> date | None:
    for form in FORMATS:
        try:
            return datetime.strptime(text.strip(), form).date()  # noqa: DTZ007  a day has no zone
        except ValueError:
            continue
    return None


def _line(number: int, name: str, kind: str, start: date, end: date) -> Line:
    try:
        clean = clean_line(name)
    except ValueError:
        return Line(number, "", problem=_("The name holds characters that cannot be shown."))
    if not clean or len(clean) > MOST_NAME:
        return Line(number, clean[:MOST_NAME], problem=_("The name is missing or longer than 200 characters."))
    if not 2000 <= min(start, end).year <= max(start, end).year <= 2100:
        return Line(number, clean, problem=_("Please choose a date between 2000 and 2100."))
    stretch = Stretch(kind, clean, start, end)
    return Line(number, clean, None if stretch.problem else stretch, stretch.problem)


def _entries(data: bytes, kind: str) -> Iterator[Line]:
    if len(data) > MOST_CALENDAR_BYTES:
        raise DomainError(_("The calendar is larger than 1 MB. Please split it."), code="too_large", status=400)
    if data.upper().count(b"BEGIN:") > MOST_EVENTS:
        raise _too_many()
    try:
        events = Calendar.from_ical(data).events
    except (ValueError, RecursionError, IndexError, KeyError) as error:
        words = _("The calendar cannot be read. Please save it again, or as CSV.")
        raise DomainError(words, code="broken_calendar", status=400) from error
    if not events:
        raise DomainError(_("The calendar has no entries."), code="empty", status=400)
    for number, event in enumerate(events, 1):
        yield _entry(number, event, kind)


def _entry(number: int, event: Event, kind: str) -> Line:
    title = str(event.get("SUMMARY", ""))
    if "RRULE" in event or "RDATE" in event:
        return Line(number, title[:MOST_NAME], problem=_("It repeats. Please enter each of its days."))
    try:
        start, end = _first_and_last(event)
    except (ValueError, TypeError, AttributeError, OverflowError, KeyError):
        return Line(number, title[:MOST_NAME], problem=_("Its days cannot be read."))
    return _line(number, title, kind, start, end)


def _first_and_last(event: Event) -> tuple[date, date]:
    """The days an entry covers; the end of a whole day is the day after (RFC 5545 3.6.1)."""
    start, end = event.start, event.end
    if isinstance(start, datetime) and isinstance(end, datetime):
        # What ends at midnight does not touch the day that begins.
        return _wall_time(start).date(), _wall_time(max(start, end - MOMENT)).date()
    return start, max(start, end - ONE_DAY)


def _wall_time(moment: datetime) -> datetime:
    return moment.astimezone(BERLIN).replace(tzinfo=None) if moment.tzinfo else moment
