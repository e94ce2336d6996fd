"""Reminders go to the silent, on working days, each step once, one a day."""

from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy

import pytest
from django.db.models.signals import post_save

from foundation.journal.models import JournalEntry
from foundation.outbox.models import Delivery
from governance.people.models import Person
from meetings.invitations import replies, sending
from meetings.invitations.models import Invitation
from meetings.invitations.reminders import remind_due
from meetings.meeting.models import Meeting

WEEK_BEFORE = datetime(2027, 2, 4, 7, 0, tzinfo=UTC)
TWO_DAYS_BEFORE = datetime(2027, 2, 9, 7, 0, tzinfo=UTC)


def reminded():
    return Delivery.objects.filter(kind="reminder")


def test_only_the_silent_are_reminded_from_eight_in_the_morning(world, invited):
    for person in world.members["UB"][:7]:
        invitation = Invitation.objects.get(person=person)
        by, before = world.actor(person), WEEK_BEFORE - timedelta(days=3)
        replies.record(invitation, "accepted", by=by, now=before, source="link", sequence=1)
    assert remind_due(now=WEEK_BEFORE - timedelta(minutes=1)) == 0
    assert remind_due(now=WEEK_BEFORE) == 4
    assert remind_due(now=WEEK_BEFORE + timedelta(minutes=5)) == 0
    silent = {one.key for one in [*world.members["UB"][7:], world.manager]}
    assert set(reminded().values_list("recipient", flat=True)) == silent
    mail = reminded().get(recipient=world.manager.key)
    assert mail.subject == "Erinnerung: Unternehmensbeirat, Do 11.02.2027, 16 Uhr"
    assert "text/calendar" not in bytes(mail.raw).decode()


def test_the_reminder_speaks_of_answers_that_got_lost(world, invited):
    remind_due(now=WEEK_BEFORE)
    mail = message_from_bytes(bytes(reminded().get(recipient=world.kaya.key).raw), policy=policy.default)
    text = next(p for p in mail.walk() if p.get_content_type() == "text/plain").get_content()
    assert "Vielleicht haben Sie zugesagt, ohne die Antwort zu senden." in text
    assert mail["In-Reply-To"]


def test_each_step_comes_once_and_a_missed_day_is_made_up(world, invited):
    assert remind_due(now=WEEK_BEFORE + timedelta(days=1)) == 11
    assert remind_due(now=WEEK_BEFORE + timedelta(days=4)) == 0
    assert remind_due(now=TWO_DAYS_BEFORE) == 11
    assert remind_due(now=TWO_DAYS_BEFORE + timedelta(days=1)) == 0
    assert remind_due(now=invited.starts_at - timedelta(hours=2)) == 0
    assert reminded().count() == 22


def test_nobody_is_reminded_at_the_weekend(world, dispatch_day):
    meeting = world.meeting(day=date(2027, 2, 13))
    world.agenda(meeting, "Eröffnung")
    sending.invite(meeting, by=world.actor(world.secretary), now=dispatch_day)
    assert remind_due(now=datetime(2027, 2, 6, 9, tzinfo=UTC)) == 0
    assert remind_due(now=datetime(2027, 2, 7, 9, tzinfo=UTC)) == 0
    assert remind_due(now=datetime(2027, 2, 8, 9, tzinfo=UTC)) == 11


def test_who_was_invited_late_is_not_reminded_of_a_step_long_past(world, meeting):
    late = datetime(2027, 2, 5, 8, tzinfo=UTC)
    sending.invite(meeting, by=world.actor(world.secretary), now=late, reason="Eilt")
    assert remind_due(now=late + timedelta(hours=1)) == 0
    assert remind_due(now=TWO_DAYS_BEFORE) == 11


def test_one_reminder_a_day_for_somebody_on_two_boards(world, invited):
    other = world.meeting(world.etb, day=date(2027, 2, 11), number=1)
    world.agenda(other, "Eröffnung")
    sending.invite(other, by=world.actor(world.secretary), now=datetime(2027, 1, 26, 9, tzinfo=UTC))
    remind_due(now=WEEK_BEFORE)
    assert reminded().filter(recipient=world.dahlhoff.key).count() == 1
    remind_due(now=WEEK_BEFORE + timedelta(days=1))
    assert reminded().filter(recipient=world.dahlhoff.key).count() == 2


@pytest.mark.parametrize("how", ["cancelled", "moved"])
def test_what_becomes_of_a_meeting_while_the_duty_runs_counts(world, invited, how):
    """The other meeting was looked up with the first one and changes before its turn."""
    by = world.actor(world.secretary)
    other = world.meeting(world.etb, day=date(2027, 2, 11), number=1)
    world.agenda(other, "Eröffnung")
    sending.invite(other, by=by, now=datetime(2027, 1, 26, 9, tzinfo=UTC))
    first, second = Meeting.objects.filter(status="invited").order_by("starts_at", "pk")

    def meanwhile(instance, **_signal):
        if (instance.action, instance.subject) != ("meeting.reminded", first.key):
            return
        if how == "cancelled":
            sending.cancel(second, reason="Sturm", by=by, now=WEEK_BEFORE)
        else:
            times = {name: getattr(second, name) + timedelta(days=7) for name in ("starts_at", "ends_at")}
            sending.change(second, by=by, now=WEEK_BEFORE, reason="Eilt", **times)

    post_save.connect(meanwhile, sender=JournalEntry)
    try:
        remind_due(now=WEEK_BEFORE)
    finally:
        post_save.disconnect(meanwhile, sender=JournalEntry)
    second.refresh_from_db()
    assert second.sequence == 2
    assert set(reminded().values_list("topic", flat=True)) == {first.key}


def test_cancelled_meetings_and_people_by_post_are_left_alone(world, invited):
    Person.objects.filter(pk=world.kaya.pk).update(channel="post")
    assert remind_due(now=WEEK_BEFORE) == 10
    sending.cancel(invited, reason="Sturm", by=world.actor(world.secretary), now=WEEK_BEFORE)
    assert remind_due(now=TWO_DAYS_BEFORE) == 0
