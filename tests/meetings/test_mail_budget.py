"""At most four mails for a member and a regular meeting, from the date to the minutes (changes not counted)."""

from datetime import UTC, datetime, timedelta

import pytest

from foundation.accounts.models import PersonalLink
from foundation.duties import perform_all
from foundation.outbox.models import Delivery, State
from foundation.web import clock
from governance.people.models import InterestDeclaration
from meetings.agenda import editing
from meetings.invitations import announcing, replies, sending
from meetings.invitations.models import Invitation, Reply
from meetings.meeting.models import Meeting
from meetings.minutes import writing
from meetings.minutes.models import Minutes
from meetings.planning import setting
from meetings.sittings import running
from meetings.votes import voting

SET = datetime(2026, 11, 24, 9, tzinfo=UTC)
INVITED = datetime(2027, 1, 20, 9, tzinfo=UTC)
MEETING = datetime(2027, 2, 11, 15, tzinfo=UTC)
CIRCULATED = datetime(2027, 2, 18, 10, tzinfo=UTC)
END = datetime(2027, 3, 12, 7, 30, tzinfo=UTC)


def mornings(start: datetime, end: datetime) -> None:
    """The duties of every day from `start` to `end`, at half past eight in Berlin."""
    day = start.replace(hour=7, minute=30)
    while day < end:
        if day >= start:
            with clock.at(day):
                perform_all(now=day)
        day += timedelta(days=1)


def play(world, *, answers: bool, documents: bool = False) -> None:
    """One meeting of the Unternehmensbeirat; Kaya answers after the first reminder, or never. `documents`: the office
    tells ten days before that they are ready."""
    by = world.actor(world.secretary)
    meeting = world.meeting(status="planned")
    InterestDeclaration.objects.create(
        person=world.kaya, year=2027, nothing=True, declared_at=INVITED, entered_by=world.kaya.key
    )
    setting.set_date(meeting, by=by, now=SET)
    meeting.refresh_from_db()
    world.agenda(meeting, "Eröffnung", "Datenplattform", status="draft")
    editing.release(meeting, by=by.on_behalf_of(world.mayor.key), note="Telefonat", now=INVITED)
    mornings(INVITED - timedelta(days=2), INVITED)
    sending.invite(meeting, by=by, now=INVITED)
    mornings(INVITED, MEETING - timedelta(days=10))
    if documents:
        meeting.refresh_from_db()
        announcing.announce(meeting, words="", by=by, now=MEETING - timedelta(days=10))
    mornings(MEETING - timedelta(days=10), MEETING - timedelta(days=4))
    if answers:
        own = Invitation.objects.get(person=world.kaya)
        at = MEETING - timedelta(days=4)
        source = Reply.Source.LINK
        replies.record(own, "accepted", by=world.actor(world.kaya), now=at, source=source, sequence=1)
    mornings(MEETING - timedelta(days=4), MEETING)
    _hold(world, meeting)
    minutes = writing.draft(meeting, by=by, now=MEETING + timedelta(days=1))
    for_chair = by.on_behalf_of(world.mayor.key)
    writing.sign_off(minutes, by=for_chair, note="Telefonat", now=CIRCULATED)
    writing.circulate(Minutes.objects.get(), by=by, now=CIRCULATED)
    mornings(CIRCULATED, END)


def _hold(world, meeting: Meeting) -> None:
    """Eight of ten are there; one item is noted, one resolved."""
    by, evening = world.actor(world.secretary), MEETING + timedelta(minutes=2)
    for person in world.members["UB"][:8]:
        running.mark(meeting, person, how="present", by=by, now=MEETING)
    running.open(meeting, by=by, now=evening)
    first, second = meeting.items.select_related("meeting").order_by("position")
    voting.note(first, by=by, now=evening)
    voting.unanimous(second, by=by, now=evening)
    running.close(meeting, by=by, now=evening + timedelta(hours=1))
    meeting.refresh_from_db()


def left_for(person) -> list[str]:
    mails = Delivery.objects.filter(recipient=person.key, state=State.SENT).order_by("created_at")
    return list(mails.values_list("kind", flat=True))


@pytest.mark.django_db
def test_who_answers_after_the_first_reminder_gets_four_mails(world):
    play(world, answers=True)
    assert left_for(world.kaya) == ["date_set", "invitation", "reminder", "minutes"]
    assert PersonalLink.objects.filter(holder=world.kaya.key).exists()


@pytest.mark.django_db
def test_who_never_answers_gets_four_besides_the_date(world):
    """The dates of a year come as one overview, which belongs to no meeting."""
    play(world, answers=False)
    assert left_for(world.kaya) == ["date_set", "invitation", "reminder", "reminder", "minutes"]


@pytest.mark.django_db
def test_the_mail_about_the_documents_takes_the_place_of_the_first_reminder(world):
    play(world, answers=True, documents=True)
    assert left_for(world.kaya) == ["date_set", "invitation", "documents", "minutes"]


@pytest.mark.django_db
def test_who_never_answers_gets_no_more_mails_for_the_documents(world):
    play(world, answers=False, documents=True)
    assert left_for(world.kaya) == ["date_set", "invitation", "documents", "reminder", "minutes"]
