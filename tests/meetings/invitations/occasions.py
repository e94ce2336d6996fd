"""One meeting as calendars see it, and reading an event back: shared by the tests of calendar objects."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from meetings.invitations.ical import Attendee, Occasion

BERLIN = ZoneInfo("Europe/Berlin")
CREATED = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
CHANGED = datetime(2027, 1, 26, 8, 0, 0, 345678, tzinfo=UTC)
MADE = datetime(2027, 1, 27, 9, 0, tzinfo=UTC)
MEMBER = Attendee(name="Weber, Anna", email="anna.weber@mail.example")
MEETING = Occasion(
    uid="7d9a7c1e-5b1f-4c0e-9d3f-000000000001",
    sequence=1,
    starts=datetime(2027, 2, 11, 16, 0, tzinfo=BERLIN),
    ends=datetime(2027, 2, 11, 18, 30, tzinfo=BERLIN),
    summary="Ethik- und Technologiebeirat, 2. Sitzung",
    location="Rathaus, Großer Saal; 1. Stock",
    url="https://gremien.stadt.example/m/1?a=b,c;d",
    organizer_name="Geschäftsstelle Gremien",
    organizer_email="Gremien@Stadt.example",
    status="CONFIRMED",
    private=True,
    created_at=CREATED,
    changed_at=CHANGED,
)
CANCELLED = replace(MEETING, status="CANCELLED", sequence=2, summary="Abgesagt: 2. Sitzung")
PLANNED = replace(MEETING, status="TENTATIVE", sequence=0)
STORED_NAMES = {
    "UID",
    "SEQUENCE",
    "DTSTAMP",
    "CREATED",
    "LAST-MODIFIED",
    "DTSTART",
    "DTEND",
    "SUMMARY",
    "STATUS",
    "TRANSP",
    "CLASS",
    "ORGANIZER",
    "LOCATION",
    "URL",
}


def only_event(octets: bytes) -> Event:
    [event] = Calendar.from_ical(octets).walk("VEVENT")
    assert event.errors == []
    return event


def unfolded(octets: bytes) -> list[str]:
    return octets.decode().replace("\r\n ", "").split("\r\n")
