"""The mail that was sent loses its link when that opens nothing any more, and nothing else."""

import hashlib
from datetime import timedelta

import pytest

from foundation.accounts.links import MAY_REOPEN, address_of, link_for, reopen_links, replace_links, revoke_links
from foundation.accounts.masking import mask_due
from foundation.outbox import mime, queue
from foundation.outbox.models import Delivery, State
from foundation.outbox.reading import masked_text
from foundation.outbox.resending import resend
from foundation.values import Actor, DomainError
from tests.foundation.outbox.mails import NOW

pytestmark = pytest.mark.django_db
OFFICE = Actor("person:office")
END = NOW + timedelta(days=15)


@pytest.fixture
def send():
    def sent(holder, state=State.SENT):
        link = link_for(purpose="reply", subject="meeting:1", holder=holder, now=NOW, expires_at=END)
        raw = mime.message(
            from_name="Geschäftsstelle",
            from_email="gremien@stadt.example",
            to_name="Anna Weber",
            to_email="anna@mail.example",
            subject="Einladung",
            text=f"Antwort: {address_of(link, 'reply')}",
            html=f'<a href="{address_of(link, "reply")}">Antwort</a>',
            message_id=queue.message_id(holder),
            date=NOW,
            language="de",
        )
        mail = queue.Mail(
            key=holder,
            kind="invitation",
            recipient=holder,
            recipient_name="Anna Weber",
            address="anna@mail.example",
            subject="Einladung",
            raw=raw,
            secrets=(link.token,),
        )
        queue.enqueue([mail], now=NOW)
        Delivery.objects.filter(key=holder).update(state=state, sent_at=NOW if state == State.SENT else None)
        return link.token, raw

    return sent


def test_a_link_that_is_over_is_masked_and_the_sum_of_what_was_sent_stays(send):
    token, raw = send("person:anna")
    assert mask_due(now=END - timedelta(seconds=1)) == 0
    assert bytes(Delivery.objects.get().raw) == raw
    assert [mask_due(now=END) for _look in range(2)] == [1, 0]
    mail = Delivery.objects.get()
    assert (mail.secrets, mail.sha256) == ([], hashlib.sha256(raw).hexdigest())
    assert token[20:] not in bytes(mail.raw).decode().replace("=\r\n", "")
    assert masked_text(mail).text.rstrip().endswith("…/")


def test_a_link_closed_before_its_time_is_masked_after_a_week_and_the_others_are_not(send):
    send("person:anna")
    _token, raw = send("person:berta")
    revoke_links(holder="person:anna", now=NOW)
    assert [mask_due(now=NOW + MAY_REOPEN - timedelta(seconds=1)), mask_due(now=NOW + MAY_REOPEN)] == [0, 1]
    assert bytes(Delivery.objects.get(key="person:berta").raw) == raw


def test_a_link_that_opens_again_still_stands_in_its_mail(send):
    """A cancellation that closed it is taken back after a night."""
    _token, raw = send("person:anna")
    revoke_links(subject="meeting:1", now=NOW)
    next_day = NOW + timedelta(days=1)
    assert mask_due(now=next_day) == 0
    holders = ["person:anna"]
    reopen_links(purpose="reply", subject="meeting:1", holders=holders, closed_at=NOW, expires_at=END)
    resend(Delivery.objects.get(), by=OFFICE, now=next_day)
    mail = Delivery.objects.get()
    assert (mail.state, bytes(mail.raw)) == (State.PENDING, raw)


def test_a_link_closed_after_its_time_waits_for_nothing(send):
    send("person:anna")
    revoke_links(holder="person:anna", now=END + timedelta(hours=1))
    assert mask_due(now=END + timedelta(hours=1)) == 1


def test_the_former_address_of_a_link_is_masked_at_once(send):
    token, _raw = send("person:anna")
    replace_links(holder="person:anna", tokens={token}, now=NOW)
    assert mask_due(now=NOW) == 1


def test_what_has_not_left_keeps_its_link(send):
    for state in (State.PENDING, State.CLAIMED, State.SENDING, State.HELD, State.LETTER, State.GATHERING):
        send(f"person:{state}", state)
    assert mask_due(now=END) == 0


def test_a_masked_mail_is_not_sent_again(send):
    send("person:anna")
    mask_due(now=END)
    with pytest.raises(DomainError) as refused:
        resend(Delivery.objects.get(), by=OFFICE, now=END)
    assert (refused.value.code, refused.value.status) == ("delivery_masked", 409)
    assert Delivery.objects.get().state == State.SENT


def test_looking_costs_two_queries(send, django_assert_num_queries):
    for number in range(12):
        send(f"person:{number}")
    with django_assert_num_queries(2):
        assert mask_due(now=NOW) == 0
