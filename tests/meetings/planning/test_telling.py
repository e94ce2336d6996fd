"""Members who keep a date free learn when it moves or falls away."""

from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy

import icalendar
import pytest

from foundation.almanac.periods import seed
from foundation.outbox.models import Delivery
from meetings.invitations import sending
from meetings.meeting.models import Meeting
from meetings.planning import proposing, year
from meetings.planning.telling import DATE_CHANGED, tell_changes

LATER = datetime(2027, 2, 25, 15, 0, tzinfo=UTC)


@pytest.fixture
def february(world, now):
    """The first meeting of a confirmed year plan; ten members hold its date."""
    seed([2026, 2027])
    world.meeting(world.ub, day=date(2026, 11, 12), status="held", number=4)
    office = world.actor(world.secretary)
    (plan,) = proposing.propose(year=2027, boards=[world.ub], by=office, now=now)
    year.adopt(plan, by=office, now=now)
    year.confirm([plan], by=office, now=now)
    return Meeting.objects.get(board=world.ub, year=2027, number=1)


def entry(person):
    mail = message_from_bytes(
        bytes(Delivery.objects.get(recipient=person.key, kind=DATE_CHANGED).raw), policy=policy.default
    )
    (attached,) = [part for part in mail.walk() if part.get_filename() == "termin.ics"]
    calendar = icalendar.Calendar.from_ical(attached.get_content())
    (event,) = calendar.events
    return mail, calendar, event


def test_a_date_that_stands_tells_nobody(february, now):
    assert tell_changes(now=now) == 0


def test_a_moved_date_replaces_the_entry_once_for_each_member(world, february, now):
    sending.change(
        february, by=world.actor(world.secretary), now=now, starts_at=LATER, ends_at=LATER + timedelta(hours=2)
    )
    assert tell_changes(now=now) == 10
    assert tell_changes(now=now) == 0
    told = Delivery.objects.filter(kind=DATE_CHANGED).values_list("recipient", flat=True)
    assert set(told) == {member.key for member in world.members["UB"]}
    mail, calendar, event = entry(world.dahlhoff)
    assert (calendar["METHOD"], str(event["UID"]), event["SEQUENCE"]) == ("PUBLISH", february.uid, 1)
    assert event.start.astimezone(UTC) == LATER
    assert str(mail["Subject"]) == "Geänderter Termin: Unternehmensbeirat, 25.02.2027"


def test_a_cancelled_date_leaves_the_calendars(world, february, now):
    sending.cancel(february, reason="Haushaltssperre", by=world.actor(world.secretary), now=now)
    assert tell_changes(now=now) == 10
    _mail, calendar, event = entry(world.kaya)
    assert (calendar["METHOD"], str(event["STATUS"]), event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 1)


def test_the_invitation_replaces_the_entry_by_itself(world, february, now):
    world.agenda(february, "Eröffnung")
    sending.invite(february, by=world.actor(world.secretary), now=now)
    assert tell_changes(now=now) == 0


def test_i4_a_clock_set_back_stamps_no_message_before_the_one_people_have(world, february, now):
    """The file with the new date was made at 13:00, the next one and the invitation at 8:00 of the same day."""
    office = world.actor(world.secretary)
    noon = now + timedelta(hours=5)
    moved = {"starts_at": LATER, "ends_at": LATER + timedelta(hours=2)}
    sending.change(february, by=office, now=noon, **moved)
    tell_changes(now=noon)
    assert entry(world.dahlhoff)[2]["DTSTAMP"].dt == noon
    february.refresh_from_db()
    sending.change(february, by=office, now=now, place="Rathaus")
    tell_changes(now=now)
    february.refresh_from_db()
    assert february.published_at == noon + timedelta(seconds=1)
    world.agenda(february, "Eröffnung")
    sending.invite(february, by=office, now=now)
    raw = bytes(Delivery.objects.get(recipient=world.dahlhoff.key, kind="invitation").raw)
    parts = message_from_bytes(raw, policy=policy.default).walk()
    octets = next(one for one in parts if one.get_content_type() == "text/calendar").get_payload(decode=True)
    (event,) = icalendar.Calendar.from_ical(octets).events
    assert event["DTSTAMP"].dt == noon + timedelta(seconds=2)
