"""Majorities and new items."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.procedure.answers import Rules, addendum, majority

RULES = Rules()
votes = st.integers(0, 40)


@pytest.mark.parametrize(
    ("votes", "outcome", "sentence"),
    [
        ((18, 6, 2, 0), "adopted", "18\xa0Ja, 6\xa0Nein, 2\xa0Enthaltungen – angenommen"),
        ((4, 5, 1, 1), "rejected", "4\xa0Ja, 5\xa0Nein, 1\xa0Enthaltung, 1\xa0ungültige Stimme – abgelehnt"),
        ((3, 3, 0, 0), "rejected", "Stimmengleichheit. Der Antrag ist abgelehnt."),
        ((0, 0, 9, 0), "rejected", "Stimmengleichheit. Der Antrag ist abgelehnt."),
    ],
)
def test_majority_of_yes_and_no(votes, outcome, sentence):
    answer = majority(RULES, *votes)
    assert (answer.numbers["outcome"], answer.sentence, answer.ok) == (outcome, sentence, outcome == "adopted")


def test_a_tie_may_be_left_to_the_chair():
    answer = majority(replace(RULES, tie_rule="chair_decides"), 3, 3)
    assert (answer.ok, answer.numbers["outcome"]) == (False, "chair_decides")
    assert answer.sentence == "Stimmengleichheit. Der Vorsitz entscheidet."


def test_votes_are_never_negative():
    with pytest.raises(ValueError):
        majority(RULES, -1, 0)


@given(yes=votes, no=votes, abstain=votes, invalid=votes)
def test_abstentions_and_invalid_votes_change_no_result(yes, no, abstain, invalid):
    assert majority(RULES, yes, no, abstain, invalid).ok == majority(RULES, yes, no).ok == (yes > no)


@pytest.mark.parametrize(
    ("rule", "votes", "outcome"),
    [
        ("simple", (3, 2, 9), "adopted"),
        ("of_cast", (3, 2, 1), "rejected"),
        ("of_cast", (4, 2, 1), "adopted"),
        ("of_cast", (3, 2, 1, 0), "rejected"),
        ("of_cast", (0, 0, 9), "rejected"),
        ("two_thirds", (4, 2, 9), "adopted"),
        ("two_thirds", (3, 2), "rejected"),
        ("two_thirds", (1, 1), "rejected"),
        ("two_thirds", (0, 0), "rejected"),
    ],
)
def test_other_majorities(rule, votes, outcome):
    assert majority(replace(RULES, majority_rule=rule), *votes).numbers["outcome"] == outcome


@given(yes=votes, no=votes, abstain=votes)
def test_stricter_majorities_adopt_nothing_that_the_simple_one_rejects(yes, no, abstain):
    simple = majority(RULES, yes, no, abstain).ok
    for rule in ("of_cast", "two_thirds"):
        assert majority(replace(RULES, majority_rule=rule), yes, no, abstain).ok <= simple


def test_new_items_need_two_thirds_where_the_rules_say_so():
    assert addendum(RULES, 31, 0).ok
    strict = replace(RULES, addenda_two_thirds=True)
    assert addendum(strict, 31, 21).ok
    refused = addendum(strict, 31, 20)
    assert (refused.ok, refused.numbers["needed"]) == (False, 21)
    assert refused.sentence == "20 von 31 Mitgliedern stimmen dem neuen Punkt zu (nötig: 21)."
