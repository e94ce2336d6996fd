"""Which answer is the last one: rules R10, R14 and R15."""

from datetime import UTC, datetime, timedelta

import pytest

from foundation.outbox.models import IncomingMail
from meetings.invitations import calling, replies, sending
from meetings.invitations.models import Invitation, Reply
from meetings.meeting.models import Meeting
from tests.meetings.incoming.conftest import NOW, answer_of, said
from tests.meetings.incoming.mails import (
    calendar,
    kaya_says,
    message,
    outlook,
)

LATER = datetime(2027, 2, 25, 15, 0, tzinfo=UTC)


@pytest.fixture
def moved(world, invited):
    """To 25 February: SEQUENCE 2 asks anew."""
    sending.change(
        invited,
        starts_at=LATER,
        ends_at=LATER + timedelta(hours=2),
        reason="Der Vorsitz ist krank.",
        by=world.actor(world.secretary),
        now=NOW - timedelta(hours=1),
    )
    return Meeting.objects.get(pk=invited.pk)


def test_r10_an_answer_to_an_older_date_is_told_not_applied(world, moved, receive, state):
    before = state()
    assert said(receive(outlook(world.kaya.email, kaya_says(world, moved, sequence=1)))) == ("review", "older_date")
    assert state() == before
    new = kaya_says(world, moved, "DECLINED", sequence=2)
    assert said(receive(outlook(world.kaya.email, new, subject="neu"))) == ("applied", "applied")


def test_r10_without_a_sequence_the_time_of_the_answer_tells(world, moved, receive):
    early, late = "20270128T070000Z", "20270128T081000Z"
    old = kaya_says(world, moved, sequence=None, stamp=early)
    assert said(receive(outlook(world.kaya.email, old))) == ("review", "older_date")
    new = kaya_says(world, moved, sequence=None, stamp=late)
    assert said(receive(outlook(world.kaya.email, new, subject="neu"))) == ("applied", "applied")
    higher = calendar(moved, world.dahlhoff.email, sequence=9, stamp=late)
    assert said(receive(outlook(world.dahlhoff.email, higher))) == ("applied", "applied")


def test_r10_the_newer_stamp_wins_and_the_same_stamp_the_one_that_came_later(world, invited, receive):
    def send(partstat, stamp, subject):
        return said(
            receive(outlook(world.kaya.email, kaya_says(world, invited, partstat, stamp=stamp), subject=subject))
        )

    assert send("ACCEPTED", "20270128T090000Z", "eins") == ("applied", "applied")
    assert send("DECLINED", "20270128T085900Z", "verspätet") == ("ignored", "overtaken")
    assert answer_of(world.kaya) == "accepted"
    assert send("TENTATIVE", "20270128T090000Z", "gleichzeitig") == ("applied", "applied")
    assert send("DECLINED", "20270128T090001Z", "zuletzt") == ("applied", "applied")
    assert answer_of(world.kaya) == "declined"


def test_r10_a_clock_that_runs_ahead_does_not_silence_later_answers(world, invited, receive):
    for stamp, partstat in (("20990101T000000Z", "ACCEPTED"), ("20270128T090600Z", "DECLINED")):
        text = kaya_says(world, invited, partstat, stamp=stamp)
        later = NOW + timedelta(minutes=2 if partstat == "DECLINED" else 0)
        assert said(receive(outlook(world.kaya.email, text), now=later)) == ("applied", "applied")
    assert answer_of(world.kaya) == "declined"


def test_r10_an_answer_said_again_is_as_new_as_its_last_stamp(world, invited, receive):
    """A no from between two times yes that comes late is overtaken, although both times are one row."""
    for stamp, partstat in (("20270128T085000Z", "ACCEPTED"), ("20270128T090000Z", "ACCEPTED")):
        text = kaya_says(world, invited, partstat, stamp=stamp)
        assert said(receive(outlook(world.kaya.email, text))) == ("applied", "applied")
    late = kaya_says(world, invited, "DECLINED", stamp="20270128T085500Z")
    assert said(receive(outlook(world.kaya.email, late))) == ("ignored", "overtaken")
    assert (answer_of(world.kaya), Reply.objects.count()) == ("accepted", 1)


@pytest.mark.parametrize("stamp", ["20270128T090000Z", "20990101T000000Z"])
def test_r10_yes_no_and_yes_again_with_one_stamp_is_yes(world, invited, receive, stamp):
    """Real clients use a stamp again, and one of a clock that runs ahead is the time of arrival."""
    for partstat in ("ACCEPTED", "DECLINED", "ACCEPTED"):
        text = kaya_says(world, invited, partstat, stamp=stamp)
        assert said(receive(outlook(world.kaya.email, text))) == ("applied", "applied")
    assert (answer_of(world.kaya), Reply.objects.count()) == ("accepted", 3)
    copy = kaya_says(world, invited, stamp=stamp)
    assert said(receive(outlook(world.kaya.email, copy))) == ("duplicate", "said_before")


@pytest.mark.parametrize("source", ["link", "page", "phone"])
def test_r10_an_answer_without_a_time_does_not_overwrite_what_was_said_in_another_way(
    world, invited, receive, source
):
    own = Invitation.objects.get(person=world.kaya)
    by = world.actor(world.kaya)
    replies.record(own, "declined", by=by, now=NOW - timedelta(hours=1), source=source, sequence=1)
    timeless = kaya_says(world, invited).replace("DTSTAMP:20270128T090000Z\r\n", "")
    assert said(receive(outlook(world.kaya.email, timeless))) == ("review", "answered_later")
    assert answer_of(world.kaya) == "declined"


def test_r10_of_two_answers_without_a_time_the_one_that_came_later_counts(world, invited, receive):
    for partstat in ("ACCEPTED", "DECLINED"):
        timeless = kaya_says(world, invited, partstat).replace("DTSTAMP:20270128T090000Z\r\n", "")
        assert said(receive(outlook(world.kaya.email, timeless))) == ("applied", "applied")
    assert answer_of(world.kaya) == "declined"


def test_r10_what_the_person_said_otherwise_later_is_not_overwritten(world, invited, receive):
    own = Invitation.objects.get(person=world.kaya)
    values = {"by": world.actor(world.kaya), "source": "link", "sequence": 1}
    replies.record(own, "declined", now=NOW - timedelta(minutes=1), **values)
    slow = kaya_says(world, invited, stamp="20270128T080000Z")
    assert said(receive(outlook(world.kaya.email, slow))) == ("review", "answered_later")
    assert answer_of(world.kaya) == "declined"


def test_r10_a_calendar_that_heard_nothing_of_the_new_room_still_has_the_last_word(world, invited, receive):
    """Only a new time is significant: SEQUENCE 1 names the date in force after the room changed with SEQUENCE 2."""
    sending.change(invited, by=world.actor(world.secretary), now=NOW - timedelta(hours=3), place="Rathaus")
    own = Invitation.objects.get(person=world.kaya)
    values = {"by": world.actor(world.kaya), "source": "link", "sequence": 2}
    replies.record(own, "accepted", now=NOW - timedelta(hours=2), **values)
    text = kaya_says(world, invited, "DECLINED", sequence=1, stamp="20270128T090000Z")
    assert said(receive(outlook(world.kaya.email, text))) == ("applied", "applied")
    assert answer_of(world.kaya) == "declined"


def test_r14_the_same_message_and_the_same_answer_count_once(world, invited, receive):
    raw = outlook(world.kaya.email, kaya_says(world, invited))
    first = receive(raw)
    assert receive(raw) == first
    assert IncomingMail.objects.count() == 1
    copy = outlook(world.kaya.email, kaya_says(world, invited), subject="Kopie")
    assert said(receive(copy)) == ("duplicate", "said_before")
    assert Reply.objects.count() == 1


def test_r14_bad_octets_are_read_as_far_as_they_go(world, invited, receive):
    broken = kaya_says(world, invited, comment="Gr\udce4\udcdfe").encode("utf-8", "surrogateescape")
    mail = message(world.kaya.email)
    mail.set_content(broken, maintype="text", subtype="calendar", params={"method": "REPLY"})
    assert said(receive(mail.as_bytes())) == ("applied", "applied")
    wide = message(world.dahlhoff.email)
    octets = calendar(invited, world.dahlhoff.email).encode("utf-16")
    wide.set_content(octets, maintype="text", subtype="calendar", params={"method": "REPLY"})
    assert said(receive(wide.as_bytes())) == ("review", "calendar_unreadable")


def test_r15_a_meeting_called_off_or_over_takes_no_answer(world, invited, receive, state):
    over = invited.starts_at + timedelta(minutes=1)
    row = receive(outlook(world.kaya.email, kaya_says(world, invited)), now=over)
    assert said(row) == ("ignored", "meeting_over")
    calling.withdraw(Invitation.objects.get(person=world.dahlhoff), by=world.actor(world.secretary), now=NOW)
    text = calendar(invited, world.dahlhoff.email)
    assert said(receive(outlook(world.dahlhoff.email, text))) == ("ignored", "invitation_withdrawn")
    invited.refresh_from_db()
    sending.cancel(invited, reason="Zu wenige.", by=world.actor(world.secretary), now=NOW)
    before = state()
    late = outlook(world.kaya.email, kaya_says(world, invited), subject="zu spät")
    assert said(receive(late)) == ("ignored", "meeting_cancelled")
    assert state() == before
