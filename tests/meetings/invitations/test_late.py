"""Who becomes a member after the invitation went out is invited, too."""

from datetime import UTC, date, datetime

import pytest

from foundation.outbox.models import Delivery
from governance.mandates.appointing import appoint
from governance.mandates.ending import end
from meetings.invitations import calling
from meetings.invitations.calling import invite_missing
from meetings.invitations.models import Dispatch
from meetings.meeting.models import Meeting
from tests.meetings.invitations.test_changing import entry


def join(world, now):
    """Kaya leaves seat 4, Ostermann follows on the next day."""
    office, seat = world.actor(world.secretary), world.ub.seats.get(number=4)
    mandate = seat.mandates.get(person=world.kaya)
    end(mandate=mandate, on=date(2027, 1, 27), reason="resigned", by=office, now=now)
    appoint(
        seat=seat,
        person=world.ostermann,
        start=date(2027, 1, 28),
        appointed_on=date(2027, 1, 26),
        document="Berufung",
        by=office,
        now=now,
    )


def test_nobody_is_missing_right_after_inviting(invited, dispatch_day):
    assert invite_missing(now=dispatch_day) == 0


def test_the_successor_gets_the_invitation_that_all_others_have(world, invited, dispatch_day, mail_to):
    before = set(invited.invitations.values_list("person", "asked_sequence"))
    join(world, dispatch_day)
    assert invite_missing(now=dispatch_day) == 1
    assert invite_missing(now=dispatch_day) == 0
    invited.refresh_from_db()
    _mail, calendar, event = entry(mail_to(world.ostermann))
    assert (calendar["METHOD"], str(event["UID"]), event["SEQUENCE"]) == ("REQUEST", invited.uid, invited.sequence)
    assert event["ATTENDEE"] == f"mailto:{world.ostermann.email}"
    assert set(invited.invitations.exclude(person=world.ostermann).values_list("person", "asked_sequence")) == before
    assert invited.dispatches.filter(kind=Dispatch.Kind.LATE).count() == 1


@pytest.mark.parametrize("change", [{"status": "cancelled"}, {"starts_at": datetime(2027, 1, 20, 15, tzinfo=UTC)}])
def test_nobody_is_called_to_what_changed_since_the_duty_looked(world, invited, dispatch_day, change):
    """The meeting is read again under its lock: it was cancelled, or moved into the past, at the same moment."""
    join(world, dispatch_day)
    stale = Meeting.objects.select_related("board").get(pk=invited.pk)
    Meeting.objects.filter(pk=invited.pk).update(**change)
    assert calling.settle(stale, now=dispatch_day) == 0
    assert not invited.invitations.filter(person=world.ostermann).exists()


def test_nobody_is_called_to_a_meeting_that_nobody_was_invited_to(world, meeting, dispatch_day):
    assert invite_missing(now=dispatch_day) == 0
    assert not Delivery.objects.exists()
