"""Meetings as calendar objects (RFC 5545, 5546, 7986): invitation, cancellation, save-the-date, feed.

Pure. A meeting is one dated event with one UID for ever, without recurrence. What is costly, the VEVENT
of a revision, is made once by `stored_event` and kept; everything else joins and adds to that text.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote, unquote, urlsplit
from zoneinfo import ZoneInfo

from icalendar import Event, vCalAddress, vDatetime, vText
from icalendar.parser import Contentline, Contentlines

from foundation.outbox.mime import checked_address, mailable_text

BERLIN = ZoneInfo("Europe/Berlin")
METHODS = ("REQUEST", "CANCEL")
STATES = ("CONFIRMED", "TENTATIVE", "CANCELLED")
ROLES = ("CHAIR", "REQ-PARTICIPANT", "OPT-PARTICIPANT", "NON-PARTICIPANT")
PARTSTATS = ("NEEDS-ACTION", "ACCEPTED", "TENTATIVE", "DECLINED")

_UID = re.compile(r"[A-Za-z0-9._@-]{16,255}")
_HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Gremia//Gremia//EN\r\nCALSCALE:GREGORIAN\r\n"
_FOOT = "END:VCALENDAR\r\n"
_BEGIN, _END = "BEGIN:VEVENT\r\n", "END:VEVENT\r\n"

# Outlook reads only yearly rules with one BYDAY and ignores date lists (MS-STANOICAL 2.2.47).
_ZONE = """\
BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:DAYLIGHT
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
""".replace("\n", "\r\n")


@dataclass(frozen=True)
class Occasion:
    """One revision of a meeting in one language, as calendars shall show it.

    `summary` is neutral where `private`, and begins with the word for "cancelled" where CANCELLED.
    All times are aware; `url` is empty or an http(s) address.
    """

    uid: str
    sequence: int
    starts: datetime
    ends: datetime
    summary: str
    location: str
    url: str
    organizer_name: str
    organizer_email: str
    status: str
    private: bool
    created_at: datetime
    changed_at: datetime


@dataclass(frozen=True)
class Attendee:
    """The one member an invitation is for; `role` and `partstat` in the words of RFC 5545."""

    name: str
    email: str
    role: str = "REQ-PARTICIPANT"
    partstat: str = "NEEDS-ACTION"


@dataclass(frozen=True)
class Envelope:
    """Who writes to whom and what for, as a calendar object says it."""

    method: str
    organizer: str
    attendees: tuple[str, ...]


def _text(value: str) -> vText:
    # icalendar takes backslash and capital N for a line break even in text that is not escaped yet.
    return vText(mailable_text(value).replace("\\N", "\\ N"))


def _line_text(value: str) -> vText:
    return vText(" ".join(_text(value).split()))


def _address(name: str, email: str, **params: str) -> vCalAddress:
    """A mailto address with its name; quotes and carets in names are shown raw by old clients."""
    common_name = " ".join(mailable_text(name).replace('"', " ").replace("^", " ").split())
    uri = "mailto:" + quote(checked_address(email), safe="@!$'*+")
    named = {"CN": common_name} if common_name else {}
    return vCalAddress(uri, params=named | params)


def _checked_url(url: str) -> str:
    plain = url.isascii() and url.isprintable() and not set(url) & set(' "<>\\^`{|}')
    if not plain or urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).hostname:
        raise ValueError(f"not a web address: {url!r}")
    return url


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a time without a zone")
    return moment.astimezone(UTC).replace(microsecond=0)


def _local(moment: datetime) -> datetime:
    """Return the wall time in Berlin; refuse one that does not exist or exists twice."""
    if moment.tzinfo is None:
        raise ValueError("a time without a zone")
    wall = moment.astimezone(BERLIN)
    if wall.second or wall.microsecond:
        raise ValueError("meetings start and end on a full minute")
    if wall.replace(fold=0).utcoffset() != wall.replace(fold=1).utcoffset():
        raise ValueError("the clock changes in this hour: choose another time")
    return wall.replace(fold=0)


def stamp_after(now: datetime, previous: datetime | None) -> datetime:
    """Return the DTSTAMP of a message made `now`: whole seconds UTC, later than the one before.

    `previous` is the stamp of the last message to the same member about the same meeting: receivers
    ignore a message whose stamp has not moved (RFC 5546 2.1.5).
    """
    stamp = _utc(now)
    return stamp if previous is None else max(stamp, _utc(previous) + timedelta(seconds=1))


def stored_event(occasion: Occasion) -> str:
    """Return the VEVENT of a revision: complete, without ATTENDEE and DESCRIPTION, DTSTAMP = last change.

    Raises ValueError for what calendars could not show truly: a UID that is not 16-255 plain characters, a
    time in the hour of the clock change or with seconds, an end before the start, a bad address.
    """
    if not _UID.fullmatch(occasion.uid):
        raise ValueError(f"not a UID: {occasion.uid!r}")
    if occasion.status not in STATES:
        raise ValueError(f"not a status: {occasion.status!r}")
    if occasion.sequence < 0:
        raise ValueError("SEQUENCE starts at 0")
    starts, ends = _local(occasion.starts), _local(occasion.ends)
    if not starts.astimezone(UTC) < ends.astimezone(UTC):
        raise ValueError("a meeting ends after it starts")
    event = Event()
    for name, value in _properties(occasion, starts, ends).items():
        event.add(name, value)
    return event.to_ical().decode()


def _properties(occasion: Occasion, starts: datetime, ends: datetime) -> dict[str, Any]:
    changed = _utc(occasion.changed_at)
    properties: dict[str, Any] = {
        "UID": occasion.uid,
        "SEQUENCE": occasion.sequence,
        "DTSTAMP": changed,
        "CREATED": _utc(occasion.created_at),
        "LAST-MODIFIED": changed,
        "DTSTART": starts,
        "DTEND": ends,
        "SUMMARY": _line_text(occasion.summary),
        "STATUS": occasion.status,
        "TRANSP": "TRANSPARENT" if occasion.status == "CANCELLED" else "OPAQUE",
        "CLASS": "PRIVATE" if occasion.private else "PUBLIC",
        "ORGANIZER": _address(occasion.organizer_name, occasion.organizer_email.lower()),
    }
    if location := _line_text(occasion.location):
        properties["LOCATION"] = location
    if occasion.url:
        properties["URL"] = _checked_url(occasion.url)
    return properties


def _lines(*properties: tuple[str, Any]) -> str:
    """Serialise icalendar values as icalendar does: escaped, with their parameters, folded."""
    content = (Contentline.from_parts(name, value.params, value) for name, value in properties)
    return Contentlines(content).to_ical().decode()


def _property(name: str) -> re.Pattern[str]:
    """One property with its folded lines and the line end before it.

    A folded line begins with a space, so a value never looks like a property.
    """
    return re.compile(rf"\r\n{name}[:;][^\r\n]*(?:\r\n [^\r\n]*)*")


_DTSTAMP, _DTSTART, _UID_LINE, _URL, _LOCATION, _STATUS = map(
    _property, ("DTSTAMP", "DTSTART", "UID", "URL", "LOCATION", "STATUS")
)


def _checked(stored: str) -> str:
    if not (stored.startswith(_BEGIN) and stored.endswith("\r\n" + _END)) or "\r\n" + _BEGIN in stored:
        raise ValueError("not a stored event")
    return stored


def _with(stored: str, *properties: tuple[str, Any], dtstamp: datetime | None = None) -> str:
    """Return the stored event with properties added and, if given, another DTSTAMP."""
    body = _checked(stored).removesuffix(_END)
    if dtstamp is not None:
        body = _DTSTAMP.sub("", body)
        properties = (("DTSTAMP", vDatetime(_utc(dtstamp))), *properties)
    return body + (_lines(*properties) if properties else "") + _END


def _calendar(head: str, events: Iterable[str]) -> bytes:
    return "".join([_HEAD, head, _ZONE, *events, _FOOT]).encode()


def _says_cancelled(stored: str) -> bool:
    return "\r\nSTATUS:CANCELLED\r\n" in stored


def invitation(stored: str, *, method: str, attendee: Attendee, description: str, dtstamp: datetime) -> bytes:
    """Return the calendar object for one member: REQUEST invites or updates, CANCEL takes it back.

    CANCEL of a stored event that is CANCELLED tells that the meeting is cancelled; of any other it only
    removes this member and says nothing of the meeting's status (RFC 5546 3.2.5). A new time goes with
    PARTSTAT NEEDS-ACTION. `dtstamp` comes from `stamp_after`. Raises ValueError for a REQUEST of a
    cancelled meeting, unknown words and unusable addresses.
    """
    if method not in METHODS:
        raise ValueError(f"not a method: {method!r}")
    if attendee.role not in ROLES or attendee.partstat not in PARTSTATS:
        raise ValueError(f"not a role and answer: {attendee.role!r}, {attendee.partstat!r}")
    if method == "REQUEST" and _says_cancelled(stored):
        raise ValueError("a cancelled meeting invites nobody")
    params = {"CUTYPE": "INDIVIDUAL", "ROLE": attendee.role, "PARTSTAT": attendee.partstat}
    properties: list[tuple[str, Any]] = [("DESCRIPTION", _text(description))]
    if method == "REQUEST":
        params["RSVP"] = "TRUE"
        properties.append(("X-MICROSOFT-DISALLOW-COUNTER", vText("TRUE")))
    elif not _says_cancelled(stored):
        stored = _STATUS.sub("", stored)
    properties.append(("ATTENDEE", _address(attendee.name, attendee.email, **params)))
    return _calendar(f"METHOD:{method}\r\n", [_with(stored, *properties, dtstamp=dtstamp)])


def save_the_dates(occasions: Iterable[Occasion], dtstamp: datetime) -> bytes:
    """Return all dates of a year plan as one file to keep; the answers open with the invitation.

    Raises ValueError if there is no date or one is not TENTATIVE.
    """
    planned = list(occasions)
    if any(occasion.status != "TENTATIVE" for occasion in planned):
        raise ValueError("save-the-dates are tentative")
    return published(planned, dtstamp)


def published(occasions: Iterable[Occasion], dtstamp: datetime) -> bytes:
    """Return dates as one file to keep, each with its status. Raises ValueError for no date or a CANCELLED one."""
    dates = sorted(occasions, key=lambda occasion: (occasion.starts, occasion.uid))
    if not dates or any(occasion.status == "CANCELLED" for occasion in dates):
        raise ValueError("what is published takes place")
    events = _distinct(stored_event(occasion) for occasion in dates)
    return _calendar("METHOD:PUBLISH\r\n", [_with(event, dtstamp=dtstamp) for event in events])


def called_off(occasions: Iterable[Occasion], dtstamp: datetime) -> bytes:
    """Return dates that were published and do not take place (RFC 5546 4.1.4). Raises ValueError unless CANCELLED."""
    gone = list(occasions)
    if not gone or any(occasion.status != "CANCELLED" for occasion in gone):
        raise ValueError("only cancelled dates are called off")
    events = _distinct(stored_event(occasion) for occasion in gone)
    return _calendar("METHOD:CANCEL\r\n", [_with(event, dtstamp=dtstamp) for event in events])


def described(stored: str, description: str) -> str:
    """Return the event for a reader's feed, with own words such as the reader's answer."""
    return _with(stored, ("DESCRIPTION", _text(description)))


def discreet(stored: str, *, place: str | None = None) -> str:
    """Return the event without the link to the portal: for a feed without details, and for who may not open it.

    With another `place` it stands where the event had its own.
    """
    plain = _URL.sub("", _checked(stored))
    return plain if place is None else _with(_LOCATION.sub("", plain), ("LOCATION", _line_text(place)))


def public(stored: str, *, place: str) -> str:
    """Return the event for everybody: no link to the portal, `place` instead of what may hold a way in."""
    return discreet(stored, place=place).replace("\r\nCLASS:PRIVATE\r\n", "\r\nCLASS:PUBLIC\r\n")


def _distinct(events: Iterable[str]) -> list[str]:
    """Return the events by start and UID; refuse two with the same UID."""
    keyed = [(_found(_DTSTART, event), _found(_UID_LINE, event), _checked(event)) for event in events]
    if len({uid for _, uid, _ in keyed}) < len(keyed):
        raise ValueError("two events with the same UID")
    return [event for _, _, event in sorted(keyed)]


def _found(wanted: re.Pattern[str], event: str) -> str:
    found = wanted.search(event)
    return found.group() if found else ""


def feed(stored_texts: Iterable[str], name: str) -> bytes:
    """Return a calendar to subscribe to; the same events and name give the same octets in any order.

    Only joins stored texts (or `described`, `discreet`, `public` ones), whose DTSTAMP is their last change, so a
    hash of the result is a stable ETag. Raises ValueError for two events with one UID.
    """
    title = _line_text(name)
    hour = vText("PT1H")
    duration = vText("PT1H", params={"VALUE": "DURATION"})
    head = _lines(("NAME", title), ("X-WR-CALNAME", title), ("REFRESH-INTERVAL", duration), ("X-PUBLISHED-TTL", hour))
    return _calendar(head, _distinct(stored_texts))


def single(stored: str, description: str, dtstamp: datetime) -> bytes:
    """Return one meeting as a file to download: no METHOD, no attendee, nothing to answer."""
    return _calendar("", [_with(stored, ("DESCRIPTION", _text(description)), dtstamp=dtstamp)])


_METHOD_LINE = re.compile(r"^METHOD:([A-Z]+)\r$", re.MULTILINE)
_PERSON_LINE = re.compile(r"^(ORGANIZER|ATTENDEE)(?:;.*)?:mailto:([^:\r\n]+)\r$", re.MULTILINE)


def envelope(calendar: bytes) -> Envelope:
    """Read method, organizer and attendees from a calendar object that this module has made."""
    unfolded = calendar.decode().replace("\r\n ", "")
    method = _METHOD_LINE.search(unfolded)
    people = [(kind, unquote(address)) for kind, address in _PERSON_LINE.findall(unfolded)]
    return Envelope(
        method=method.group(1) if method else "",
        organizer=next((address for kind, address in people if kind == "ORGANIZER"), ""),
        attendees=tuple(address for kind, address in people if kind == "ATTENDEE"),
    )
