import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from governance.procedure.answers import Rules
from meetings.votes.count import Ballot, result, sentence

RULES = Rules()
hands = st.integers(0, 40)


@pytest.mark.parametrize(
    ("ballot", "outcome", "words"),
    [
        (Ballot(18, 6, 2), "adopted", "18 Ja, 6 Nein, 2 Enthaltungen – angenommen"),
        (Ballot(6, 1, 0), "adopted", "6 Ja, 1 Nein, 0 Enthaltungen – angenommen"),
        (Ballot(4, 1, 1), "adopted", "4 Ja, 1 Nein, 1 Enthaltung – angenommen"),
        (Ballot(1, 4, 0, 1), "rejected", "1 Ja, 4 Nein, 0 Enthaltungen, 1 ungültige Stimme – abgelehnt"),
        (Ballot(3, 3, 0), "tied", "3 Ja, 3 Nein, 0 Enthaltungen. Stimmengleichheit. Der Antrag ist abgelehnt."),
        (Ballot(0, 0, 5), "tied", "0 Ja, 0 Nein, 5 Enthaltungen. Stimmengleichheit. Der Antrag ist abgelehnt."),
        (Ballot(8, 0, 0), "adopted", "Einstimmig – angenommen"),
        (Ballot(7, 0, 1), "adopted", "Einstimmig bei 1 Enthaltung – angenommen"),
        (Ballot(6, 0, 2), "adopted", "Einstimmig bei 2 Enthaltungen – angenommen"),
    ],
)
def test_tally_and_sentence(ballot, outcome, words):
    with translation.override("de"):
        assert (result(RULES, ballot), sentence(ballot, outcome).replace("\xa0", " ")) == (outcome, words)


def test_the_chair_decides_a_tie_only_where_the_rules_say_so():
    rules = Rules(tie_rule="chair_decides")
    tie = Ballot(3, 3)
    assert [result(rules, tie, chair_says_yes=word) for word in (None, True, False)] == [None, "adopted", "rejected"]
    assert result(RULES, tie, chair_says_yes=True) == "tied"


@given(hands, hands, hands, hands)
def test_abstentions_and_invalid_votes_change_no_majority(yes, no, abstain, invalid):
    assert result(RULES, Ballot(yes, no, abstain, invalid)) == result(RULES, Ballot(yes, no))


@given(hands, hands)
def test_exactly_one_side_wins_or_it_is_a_tie(yes, no):
    here, there = result(RULES, Ballot(yes, no)), result(RULES, Ballot(no, yes))
    assert {here, there} in ({"adopted", "rejected"}, {"tied"})


def test_negative_numbers_are_no_ballot():
    with pytest.raises(ValueError, match="never negative"):
        Ballot(-1, 2)
