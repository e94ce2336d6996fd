"""Mails as each person wants them: without calendar entries, and copies to the assistants."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from foundation.outbox.delivery import drain
from foundation.outbox.models import Delivery, State
from governance.people.models import Person
from meetings.invitations import previewing, reactivating, sending, stopping
from tests.meetings.invitations.test_previewing import drafts, parts, sent

AT = datetime(2027, 1, 26, 8, 30, tzinfo=UTC)


@pytest.fixture
def without(world):
    """Kaya subscribes to her dates and wants no calendar entries."""
    Person.objects.filter(pk=world.kaya.pk).update(calendar_mails=False)


@pytest.fixture
def copied(world):
    """The mayor's assistant gets copies."""
    Person.objects.filter(pk=world.mayor.pk).update(copy_to_assistants=True)


def test_without_calendar_entries_everything_stands_in_words(world, meeting, without):
    before = drafts(previewing.invitation(meeting, now=AT))
    sending.invite(meeting, by=world.actor(world.secretary), now=AT)
    mails = sent("invitation")
    assert mails == before
    own, other = mails[world.kaya.key], mails[world.dahlhoff.key]
    assert ("text/calendar" in own, "application/ics" in own) == (False, False)
    assert ("text/calendar" in other, "application/ics" in other) == (True, True)
    text = own["text/plain"].replace("\u00a0", " ")
    assert "Donnerstag, 11. Februar 2027, 16:00 bis 18:00 Uhr" in text
    assert ("Kalendereintrag" in text, "Kalendereintrag" in other["text/plain"]) == (False, True)
    assert "antwort=zusage" in text


def test_a_cancellation_tells_them_to_take_the_date_out(world, invited, without):
    sending.cancel(invited, reason="Gesperrt", by=world.actor(world.secretary), now=AT)
    mails = sent("cancellation")
    assert "Löschen Sie den Termin bitte selbst aus Ihrem Kalender." in mails[world.kaya.key]["text/plain"]
    assert "text/calendar" not in mails[world.kaya.key]


def test_the_assistant_reads_date_and_place_and_answers_after_login(world, meeting, copied):
    sending.invite(meeting, by=world.actor(world.secretary), now=AT)
    copy = Delivery.objects.get(kind="assistant_copy")
    assert (copy.recipient, copy.address) == (world.assistant.key, world.assistant.email)
    assert copy.subject.endswith(": Einladung Unternehmensbeirat, Do 11.02.2027, 16 Uhr")
    got = parts(bytes(copy.raw))
    assert "text/calendar" not in got
    text = got["text/plain"]
    assert reverse("reply_for", args=[meeting.pk, world.mayor.pk]) in text
    assert ("/a/" in text, "/a/" in got["text/html"], "Datenplattform" in text) == (False, False, False)
    assert (copy.secrets, Delivery.objects.filter(kind="invitation").count()) == ([], 11)


def test_nobody_gets_a_copy_who_was_not_asked_for(world, meeting):
    sending.invite(meeting, by=world.actor(world.secretary), now=AT)
    assert not Delivery.objects.filter(kind="assistant_copy").exists()


def test_an_assistance_that_is_over_gets_none(world, meeting, copied):
    world.mayor.assisted_by.update(end=AT.date() - timedelta(days=1))
    sending.invite(meeting, by=world.actor(world.secretary), now=AT)
    assert not Delivery.objects.filter(kind="assistant_copy").exists()


def test_every_news_of_the_date_has_its_copy(world, invited, copied):
    by, day = world.actor(world.secretary), timedelta(days=7)
    drain(now=AT)
    sending.change(invited, by=by, now=AT, place="Rathaus")
    drain(now=AT)
    sending.change(invited, by=by, now=AT, starts_at=invited.starts_at + day, ends_at=invited.ends_at + day)
    drain(now=AT)
    sending.cancel(invited, reason="Gesperrt", by=by, now=AT)
    drain(now=AT)
    reactivating.reactivate(invited, by=by, now=AT)
    copies = Delivery.objects.filter(kind="assistant_copy").order_by("version")
    texts = [parts(bytes(one.raw))["text/plain"] for one in copies]
    for word, text in zip(("Ort", "Termin", "findet nicht statt", "doch statt"), texts, strict=True):
        assert word in text
    assert ["/antwort/" in text for text in texts] == [True, True, False, True]


def test_copies_stop_and_fall_away_with_the_mails(world, meeting, copied):
    by = world.actor(world.secretary)
    sending.invite(meeting, by=by, now=AT, leaves_at=AT + timedelta(minutes=2))
    assert stopping.stop(meeting, by=by, now=AT) == 12
    stopping.take_back(meeting, by=by, now=AT)
    assert Delivery.objects.get(kind="assistant_copy").state == State.OBSOLETE


def test_a_copy_costs_one_query(world, meeting, copied, django_assert_max_num_queries):
    with django_assert_max_num_queries(60):
        sending.invite(meeting, by=world.actor(world.secretary), now=AT)
