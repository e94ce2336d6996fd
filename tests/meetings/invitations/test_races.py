"""Two clicks at once: one invitation to everybody, one answer, one change, one cancellation."""

from datetime import UTC, datetime
from functools import partial

from django.test import Client
from django.urls import reverse

from foundation.accounts.models import PersonalLink
from foundation.journal.models import JournalEntry
from foundation.outbox.models import Delivery
from foundation.web import clock
from meetings.invitations import sending
from meetings.invitations.models import Invitation, Reply
from meetings.meeting.models import Meeting
from tests.together import together


def entries(action: str) -> int:
    return JournalEntry.objects.filter(action=action).count()


def test_inviting_twice_at_once_sends_each_person_one_mail(transactional_db, world, meeting, dispatch_day):
    click = partial(sending.invite, meeting, by=world.actor(world.secretary), now=dispatch_day)
    first, second = together(click, click)
    people = Invitation.objects.count()
    assert (first, entries("meeting.invited")) == (second, 1)
    assert Delivery.objects.filter(kind="invitation").count() == people
    assert Delivery.objects.values("recipient").distinct().count() == people


def test_the_link_clicked_twice_at_once_is_one_answer(transactional_db, world, invited):
    token = PersonalLink.objects.get(holder=world.dahlhoff.key).token
    address = reverse("reply", args=[token])
    answer = partial(Client().post, address, {"answer": "accepted", "sequence": "1"})
    first, second = together(answer, answer)
    assert (first.status_code, second.status_code) == (302, 302)
    assert Reply.objects.get().answer == "accepted"
    assert (Invitation.objects.get(person=world.dahlhoff).answer, entries("reply.recorded")) == ("accepted", 1)


def test_moved_and_cancelled_at_once_ends_cancelled_and_no_other_mail_waits(transactional_db, world, invited):
    office, now = world.actor(world.secretary), clock.now()
    later = {"starts_at": datetime(2027, 2, 18, 15, tzinfo=UTC), "ends_at": datetime(2027, 2, 18, 17, tzinfo=UTC)}
    one, other = Meeting.objects.get(pk=invited.pk), Meeting.objects.get(pk=invited.pk)
    moved, cancelled = together(
        partial(sending.change, one, **later, by=office, now=now, reason="Raum belegt"),
        partial(sending.cancel, other, reason="Kein Thema", by=office, now=now),
    )
    invited.refresh_from_db()
    assert (invited.status, cancelled.sequence, entries("meeting.cancelled")) == ("cancelled", invited.sequence, 1)
    assert moved == "meeting_changed_meanwhile" or moved.sequence < cancelled.sequence
    waiting = Delivery.objects.filter(topic=invited.key, state="pending")
    assert set(waiting.values_list("kind", flat=True)) == {"cancellation"}
    assert waiting.count() == Invitation.objects.count()
