"""Quorum, second call, deputies and guests."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.procedure.answers import (
    Rules,
    may_deputise,
    may_invite_guests,
    quorum,
    quorum_basis,
    quorum_needed,
    second_call,
)

RULES = Rules()


@pytest.mark.parametrize(("seats", "needed"), [(31, 16), (10, 6), (12, 7), (1, 1)])
def test_quorum_is_more_than_half_of_the_statutory_seats(seats, needed):
    assert quorum(RULES, seats, needed).ok
    assert not quorum(RULES, seats, needed - 1).ok
    assert quorum(RULES, seats, 0).numbers["needed"] == needed


def test_quorum_sentences():
    assert quorum(RULES, 31, 16).sentence == "Beschlussfähig: 16 von 31 Mitgliedern anwesend (nötig: 16)."
    short = quorum(RULES, 31, 15)
    assert short.sentence == "Nicht beschlussfähig festgestellt: 15 von 31 Mitgliedern anwesend (nötig: 16)."
    assert short.numbers["missing"] == 1


@given(seats=st.integers(1, 500), present=st.integers(0, 500))
def test_two_halves_are_never_both_quorate(seats, present):
    present = min(present, seats)
    assert not (quorum(RULES, seats, present).ok and quorum(RULES, seats, seats - present).ok)


def test_the_quorum_by_its_basis_and_number():
    occupied = replace(RULES, quorum_basis="occupied")
    assert (quorum_basis(RULES, 31, 29), quorum_basis(occupied, 31, 29)) == (31, 29)
    assert quorum_needed(29, occupied) == 15
    fixed = replace(RULES, quorum_number=8)
    assert quorum_needed(31, fixed) == 8
    assert quorum(fixed, 31, 8).ok
    assert quorum(fixed, 31, 7).sentence == (
        "Nicht beschlussfähig festgestellt: 7 von 31 Mitgliedern anwesend (nötig: 8)."
    )


def test_the_second_call_has_its_notice():
    assert not second_call(RULES).ok
    assert second_call(replace(RULES, second_call=True)).sentence == (
        "Diese Angelegenheit wurde wegen Beschlussunfähigkeit zurückgestellt. "
        "Der Beirat ist hierüber ohne Rücksicht auf die Zahl der Erschienenen beschlussfähig."
    )


@given(allowed=st.booleans(), named=st.booleans(), excused=st.booleans())
def test_a_deputy_votes_only_by_rule_name_and_excuse(allowed, named, excused):
    answer = may_deputise(replace(RULES, deputies_allowed=allowed), named=named, excused=excused)
    assert answer.ok == (allowed and named and excused)
    assert answer.sentence


@pytest.mark.parametrize(
    ("guests", "ok", "sentence"),
    [
        ("chair", True, "Der Vorsitz lädt Gäste ein."),
        ("board", False, "Gäste kommen, wenn das Gremium zustimmt."),
        ("none", False, "Die Regeln dieses Gremiums sehen keine Gäste vor."),
    ],
)
def test_who_decides_about_guests(guests, ok, sentence):
    answer = may_invite_guests(replace(RULES, guests=guests))
    assert (answer.ok, answer.sentence) == (ok, sentence)
