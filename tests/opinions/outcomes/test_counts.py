"""The numbers of an opinion add up, whatever was answered."""

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from opinions.outcomes.counts import VERDICTS, of_opinions, of_vote, participation, rows

ANSWERS = st.lists(
    st.one_of(
        st.tuples(st.just("submitted"), st.sampled_from(VERDICTS)),
        st.tuples(st.sampled_from(["declined", "lapsed", "requested", "draft"]), st.sampled_from(["", *VERDICTS])),
    ),
    max_size=60,
)
WORDS = {verdict: verdict for verdict in VERDICTS}
STORY = (
    [("submitted", "support")] * 15
    + [("submitted", "support_with_recommendations")] * 6
    + [("submitted", "reject")] * 2
    + [("submitted", "abstain")]
    + [("lapsed", "")] * 7
)


def test_24_of_31():
    counts = of_opinions(STORY)
    assert counts == {
        "asked": 31,
        "submitted": 24,
        "declined": 0,
        "missing": 7,
        "support": 15,
        "support_with_recommendations": 6,
        "reject": 2,
        "abstain": 1,
    }
    with override("de"):
        assert participation(counts) == "24 von 31 abgegeben, 7 ohne Antwort"


def test_who_withdrew_is_named_and_a_given_verdict_no_longer_counts():
    counts = of_opinions([("submitted", "support"), ("declined", "reject")])
    assert (counts["submitted"], counts["reject"], counts["declined"]) == (1, 0, 1)
    with override("de"):
        assert participation(counts) == "1 von 2 abgegeben, 1 befangen"


def test_an_unknown_verdict_is_no_number():
    with pytest.raises(ValueError, match="unknown verdicts"):
        of_opinions([("submitted", "maybe")])


def test_a_vote_shows_invalid_votes_only_where_there_are_some():
    with override("de"):
        assert rows(of_vote(yes=8, no=1, abstain=1, invalid=0, eligible=10), WORDS) == [
            ("Ja", 8),
            ("Nein", 1),
            ("Enthaltung", 1),
        ]
        assert rows(of_vote(yes=8, no=1, abstain=0, invalid=1, eligible=10), WORDS)[-1] == ("Ungültig", 1)


@given(ANSWERS)
def test_everybody_asked_is_counted_exactly_once(answers):
    counts = of_opinions(answers)
    assert counts["asked"] == len(answers) == counts["submitted"] + counts["declined"] + counts["missing"]
    assert counts["submitted"] == sum(counts[verdict] for verdict in VERDICTS)
    assert min(counts.values()) >= 0
    assert sum(number for _word, number in rows(counts, WORDS)) == counts["submitted"]


@given(ANSWERS, st.randoms())
def test_the_order_of_answers_does_not_matter(answers, chance):
    shuffled = list(answers)
    chance.shuffle(shuffled)
    assert of_opinions(shuffled) == of_opinions(answers)
