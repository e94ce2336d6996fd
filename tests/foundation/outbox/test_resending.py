"""A person may send a mail again; the proof of its first sending stays."""

from datetime import timedelta

import pytest

from foundation.journal.models import JournalEntry
from foundation.outbox import queue
from foundation.outbox.delivery import drain
from foundation.outbox.models import Delivery, State
from foundation.outbox.resending import POSTED, note_posted, release_held, resend
from foundation.values import Actor, DomainError
from tests.foundation.outbox.mails import NOW, mail

pytestmark = pytest.mark.django_db
SECRETARY = Actor("person:secretary")
LATER = NOW + timedelta(hours=3)


@pytest.fixture
def sent(server):
    queue.enqueue([mail("anna")], now=NOW)
    drain(now=NOW)
    return Delivery.objects.get()


def test_a_sent_mail_goes_out_again_with_the_same_bytes(sent, server):
    resend(sent, by=SECRETARY, now=LATER)
    resend(sent, by=SECRETARY, now=LATER)
    drain(now=LATER)
    resend(sent, by=SECRETARY, now=LATER + timedelta(seconds=5))
    drain(now=LATER + timedelta(seconds=5))

    assert [content for _sender, _to, content in server.mails] == [mail("anna").raw] * 2
    again = Delivery.objects.get()
    assert (again.state, again.sent_at) == (State.SENT, sent.sent_at)
    assert list(JournalEntry.objects.values_list("action", "subject", "actor")) == [
        ("delivery.resent", f"delivery:{sent.pk}", "person:secretary")
    ]


def test_a_failed_mail_starts_anew(sent, server):
    Delivery.objects.update(state=State.FAILED, sent_at=None, attempts=12, tried_since=NOW - timedelta(days=2))
    resend(sent, by=SECRETARY, now=LATER)
    assert drain(now=LATER) == 1
    assert Delivery.objects.get().attempts == 1


def test_a_held_mail_is_released_once(sent, server):
    Delivery.objects.update(state=State.HELD, attempts=3)
    resend(sent, by=SECRETARY, now=LATER)
    assert Delivery.objects.get().state == State.HELD
    release_held(sent, by=SECRETARY, now=LATER)
    release_held(sent, by=SECRETARY, now=LATER)
    assert (Delivery.objects.get().state, Delivery.objects.get().attempts) == (State.PENDING, 0)
    assert JournalEntry.objects.get().action == "delivery.released"


def test_a_letter_waits_for_a_person_and_is_noted_once_as_posted(server):
    queue.enqueue([mail("anna", by_post=True), mail("bert")], now=NOW)
    assert drain(now=NOW) == 1
    letter = Delivery.objects.get(recipient="person:anna")
    assert (letter.state, letter.sent_at) == (State.LETTER, None)
    for _twice in range(2):
        note_posted(letter, by=SECRETARY, now=LATER)
    letter.refresh_from_db()
    assert (letter.state, letter.sent_at, letter.smtp_reply) == (State.SENT, LATER, POSTED)
    assert JournalEntry.objects.get().action == "delivery.posted"
    resend(letter, by=SECRETARY, now=LATER + timedelta(days=1))
    assert drain(now=LATER + timedelta(days=1)) == 0


def test_a_letter_that_was_overtaken_is_not_to_be_posted_any_more(server):
    queue.enqueue([mail("anna", by_post=True)], now=NOW)
    queue.supersede("meeting:1", 2)
    letter = Delivery.objects.get()
    assert letter.state == State.OBSOLETE
    with pytest.raises(DomainError) as refused:
        note_posted(letter, by=SECRETARY, now=LATER)
    assert refused.value.code == "delivery_overtaken"


def test_an_overtaken_mail_is_never_sent_again(sent):
    queue.enqueue([mail("anna-2", recipient="person:anna", version=2)], now=NOW)
    with pytest.raises(DomainError) as refused:
        resend(sent, by=SECRETARY, now=LATER)
    assert (refused.value.code, refused.value.status) == ("delivery_overtaken", 409)


def test_who_left_is_not_written_to_again(sent):
    Delivery.objects.update(state=State.OBSOLETE)
    for act in (resend, release_held):
        with pytest.raises(DomainError):
            act(sent, by=SECRETARY, now=LATER)
    assert not JournalEntry.objects.exists()
