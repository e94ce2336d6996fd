"""Two clicks at once: one revision, no lost update, nothing after the closing."""

from datetime import timedelta
from functools import partial

from foundation.journal.models import JournalEntry
from foundation.outbox.models import Delivery
from opinions.rounds import collecting, opening
from opinions.rounds.deadlines import end_of
from opinions.rounds.models import Opinion, OpinionRevision, OpinionRound
from tests.opinions.conftest import DEADLINE, rated
from tests.together import together


def entries(action: str) -> int:
    return JournalEntry.objects.filter(action=action).count()


def test_a_request_sent_twice_at_once_is_one_and_opens_once(transactional_db, world, prepared, guidelines, now):
    first, second = together(prepared, prepared)
    assert (first, entries("opinions.requested")) == (second, 1)
    terms = {"deadline": end_of(DEADLINE), "guidelines": guidelines, "important": [1, 3, 8]}
    by = world.actor(world.cdo)
    clicks = [partial(opening.open_round, OpinionRound.objects.get(), **terms, by=by, now=now) for _ in range(2)]
    opened, refused = sorted(together(*clicks), key=str, reverse=False)
    asked = Opinion.objects.count()
    assert {type(opened), type(refused)} == {list, str}
    assert "round_not_draft" in (opened, refused)
    assert (asked, Delivery.objects.filter(kind="opinion_request").count()) == (29, 29)
    assert entries("opinions.opened") == 1


def test_a_round_closed_twice_at_once_is_closed_once(transactional_db, world, opened):
    made, late = opened(), end_of(DEADLINE) + timedelta(seconds=1)
    together(
        partial(opening.close, made, by=world.actor(world.cdo), now=late),
        lambda: opening.close_due(now=late),
        lambda: opening.close_due(now=late),
    )
    made.refresh_from_db()
    assert (made.status, entries("opinions.closed")) == ("closed", 1)


def test_a_round_is_extended_or_closed_and_never_both(transactional_db, world, opened):
    """The duty comes in the second in which the chair extends."""
    made, chair = opened(), world.actor(world.cdo)
    longer = {"deadline": end_of(DEADLINE + timedelta(days=7)), "reason": "Ferien"}
    last = end_of(DEADLINE)
    extended, closed = together(
        partial(opening.extend, OpinionRound.objects.get(), **longer, by=chair, now=last),
        lambda: opening.close_due(now=last + timedelta(seconds=1)),
    )
    made.refresh_from_db()
    assert (extended, closed, made.status) in [(None, 0, "open"), ("round_not_extendable", 1, "closed")]


def test_the_same_click_eight_times_is_one_revision(transactional_db, world, opened, now):
    mine = opened().opinions.get(person=world.dahlhoff)
    by = world.actor(world.dahlhoff)
    together(*[lambda: collecting.submit(mine, verdict="support", ratings=rated(), by=by, now=now)] * 8)
    assert OpinionRevision.objects.count() == 1


def test_different_answers_at_once_are_all_kept_in_a_row(transactional_db, world, opened, now):
    mine = opened().opinions.get(person=world.dahlhoff)
    by = world.actor(world.dahlhoff)

    def give(reason):
        return lambda: collecting.submit(mine, verdict="reject", reason=reason, ratings=rated(), by=by, now=now)

    together(*[give(f"Grund {number}") for number in range(4)])
    assert sorted(OpinionRevision.objects.values_list("number", flat=True)) == [1, 2, 3, 4]


def test_closing_against_giving_leaves_no_lapsed_answer(transactional_db, world, opened, now):
    made = opened()
    mine = made.opinions.get(person=world.dahlhoff)
    by = world.actor(world.dahlhoff)
    late = end_of(DEADLINE) + timedelta(seconds=1)
    give = lambda: collecting.submit(mine, verdict="support", ratings=rated(), by=by, now=end_of(DEADLINE))  # noqa: E731
    together(give, lambda: opening.close_due(now=late), give)
    mine.refresh_from_db()
    assert (mine.status, OpinionRevision.objects.count()) in [("submitted", 1), ("lapsed", 0)]
