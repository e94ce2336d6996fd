"""Answers: what counts, what is refused, and what happens when many come at once."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from foundation.journal.models import JournalEntry
from foundation.values import DomainError
from meetings.invitations import calling, replies, sending
from meetings.invitations.models import Answer, Invitation, Reply
from meetings.invitations.turnout import expected
from meetings.meeting.models import Meeting
from tests.together import together

NOW = datetime(2027, 1, 27, 9, 0, tzinfo=UTC)


@pytest.fixture
def invitation(world, invited):
    return Invitation.objects.select_related("meeting", "person").get(person=world.dahlhoff)


def answer(world, invitation, word, *, now=NOW, sequence=1, **more):
    by = more.pop("by", world.actor(world.dahlhoff))
    return replies.record(invitation, word, by=by, now=now, source="link", sequence=sequence, **more)


def test_the_last_answer_counts_and_all_are_kept(world, invitation):
    answer(world, invitation, "accepted")
    answer(world, invitation, "declined", now=NOW + timedelta(hours=1))
    invitation.refresh_from_db()
    assert (invitation.answer, invitation.answered_at) == (Answer.DECLINED, NOW + timedelta(hours=1))
    assert list(Reply.objects.values_list("answer", flat=True)) == ["accepted", "declined"]


def test_the_same_answer_twice_is_one_row(world, invitation):
    first = answer(world, invitation, "accepted")
    assert answer(world, invitation, "accepted", now=NOW + timedelta(seconds=1)) == first
    assert Reply.objects.count() == 1
    assert JournalEntry.objects.filter(action="reply.recorded").count() == 1


def test_the_last_word_on_a_date_counts_whatever_changed_beside_it_and_no_sequence_is_invented(
    world, invitation, invited
):
    """A calendar that was told nothing of the new room still says SEQUENCE 1."""
    sending.change(invited, by=world.actor(world.secretary), now=NOW, place="Rathaus")
    answer(world, invitation, "declined", sequence=2)
    answer(world, invitation, "accepted", now=NOW + timedelta(hours=1), sequence=1)
    invitation.refresh_from_db()
    assert (invitation.answer, invitation.answered_sequence) == (Answer.ACCEPTED, 1)
    answer(world, invitation, "tentative", now=NOW + timedelta(hours=2), sequence=2_000_000)
    invitation.refresh_from_db()
    assert (invitation.answer, invitation.answered_sequence) == (Answer.TENTATIVE, 2)


def test_an_answer_to_the_old_date_is_refused_with_the_new_one(world, invitation, invited):
    later = datetime(2027, 2, 25, 15, 0, tzinfo=UTC)
    sending.change(
        invited, by=world.actor(world.secretary), now=NOW, starts_at=later, ends_at=later + timedelta(hours=2)
    )
    with pytest.raises(DomainError) as refused:
        answer(world, invitation, "accepted", sequence=1)
    assert (refused.value.status, refused.value.code) == (409, "date_changed")
    assert "Donnerstag, 25. Februar 2027, 16:00 Uhr" in refused.value.message.replace("\u00a0", " ")
    assert not Reply.objects.exists()
    answer(world, invitation, "accepted", sequence=2)
    assert Reply.objects.count() == 1


def test_answers_end_when_the_meeting_begins(world, invitation, invited):
    answer(world, invitation, "accepted", now=invited.starts_at - timedelta(seconds=1))
    with pytest.raises(DomainError) as refused:
        answer(world, invitation, "declined", now=invited.starts_at)
    assert refused.value.status == 410
    assert "069 90009-120" in refused.value.message
    assert Reply.objects.count() == 1


def test_a_sitting_opened_early_takes_no_answers(world, invitation, invited):
    Meeting.objects.filter(pk=invited.pk).update(status="in_session")
    with pytest.raises(DomainError) as refused:
        answer(world, invitation, "accepted")
    assert refused.value.status == 410


def test_withdrawn_and_cancelled_take_no_answers(world, invitation, invited):
    calling.withdraw(invitation, by=world.actor(world.secretary), now=NOW)
    with pytest.raises(DomainError) as refused:
        answer(world, invitation, "accepted")
    assert refused.value.status == 410
    kaya = Invitation.objects.get(person=world.kaya)
    sending.cancel(invited, reason="Sturm", by=world.actor(world.secretary), now=NOW)
    with pytest.raises(DomainError) as refused:
        answer(world, kaya, "accepted")
    assert (refused.value.status, refused.value.code) == (409, "meeting_cancelled")
    assert not Reply.objects.exists()


@pytest.mark.parametrize("word", ["needs_action", "maybe", ""])
def test_only_answers_are_answers(world, invitation, word):
    with pytest.raises(DomainError) as refused:
        answer(world, invitation, word)
    assert refused.value.status == 400


def test_video_only_where_there_is_video(world, invitation, invited):
    with pytest.raises(DomainError) as refused:
        answer(world, invitation, "accepted", by_video=True)
    assert refused.value.status == 400
    Meeting.objects.filter(pk=invited.pk).update(mode="hybrid", video_url="https://video.example/1")
    answer(world, invitation, "accepted", by_video=True)
    invitation.refresh_from_db()
    assert invitation.by_video


def test_the_office_enters_for_somebody_and_both_are_kept(world, invitation):
    by = world.actor(world.secretary).on_behalf_of(world.dahlhoff.key)
    replies.record(invitation, "declined", by=by, now=NOW, source="phone", sequence=1, note="Urlaub")
    assert Reply.objects.get().entered_by == world.secretary.key
    entry = JournalEntry.objects.get(action="reply.recorded")
    assert (entry.actor, entry.principal) == (world.secretary.key, world.dahlhoff.key)
    assert "Urlaub" not in str(entry.facts)


def test_the_forecast_counts_members_and_not_guests(world, invited):
    for person in world.members["UB"][:6]:
        answer(world, Invitation.objects.get(person=person), "accepted", by=world.actor(person))
    answer(world, Invitation.objects.get(person=world.manager), "accepted", by=world.actor(world.manager))
    found = expected(invited)
    assert (found.yes, found.needed, found.total, found.ok) == (6, 6, 10, True)
    assert found.short == "6 von 10 zugesagt – beschlussfähig ab 6"


def test_recording_costs_a_fixed_number_of_queries(world, invitation, django_assert_num_queries):
    with django_assert_num_queries(8):
        answer(world, invitation, "accepted")


def test_twenty_answers_at_once_leave_one_that_counts(transactional_db, world, invitation):
    words = ("accepted", "declined", "tentative", "delegated")
    moments = [NOW + timedelta(seconds=number // 4) for number in range(20)]
    answers = [
        partial(answer, world, invitation, words[number % 4], now=moment, note=str(number))
        for number, moment in enumerate(moments)
    ]
    assert {type(one) for one in together(*answers)} == {Reply}
    kept = Reply.objects.order_by("received_at", "id")
    assert kept.count() == 20
    stored = Invitation.objects.get(pk=invitation.pk)
    assert (stored.answer, stored.answered_at) == (kept.last().answer, kept.last().received_at)
