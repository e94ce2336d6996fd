"""When a person is taken, from a calendar file: VFREEBUSY and VEVENT (RFC 5545). Pure: bytes in, intervals out.

Run by its path this file is a process of its own, so that a hostile calendar costs at most this process: what loops
is stopped by the processor's clock, what grows by the memory it may take. Arguments are these two limits (seconds,
bytes), first and last day, and the time zone where the person said it; the calendar comes on standard input. The
answer is a line of JSON with `busy` (pairs of moments in UTC) and `unread` (entries left out), or with `problem`,
one of `PROBLEMS`.

Only intervals leave this file, never a title or a name. Free is what is cancelled, tentative or marked as free
(TRANSP, STATUS, FBTYPE, X-MICROSOFT-CDO-BUSYSTATUS). A series changed from one date on (THISANDFUTURE) counts as
changed on that date alone.
"""

import json
import re
import resource
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import islice, takewhile
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from icalendar import Calendar

MOST_BYTES = 5 * 2**20
MOST_LINES = 120_000
MOST_COMPONENTS = 20_000
MOST_RULES = 500
MOST_INTERVALS = 20_000
PROBLEMS = ("not_a_calendar", "too_large", "many_entries", "too_often", "broken", "empty", "zone")

HERE = ZoneInfo("Europe/Berlin")
ONE_DAY = timedelta(days=1)
FREE_STATES = {"CANCELLED", "TENTATIVE"}
FREE_KINDS = {"FREE", "BUSY-TENTATIVE"}
FREE_IN_OUTLOOK = {"FREE", "TENTATIVE", "WORKINGELSEWHERE"}
_FOLD = re.compile(rb"\r?\n[ \t]")
_RULE = re.compile(rb"^(?:RRULE|EXRULE)[;:]", re.I | re.M)
_ENDLESS = rb".*?(?:FREQ=(?:SECOND|MINUTE|HOUR)LY|INTERVAL=0*(?:[;\r\n]|$))"
_TOO_OFTEN = re.compile(_RULE.pattern + _ENDLESS, re.I | re.M)

Entry = Any
"""A component of a calendar, whose values are of whatever kind the file makes them."""

Interval = tuple[datetime, datetime]
"""A moment in UTC and a later one, which does not belong to it any more."""


class Refused(ValueError):
    """The file gives no answer; the argument is one of `PROBLEMS`."""


class _NoZone(ValueError):
    """A wall time of which nobody says where."""


@dataclass(frozen=True)
class Taken:
    """The intervals, in order, and how many entries could not be read."""

    busy: list[Interval]
    unread: int = 0


def read(data: bytes, *, first: date, last: date, zone: str = "") -> Taken:
    """When the file says that its owner is taken, on days from `first` to `last`.

    `zone` holds for wall times whose zone the file does not tell, or tells wrongly. Raises Refused, with "zone" where
    it is needed. How long it takes is bounded by the process, see above.
    """
    _expect_bounded(data)
    try:
        found = [_of_calendar(one, zone, first, last) for one in Calendar.from_ical(data, multiple=True)]
    except Refused:
        raise
    except Exception as error:  # a hostile file may break the reader in any way; none of them is ours
        raise Refused("broken") from error
    if not any(entries for _busy, _unread, entries in found):
        raise Refused("empty")
    busy = {interval for intervals, _unread, _entries in found for interval in intervals}
    return Taken(sorted(busy), sum(unread for _busy, unread, _entries in found))


def _expect_bounded(data: bytes) -> None:
    """Everything that can be known without understanding the file."""
    if len(data) > MOST_BYTES:
        raise Refused("too_large")
    if not data.lstrip(b"\xef\xbb\xbf \r\n").upper().startswith(b"BEGIN:VCALENDAR"):
        raise Refused("not_a_calendar")
    whole = _FOLD.sub(b"", data)
    if whole.count(b"\n") > MOST_LINES or whole.upper().count(b"BEGIN:") > MOST_COMPONENTS:
        raise Refused("many_entries")
    if _TOO_OFTEN.search(whole):
        raise Refused("too_often")
    if len(_RULE.findall(whole)) > MOST_RULES:
        raise Refused("many_entries")


def _of_calendar(calendar: Entry, zone: str, first: date, last: date) -> tuple[list[Interval], int, int]:
    """Its intervals, how many entries could not be read, and how many there are."""
    zones, window = _Zones.of(calendar, zone, first.year), (_utc(first), _utc(last + ONE_DAY))
    lists, events = calendar.walk("VFREEBUSY"), calendar.walk("VEVENT")
    moved = _moved(events, zones)
    found, unread = list[Interval](), 0
    entries = [*(_of_list(one, zones) for one in lists), *(_of_event(one, zones, moved, window) for one in events)]
    for intervals in entries:
        try:
            found += islice(_inside(intervals, window), MOST_INTERVALS + 1)
        except _NoZone as error:
            raise Refused("zone") from error
        except Exception:  # one entry nobody understands does not spoil the others
            unread += 1
        if len(found) > MOST_INTERVALS:
            raise Refused("many_entries")
    return found, unread, len(entries)


@dataclass(frozen=True)
class _Zones:
    """What to make of times: `assumed` for those without a zone, `doubtful` are zones the file describes wrongly."""

    assumed: tzinfo | None
    doubtful: frozenset[str] = field(default_factory=frozenset)

    @classmethod
    def of(cls, calendar: Entry, zone: str, year: int) -> "_Zones":
        named = _zone(zone) or _zone(str(calendar.get("X-WR-TIMEZONE", "")))
        doubtful = {str(one.get("TZID", "")) for one in calendar.walk("VTIMEZONE") if _is_wrong(one, year)}
        return cls(_zone(zone) if doubtful else named, frozenset(doubtful))

    def moment(self, value: date, params: dict[str, str]) -> datetime:
        """In UTC; a day begins where the boards meet."""
        if not isinstance(value, datetime):
            return _utc(value)
        return self.known(value, params).astimezone(UTC)

    def known(self, value: datetime, params: dict[str, str]) -> datetime:
        """The same time with its zone."""
        if value.tzinfo and params.get("TZID") not in self.doubtful:
            return value
        if self.assumed is None:
            raise _NoZone
        return value.replace(tzinfo=self.assumed)


def _zone(name: str) -> tzinfo | None:
    try:
        return ZoneInfo(name.strip()) if name.strip() else None
    except (LookupError, ValueError, OSError):
        return None


def _is_wrong(described: Entry, year: int) -> bool:
    """Whether a zone everybody knows is described with other hours than it has."""
    real = _zone(str(described.get("TZID", "")))
    if real is None:
        return False
    told = {getattr(part.get("TZOFFSETTO"), "td", None) for part in described.subcomponents}
    return not {datetime(year, month, 1, tzinfo=real).utcoffset() for month in (1, 7)} <= told


def _utc(day: date) -> datetime:
    return datetime.combine(day, time(), HERE).astimezone(UTC)


def _inside(intervals: Iterable[Interval], window: Interval) -> Iterator[Interval]:
    """Those that take any time in the window, cut to it."""
    first, last = window
    for start, end in intervals:
        start, end = max(start, first), min(end, last)
        if start < end:
            yield start, end


def _of_list(one: Entry, zones: _Zones) -> Iterator[Interval]:
    """The periods of a VFREEBUSY."""
    for period in _listed(one.get("FREEBUSY")):
        if str(period.params.get("FBTYPE", "BUSY")).upper() not in FREE_KINDS:
            yield zones.moment(period.start, {}), zones.moment(period.end, {})


def _listed(value: object) -> list:
    return value if isinstance(value, list) else [] if value is None else [value]


def _is_free(event: Entry) -> bool:
    return (
        str(event.get("TRANSP", "")).upper() == "TRANSPARENT"
        or str(event.get("STATUS", "")).upper() in FREE_STATES
        or str(event.get("X-MICROSOFT-CDO-BUSYSTATUS", "")).upper() in FREE_IN_OUTLOOK
    )


def _moved(events: Iterable[Entry], zones: _Zones) -> set[tuple[str, datetime]]:
    """UID and original moment of what stands as an entry of its own instead."""
    moved = set()
    for event in events:
        if "RECURRENCE-ID" in event:
            original = event["RECURRENCE-ID"]
            with suppress(ValueError, AttributeError, OverflowError):
                moved.add((str(event.get("UID", "")), zones.moment(original.dt, original.params)))
    return moved


def _of_event(event: Entry, zones: _Zones, moved: set[tuple[str, datetime]], window: Interval) -> Iterator[Interval]:
    """Each time the event takes place until the window ends."""
    if _is_free(event):
        return
    length, uid = _length(event, zones), str(event.get("UID", ""))
    single = "RECURRENCE-ID" in event
    left_out = {_comparable(value, zones, params) for value, params in _dates(event, "EXDATE")}
    for start, days in _starts(event, zones, window[1]):
        begins = start.astimezone(UTC)
        if begins in left_out or start.date() in left_out or (not single and (uid, begins) in moved):
            continue
        # Days are counted where the boards meet: the day of a clock change has 23 or 25 hours.
        ends = _utc(start.date() + timedelta(days=days)) if days else begins + length
        yield begins, ends


def _comparable(value: date, zones: _Zones, params: dict[str, str]) -> date:
    return zones.moment(value, params) if isinstance(value, datetime) else value


def _dates(event: Entry, name: str) -> Iterator[tuple[date, dict[str, str]]]:
    """The values of EXDATE or RDATE, which may stand in several lines; of a period its beginning."""
    for line in _listed(event.get(name)):
        for value in line.dts:
            yield (value.dt[0] if isinstance(value.dt, tuple) else value.dt), line.params


def _length(event: Entry, zones: _Zones) -> timedelta:
    """How long a timed event takes; nothing where it has no end."""
    start = event["DTSTART"]
    if "DURATION" in event:
        return event["DURATION"].dt
    end = event.get("DTEND", start)
    if isinstance(start.dt, datetime) != isinstance(end.dt, datetime):
        raise ValueError("a day and a time")
    return zones.moment(end.dt, end.params) - zones.moment(start.dt, start.params)


def _days(event: Entry) -> int:
    """How many whole days an event takes that is given in days; 0 for one with times."""
    start = event["DTSTART"].dt
    if isinstance(start, datetime):
        return 0
    if "DURATION" in event:
        return max(1, event["DURATION"].dt.days)
    return max(1, (event["DTEND"].dt - start).days) if "DTEND" in event else 1


def _starts(event: Entry, zones: _Zones, until: datetime) -> Iterator[tuple[datetime, int]]:
    """When the event begins, with its zone, and its length in days (0: it has times), no later than `until`."""
    value, days = event["DTSTART"], _days(event)
    first = datetime.combine(value.dt, time(), HERE) if days else zones.known(value.dt, value.params)
    if "RRULE" not in event:
        yield first, days
    zone, wall = first.tzinfo, first.replace(tzinfo=None)
    for rule in _listed(event.get("RRULE")):
        end = min([until, *_end_of(rule, zone)])
        told = rrulestr(_without_end(rule), dtstart=wall)
        known = (one.replace(tzinfo=zone) for one in told)
        yield from ((one, days) for one in takewhile(lambda one, end=end: one <= end, known))  # type: ignore[misc]
    for moment, params in _dates(event, "RDATE"):
        if isinstance(moment, datetime):
            yield zones.known(moment, params).astimezone(zone), days
        else:
            yield datetime.combine(moment, wall.time(), zone), days


def _without_end(rule: dict) -> str:
    """The rule as text; its end is looked at by us, in the zone of the event."""
    kept = type(rule)({name: value for name, value in rule.items() if name.upper() != "UNTIL"})
    return kept.to_ical().decode()  # type: ignore[attr-defined]


def _end_of(rule: dict, zone: tzinfo | None) -> Iterator[datetime]:
    for value in _listed(rule.get("UNTIL")):
        if not isinstance(value, datetime):
            yield datetime.combine(value, time(23, 59, 59), zone)
        else:
            yield value if value.tzinfo else value.replace(tzinfo=zone)


def main() -> int:
    seconds, memory = map(int, sys.argv[1:3])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    first, last = map(date.fromisoformat, sys.argv[3:5])
    try:
        taken = read(sys.stdin.buffer.read(MOST_BYTES + 1), first=first, last=last, zone=sys.argv[5])
        told: dict = {"busy": [[one.isoformat() for one in pair] for pair in taken.busy], "unread": taken.unread}
    except Refused as error:
        told = {"problem": str(error)}
    sys.stdout.write(json.dumps(told))
    return 0


if __name__ == "__main__":
    sys.exit(main())
