"""Our messages and feeds as programs of others read them: same UID, instants and texts."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy

import pytest
from icalendar import Calendar

from foundation.accounts import feeds
from foundation.outbox.models import Delivery
from foundation.web import clock
from governance.boards.publishing import publish_dates
from meetings.invitations import calling, ical, sending
from meetings.invitations.models import Invitation
from meetings.meeting.models import Meeting
from tests.meetings.invitations.occasions import BERLIN, MADE, MEETING, MEMBER
from tests.meetings.readers.peers import ical_js, radicale

DISPATCH_DAY = datetime(2027, 1, 26, 8, 0, tzinfo=UTC)
OFFICE = "mailto:gremien@localhost"
ODD = [
    "Raum 1.04; Flur, links",
    "Zeile 1\nZeile 2",
    "a\\nb \\N c",
    "Größe: 8 m² „Saal“",
    "🏛 Rathaus",
    "x" * 300,
    "ä" * 120,
]


def instant(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


@pytest.fixture
def life(world):
    """A meeting invited to, moved, moved to another place, taken back for one member, and called off; each message to
    Kaya as its calendar part."""
    meeting = world.meeting()
    world.agenda(meeting, "Eröffnung", "Datenplattform: Betriebsmodell")
    by = world.actor(world.secretary)

    def at(hours):
        return {"by": by, "now": DISPATCH_DAY + timedelta(hours=hours)}

    sending.invite(meeting, **at(0))
    meeting.refresh_from_db()
    sending.change(meeting, place="Rathaus, Großer Saal; 1. Stock", **at(1))
    starts = meeting.starts_at + timedelta(days=1)
    day = {"starts_at": starts, "ends_at": starts + timedelta(hours=2)}
    sending.change(meeting, **day, reason="Der Vorsitz ist krank.", **at(2))
    calling.withdraw(Invitation.objects.get(meeting=meeting, person=world.dahlhoff), **at(3))
    meeting.refresh_from_db()
    sending.cancel(meeting, reason="Zu wenige Zusagen.", **at(4))
    meeting.refresh_from_db()
    return meeting


def calendar_parts(person) -> list[bytes]:
    mails = Delivery.objects.filter(recipient=person.key).order_by("created_at", "version")
    parsed = [message_from_bytes(bytes(one.raw), policy=policy.default) for one in mails]
    return [
        part.get_payload(decode=True)
        for mail in parsed
        for part in mail.walk()
        if part.get_content_type() == "text/calendar"
    ]


def test_ical_js_reads_the_life_of_an_invitation(world, life):
    read = ical_js(*calendar_parts(world.kaya))
    events = [one["events"] for one in read]
    assert [one["method"] for one in read] == ["REQUEST", "REQUEST", "REQUEST", "CANCEL"]
    assert [len(one) for one in events] == [1, 1, 1, 1]
    (invited,), (placed,), (moved,), (gone,) = events
    assert {one["uid"] for (one,) in events} == {life.uid}
    assert [one["sequence"] for (one,) in events] == [1, 2, 3, 5]
    stamps = [one["stamp"] for (one,) in events]
    assert stamps == sorted(set(stamps))
    assert (invited["starts"], invited["ends"]) == ("2027-02-11T15:00:00.000Z", "2027-02-11T17:00:00.000Z")
    assert invited["zone"] == "Europe/Berlin"
    assert placed["location"] == "Rathaus, Großer Saal; 1. Stock"
    assert (moved["starts"], moved["ends"]) == (instant(life.starts_at), instant(life.ends_at))
    assert [one["status"] for (one,) in events] == ["CONFIRMED", "CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert gone["summary"] == "Abgesagt: Unternehmensbeirat, 1. Sitzung 2027"
    assert {one["organizer"] for (one,) in events} == {OFFICE}
    assert invited["attendees"] == [
        {
            "address": f"mailto:{world.kaya.email}",
            "cn": str(world.kaya),
            "role": "REQ-PARTICIPANT",
            "partstat": "NEEDS-ACTION",
            "rsvp": "TRUE",
        }
    ]


def test_ical_js_reads_that_one_member_left_and_the_meeting_stands(world, life):
    last = ical_js(*calendar_parts(world.dahlhoff))[-1]
    (event,) = last["events"]
    assert (last["method"], event["uid"], event["sequence"], event["status"]) == ("CANCEL", life.uid, 4, None)


def _feed_of(world, client, person, **values):
    said = {"subject": "", "language": "de", "detailed": True, "by": world.actor(person)} | values
    _feed, secret = feeds.open_feed(person.key, now=DISPATCH_DAY, **said)
    return client.get(f"/kalender/{person.pk}/{secret}.ics").content


def _dates(world) -> list[Meeting]:
    made = [world.meeting(world.ub, day=date(2027, month, 25), number=month) for month in (3, 4, 10, 11)]
    Meeting.objects.filter(pk=made[1].pk).update(place=ODD[0])
    Meeting.objects.filter(pk=made[2].pk).update(status="cancelled", sequence=1)
    return list(Meeting.objects.filter(pk__in=[one.pk for one in made]).order_by("starts_at"))


def facts(meetings):
    return [(one.uid, one.sequence, instant(one.starts_at), instant(one.ends_at), one.place) for one in meetings]


def read_facts(events):
    return [(one["uid"], one["sequence"], one["starts"], one["ends"], one["location"]) for one in events]


def test_ical_js_reads_personal_and_public_feeds(world, client):
    """On both sides of the clock changes of March and October."""
    with clock.at(DISPATCH_DAY):
        meetings = _dates(world)
        publish_dates(world.ub, publish=True, by=world.actor(world.secretary), now=DISPATCH_DAY)
        own, public = ical_js(_feed_of(world, client, world.kaya), client.get("/kalender/oeffentlich.ics").content)
    assert read_facts(own["events"]) == read_facts(public["events"]) == facts(meetings)
    assert [one["starts"][11:16] for one in own["events"]] == ["15:00", "14:00", "14:00", "15:00"]
    assert [one["status"] for one in own["events"]] == ["CONFIRMED", "CONFIRMED", "CANCELLED", "CONFIRMED"]
    assert (own["method"], own["name"]) == (None, "Gremien der Digitalstadt Darmstadt GmbH")
    assert not any(one["url"] or one["description"] or one["attendees"] for one in public["events"])


def test_ical_js_reads_what_two_hundred_meetings_say(world):
    """Odd texts at random days and hours: every octet back as it was meant."""
    draw = random.Random(2027)
    meant = []
    for number in range(200):
        starts = datetime(2027, 1, 1, draw.randrange(6, 21), draw.choice([0, 15, 30]), tzinfo=BERLIN) + timedelta(
            days=draw.randrange(700)
        )
        meant.append(
            replace(
                MEETING,
                uid=f"reader-{number:04d}@gremia.example",
                sequence=number,
                starts=starts,
                ends=starts + timedelta(hours=2),
                location=draw.choice(ODD),
                summary=draw.choice(ODD),
            )
        )
    told = [draw.choice(ODD) for _one in meant]
    to_member = {"method": "REQUEST", "attendee": MEMBER, "dtstamp": MADE}
    stored = zip(map(ical.stored_event, meant), told, strict=True)
    read = ical_js(*(ical.invitation(event, description=words, **to_member) for event, words in stored))
    events = [one for (one,) in (calendar["events"] for calendar in read)]
    assert [(one["uid"], one["sequence"], one["starts"], one["ends"]) for one in events] == [
        (one.uid, one.sequence, instant(one.starts), instant(one.ends)) for one in meant
    ]
    assert [one["description"] for one in events] == [words.replace("\\N", "\\ N") for words in told]
    lines = [(" ".join(one.summary.split()), " ".join(one.location.split())) for one in meant]
    assert [(one["summary"], one["location"]) for one in events] == [
        (summary.replace("\\N", "\\ N"), place.replace("\\N", "\\ N")) for summary, place in lines
    ]


def kept(calendar: bytes):
    """What a server gave back, by UID."""
    events = Calendar.from_ical(calendar).walk("VEVENT")
    return sorted(
        (str(one["UID"]), int(one["SEQUENCE"]), instant(one.start), instant(one.end), str(one["LOCATION"]))
        for one in events
    )


def test_radicale_keeps_the_feed_as_it_is(world, client, tmp_path):
    with clock.at(DISPATCH_DAY):
        meetings = _dates(world)
        feed = _feed_of(world, client, world.kaya)
    with radicale(tmp_path) as server:
        server.replace_all(feed)
        assert kept(server.whole()) == sorted(facts(meetings))


def test_radicale_holds_one_entry_through_the_life_of_an_invitation(world, life, tmp_path):
    """Each accepted message replaces the entry before, as calendar programs do: without METHOD, the same name."""
    with radicale(tmp_path) as server:
        for part in calendar_parts(world.kaya):
            server.put(f"{life.uid}.ics", part.replace(b"METHOD:REQUEST\r\n", b"").replace(b"METHOD:CANCEL\r\n", b""))
            (event,) = kept(server.whole())
            assert event[0] == life.uid
        assert event == (life.uid, 5, instant(life.starts_at), instant(life.ends_at), life.place)
        (left,) = Calendar.from_ical(server.whole()).walk("VEVENT")
        assert str(left["STATUS"]) == "CANCELLED"
