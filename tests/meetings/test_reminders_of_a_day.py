"""Reminders of several rooms on one day come as one mail, made of the real letters."""

from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy

import pytest
from django.urls import reverse

from foundation.duties import perform, perform_all
from foundation.outbox.models import Delivery, State
from foundation.outbox.reading import masked_text
from foundation.outbox.resending import resend
from foundation.values import DomainError
from foundation.web import clock
from governance.people.models import InterestDeclaration, Person
from meetings.actions.tracking import assign
from meetings.agenda.models import AgendaItem
from meetings.invitations import sending
from meetings.meeting.models import Meeting
from tests.meetings.invitations.test_previewing import plain

INVITED = datetime(2027, 1, 20, 9, tzinfo=UTC)
WEEK_BEFORE = datetime(2027, 2, 4, 7, 30, tzinfo=UTC)


@pytest.fixture
def two_dates(world):
    """Two meetings a week ahead, on both of which Dahlhoff sits."""
    by = world.actor(world.secretary)
    for board, number in ((world.ub, 1), (world.etb, 2)):
        meeting = world.meeting(board, day=date(2027, 2, 11), number=number)
        world.agenda(meeting, "Eröffnung")
        sending.invite(meeting, by=by, now=INVITED)
    InterestDeclaration.objects.bulk_create(
        InterestDeclaration(person=one, year=2027, nothing=True, declared_at=INVITED, entered_by=one.key)
        for one in Person.objects.all()
    )
    perform("foundation.outbox.delivery.drain", now=INVITED)
    return world


def morning() -> None:
    with clock.at(WEEK_BEFORE):
        perform_all(now=WEEK_BEFORE)


def left_for(person) -> list[str]:
    mails = Delivery.objects.filter(recipient=person.key, created_at=WEEK_BEFORE, state=State.SENT)
    return sorted(mails.values_list("kind", flat=True))


def owe_contract(world) -> None:
    """Kaya owes a contract, due on the day of the next meeting."""
    held = world.meeting(world.ub, day=date(2026, 11, 19), status="held", number=9)
    world.agenda(held, "Datenplattform", status="frozen")
    item = AgendaItem.objects.select_related("meeting__board").get(meeting=held)
    by, due = world.actor(world.secretary), date(2027, 2, 11)
    assign(item, title="Vertrag vorlegen", owner=world.kaya, due_on=due, by=by, now=INVITED)


@pytest.mark.django_db
def test_who_owes_two_answers_is_reminded_once_on_a_day(two_dates):
    morning()
    assert left_for(two_dates.dahlhoff) == ["reminder"]


@pytest.mark.django_db
def test_a_meeting_and_an_action_item_are_one_mail_in_their_own_words(two_dates):
    world = two_dates
    owe_contract(world)
    morning()
    assert (left_for(world.kaya), left_for(world.lamprecht)) == (["digest"], ["reminder"])
    one = Delivery.objects.get(recipient=world.kaya.key, kind="digest")
    kept = Delivery.objects.filter(carrier=one).order_by("kind")
    assert [(each.kind, each.state) for each in kept] == [("action_reminder", "joined"), ("reminder", "joined")]
    text = message_from_bytes(bytes(one.raw), policy=policy.default).get_body(("plain",)).get_content()
    assert ("Vertrag vorlegen" in text, "antwort=zusage" in text) == (True, True)
    assert text.count("Geschäftsstelle, Telefon") == 1
    [secret] = one.secrets
    shown = masked_text(one)
    assert (secret in text, secret in shown.text, secret in shown.html_text) == (True, False, False)


@pytest.mark.django_db
def test_once_the_meeting_is_cancelled_that_mail_is_not_sent_again(two_dates):
    world = two_dates
    owe_contract(world)
    morning()
    by, later = world.actor(world.secretary), WEEK_BEFORE + timedelta(hours=2)
    sending.cancel(Meeting.objects.get(board=world.ub, number=1), reason="Saal gesperrt", by=by, now=later)
    with pytest.raises(DomainError) as refused:
        resend(Delivery.objects.get(recipient=world.kaya.key, kind="digest"), by=by, now=later)
    assert (refused.value.code, "Unternehmensbeirat" in refused.value.message) == ("delivery_overtaken", True)


@pytest.mark.django_db
def test_a_reminder_that_left_before_the_meeting_was_cancelled_is_told_as_sent(two_dates, client):
    world = two_dates
    owe_contract(world)
    morning()
    kept = Delivery.objects.get(recipient=world.kaya.key, kind="reminder")
    detail = reverse("dispatch_detail", args=[kept.pk])
    client.force_login(world.secretary.user)
    with clock.at(WEEK_BEFORE):
        sent = plain(client.get(detail))
    assert ("in der Sammel-E-Mail" in sent, "Donnerstag, 4. Februar 2027, 08:30 Uhr" in sent) == (True, True)
    by, later = world.actor(world.secretary), WEEK_BEFORE + timedelta(hours=2)
    sending.cancel(Meeting.objects.get(board=world.ub, number=1), reason="Saal gesperrt", by=by, now=later)
    for page in (detail, reverse("dispatches") + "?kind=reminder&state=obsolete"):
        with clock.at(later):
            assert "versendet am 04.02.2027, seither überholt" in plain(client.get(page))


@pytest.mark.django_db
def test_who_wants_them_singly_gets_both(two_dates):
    Person.objects.filter(pk=two_dates.kaya.pk).update(digest=False)
    two_dates.kaya.refresh_from_db()
    owe_contract(two_dates)
    morning()
    assert left_for(two_dates.kaya) == ["action_reminder", "reminder"]
