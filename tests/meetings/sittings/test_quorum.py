from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.procedure.answers import Rules
from meetings.sittings.quorum import Found, Stay, answer, blocks, voters

FOUR = datetime(2027, 2, 11, 15, tzinfo=UTC)
RULES = Rules()


def there(*names, voting=True):
    return [Stay(name, voting, FOUR) for name in names]


@pytest.mark.parametrize(
    ("seats", "present", "needed", "ok"),
    [(31, 16, 16, True), (31, 15, 16, False), (10, 6, 6, True), (10, 5, 6, False)],
)
def test_more_than_half_of_the_statutory_seats(seats, present, needed, ok):
    found = answer(RULES, seats=seats, present=present)
    assert (found.ok, found.numbers["needed"]) == (ok, needed)


def test_guests_count_nothing_and_the_chair_counts():
    assert voters(there("chair", "member") + there("management", voting=False)) == {"chair", "member"}


def test_who_left_or_is_recused_does_not_count():
    stays = [*there("chair", "lamprecht"), Stay("kaya", True, FOUR, FOUR + timedelta(hours=1))]
    assert voters(stays, recused=["lamprecht"]) == {"chair"}
    assert voters(stays, at=FOUR + timedelta(minutes=30)) == {"chair", "lamprecht", "kaya"}
    assert voters(stays, at=FOUR + timedelta(hours=1)) == {"chair", "lamprecht"}


def test_somebody_who_came_back_counts_once():
    stays = [Stay("kaya", True, FOUR, FOUR + timedelta(minutes=5)), Stay("kaya", True, FOUR + timedelta(minutes=9))]
    assert voters(stays) == {"kaya"}


def test_a_recusal_of_one_does_not_lower_the_quorum():
    assert not answer(RULES, seats=10, present=5, recused=1).ok


def test_if_more_than_half_are_recused_the_rest_is_quorate():
    assert answer(RULES, seats=10, present=4, recused=6).ok
    assert not answer(RULES, seats=10, present=5, recused=5).ok
    assert not answer(RULES, seats=10, present=0, recused=6).ok


def test_a_second_call_is_quorate_with_whoever_came():
    assert answer(RULES, seats=31, present=1, second_call=True).ok
    assert not answer(RULES, seats=31, present=0, second_call=True).ok


@pytest.mark.parametrize(
    ("findings", "blocked"),
    [
        ([], False),
        ([Found(True)], False),
        ([Found(False)], True),
        ([Found(False), Found(True)], False),
        ([Found(True), Found(False, "a")], True),
        ([Found(True), Found(False, "b")], False),
        ([Found(True), Found(False, "a"), Found(True)], True),
        ([Found(True), Found(False, "a"), Found(True, "a")], False),
        ([Found(True, "a"), Found(False)], True),
    ],
)
def test_only_a_negative_finding_blocks(findings, blocked):
    assert blocks(findings, "a") is blocked


@given(st.integers(1, 200), st.integers(0, 200), st.integers(0, 200))
def test_one_more_voter_never_loses_the_quorum(seats, present, recused):
    before = answer(RULES, seats=seats, present=present, recused=recused).ok
    after = answer(RULES, seats=seats, present=present + 1, recused=recused).ok
    assert after or not before


@given(st.sets(st.integers(0, 40)), st.sets(st.integers(0, 40)))
def test_voters_and_recused_never_overlap(present, recused):
    counted = voters(there(*present), recused=recused)
    assert counted == present - recused
