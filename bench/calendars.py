"""31 personal invitations of a revision that has just changed, beside icalendar alone for the same objects."""

import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event, Timezone, vCalAddress

from meetings.invitations import ical

MEMBERS, ROUNDS = 31, 9
NOW = datetime(2027, 1, 11, 9, tzinfo=UTC)
STARTS = datetime(2027, 2, 11, 15, tzinfo=UTC)
OFFICE = "gremien@stadt.example"


def _occasion() -> ical.Occasion:
    return ical.Occasion(
        uid="bench-0001@gremia.example",
        sequence=1,
        starts=STARTS,
        ends=STARTS + timedelta(hours=2),
        summary="Unternehmensbeirat, 1. Sitzung 2027",
        location="Haus der Digitalstadt, Raum 1.04",
        url="https://gremien.example/sitzungen/1/",
        organizer_name="Geschäftsstelle",
        organizer_email=OFFICE,
        status="CONFIRMED",
        private=True,
        created_at=NOW,
        changed_at=NOW,
    )


def ours() -> list[bytes]:
    """The entry of the revision once, then one object for each member."""
    stored = ical.stored_event(_occasion())
    return [
        ical.invitation(
            stored,
            method="REQUEST",
            attendee=ical.Attendee(f"Mitglied {n}", f"m{n}@mitglied.example", "REQ-PARTICIPANT", "NEEDS-ACTION"),
            description="Tagesordnung nach der Anmeldung: https://gremien.example/sitzungen/1/",
            dtstamp=NOW,
        )
        for n in range(MEMBERS)
    ]


def bare() -> list[bytes]:
    """icalendar builds and writes each object with its zone."""
    zone = Timezone.from_ical(ical._ZONE)
    return [_bare(n, zone) for n in range(MEMBERS)]


def _bare(number: int, zone: Timezone) -> bytes:
    calendar, one = Calendar(), _occasion()
    for name, value in (("version", "2.0"), ("prodid", "-//Bench//EN"), ("method", "REQUEST")):
        calendar.add(name, value)
    calendar.add_component(zone)
    event = Event.new(uid=one.uid, sequence=1, summary=one.summary, location=one.location, stamp=NOW)
    event.add("dtstart", one.starts.astimezone(ical.BERLIN))
    event.add("dtend", one.ends.astimezone(ical.BERLIN))
    event.add("description", "Tagesordnung nach der Anmeldung: https://gremien.example/sitzungen/1/")
    event.add("organizer", vCalAddress.new(OFFICE, cn="Geschäftsstelle"))
    attendee = vCalAddress.new(f"m{number}@mitglied.example", cn=f"Mitglied {number}", rsvp=True)
    event.add("attendee", attendee)
    calendar.add_component(event)
    return calendar.to_ical()


def _cpu_ms(act: Callable[[], list[bytes]]) -> float:
    began = time.process_time()
    assert len(set(act())) == MEMBERS
    return (time.process_time() - began) * 1000


def measure() -> dict[str, object]:
    """In turns; the median of the ratios."""
    _cpu_ms(ours), _cpu_ms(bare)
    turns = [(_cpu_ms(ours), _cpu_ms(bare)) for _round in range(ROUNDS)]
    return {
        "calendars_ms": statistics.median(one for one, _bare in turns),
        "calendars_bare_ms": statistics.median(one for _ours, one in turns),
        "calendars_ratio": statistics.median(one / other for one, other in turns),
    }


def goals(found: dict[str, object]) -> list[tuple[str, str, str, bool]]:
    """(what, measured, goal, met)."""
    ratio = float(str(found["calendars_ratio"]))
    words = f"{ratio:.2f} x ({found['calendars_ms']:.1f} ms, icalendar {found['calendars_bare_ms']:.1f} ms)"
    return [("31 personal invitations, CPU, against icalendar alone", words, "≤ 1.5 x", ratio <= 1.5)]
