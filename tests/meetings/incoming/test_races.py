"""Two at once: two pollers, two readers, two people at one message."""

from functools import partial

import pytest

from foundation.journal.models import JournalEntry
from foundation.outbox import incoming
from foundation.outbox.models import IncomingMail
from meetings.incoming import reading, reviewing
from meetings.invitations import replies
from meetings.invitations.choices import BY_CODE
from meetings.invitations.models import Invitation, Reply
from tests.meetings.incoming.conftest import NOW, answer_of
from tests.meetings.incoming.mails import calendar, outlook
from tests.together import together

pytestmark = pytest.mark.django_db(transaction=True)


def kept(raw: bytes) -> IncomingMail:
    return incoming.keep(raw, now=NOW)[0]


def test_a_message_kept_twice_at_once_is_one_and_is_judged_once(world, invited):
    raw = outlook(world.kaya.email, calendar(invited, world.kaya.email))
    (first, _new), (second, _again) = together(*[partial(incoming.keep, raw, now=NOW)] * 2)
    assert (first, IncomingMail.objects.count()) == (second, 1)
    verdicts = together(*[partial(reading.settle, first.pk, now=NOW)] * 2)
    assert sorted(one.disposition if one else "" for one in verdicts) == ["", "applied"]
    assert (Reply.objects.count(), JournalEntry.objects.filter(action="mail.received").count()) == (1, 1)


def test_of_two_answers_read_at_once_the_newer_counts_whoever_is_faster(world, invited):
    say = partial(calendar, invited, world.kaya.email)
    newer = kept(outlook(world.kaya.email, say("DECLINED", stamp="20270128T090200Z")))
    older = kept(outlook(world.kaya.email, say("ACCEPTED", stamp="20270128T090100Z")))
    together(*[partial(reading.settle, one.pk, now=NOW) for one in (newer, older)])
    assert answer_of(world.kaya) == "declined"


def test_the_same_answer_in_two_messages_read_at_once_is_one(world, invited):
    text = calendar(invited, world.kaya.email)
    copies = [kept(outlook(world.kaya.email, text)) for _copy in range(2)]
    verdicts = together(*[partial(reading.settle, one.pk, now=NOW) for one in copies])
    assert sorted(one.disposition for one in verdicts) == ["applied", "duplicate"]
    assert Reply.objects.count() == 1


def test_an_answer_by_mail_and_another_by_link_at_once_are_both_kept_and_one_counts(world, invited):
    mail = kept(outlook(world.kaya.email, calendar(invited, world.kaya.email, stamp="20270128T080000Z")))
    own = Invitation.objects.get(person=world.kaya)
    by_link = partial(replies.record, own, "declined", by=world.actor(world.kaya), now=NOW, source="link", sequence=1)
    together(partial(reading.settle, mail.pk, now=NOW), by_link)
    counting = replies.counting(own)
    assert answer_of(world.kaya) == counting.answer == "declined"


def test_two_people_take_one_message_over_and_one_of_them_is_told(world, invited):
    mail = kept(outlook(world.kaya.email, calendar(invited, world.kaya.email), vouched="fail"))
    reading.settle(mail.pk, now=NOW)
    own, by = Invitation.objects.get(person=world.kaya), world.actor(world.secretary)
    chosen = (BY_CODE["accepted"], BY_CODE["declined"])
    found = together(
        *[partial(reviewing.take_over, mail, own, one, note="", sequence=1, by=by, now=NOW) for one in chosen]
    )
    assert [one for one in found if isinstance(one, str)] == ["message_settled"]
    assert Reply.objects.count() == 1


def test_one_takes_a_message_over_and_another_leaves_it_at_that(world, invited):
    mail = kept(outlook(world.kaya.email, calendar(invited, world.kaya.email), vouched="fail"))
    reading.settle(mail.pk, now=NOW)
    own, by = Invitation.objects.get(person=world.kaya), world.actor(world.secretary)
    together(
        partial(reviewing.take_over, mail, own, BY_CODE["accepted"], note="", sequence=1, by=by, now=NOW),
        partial(reviewing.leave, mail, by=by, now=NOW),
    )
    mail.refresh_from_db()
    assert mail.state == "done"
    assert Reply.objects.count() == (mail.disposition == "applied")
