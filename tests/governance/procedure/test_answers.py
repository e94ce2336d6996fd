"""Numbers and sentences of the rules of procedure, without a database."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from governance.procedure.answers import (
    Rules,
    contradictions,
    gap,
    latest_dispatch,
    majority,
    minutes_due,
    notice,
    objection_deadline,
    opinion_deadline,
    petition,
    quorum,
    response_due,
    submission_deadline,
)

RULES = Rules()
THURSDAY = date(2027, 2, 11)
days = st.dates(date(2020, 1, 1), date(2090, 1, 1))


@pytest.fixture(autouse=True)
def _german():
    with translation.override("de"):
        yield


def test_fourteen_days_before_11_february_2027_means_27_january():
    assert latest_dispatch(RULES, THURSDAY) == date(2027, 1, 27)
    assert latest_dispatch(RULES, THURSDAY, "post") == date(2027, 1, 23)


def test_notice_sent_on_the_last_day_is_kept():
    answer = notice(RULES, THURSDAY, date(2027, 1, 27))
    assert answer.ok
    assert answer.numbers == {
        "notice_days": 14,
        "days_between": 14,
        "latest_dispatch": date(2027, 1, 27),
        "sent_on": date(2027, 1, 27),
        "receipt": date(2027, 1, 27),
        "shortened": False,
        "shortening_allowed": True,
    }
    assert answer.sentence == (
        "Die Ladungsfrist von 14\xa0Tagen ist eingehalten. Letzter Versandtag: Mittwoch, 27.\xa0Januar 2027."
    )


def test_notice_sent_a_day_later_asks_for_a_reason():
    answer = notice(RULES, THURSDAY, date(2027, 1, 28))
    assert not answer.ok
    assert answer.numbers["shortened"]
    assert answer.numbers["shortening_allowed"]
    assert answer.sentence == (
        "Die Ladungsfrist von 14\xa0Tagen ist nicht eingehalten. "
        "Letzter Versandtag war Mittwoch, 27.\xa0Januar 2027. "
        "Begründen Sie die Verkürzung oder wählen Sie einen neuen Termin."
    )


@pytest.mark.parametrize(
    ("sent_on", "channel", "allowed"),
    [
        (date(2027, 2, 10), "mail", True),
        (date(2027, 2, 11), "mail", False),
        (date(2027, 2, 6), "post", True),
        (date(2027, 2, 7), "post", False),
    ],
)
def test_a_shortened_notice_arrives_the_day_before_at_the_latest(sent_on, channel, allowed):
    answer = notice(RULES, THURSDAY, sent_on, channel)
    assert answer.numbers["shortening_allowed"] is allowed
    assert ("Versandnachweis" in answer.sentence) is not allowed


def test_the_proof_keeps_days_as_text():
    kept = notice(RULES, THURSDAY, date(2027, 1, 27)).as_json()
    assert kept["numbers"]["latest_dispatch"] == "2027-01-27"


@given(
    meeting=days,
    notice_days=st.integers(0, 60),
    post_days=st.integers(0, 14),
    channel=st.sampled_from(["mail", "post"]),
)
def test_the_last_day_of_dispatch_is_the_last_that_keeps_the_notice(meeting, notice_days, post_days, channel):
    rules = replace(RULES, notice_days=notice_days, post_days=post_days)
    last = latest_dispatch(rules, meeting, channel)
    assert notice(rules, meeting, last, channel).ok
    assert not notice(rules, meeting, last + timedelta(days=1), channel).ok
    assert notice(rules, meeting, last, channel).numbers["days_between"] == notice_days


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


votes = st.integers(0, 40)


@given(yes=votes, no=votes, abstain=votes, invalid=votes)
def test_abstentions_and_invalid_votes_change_no_result(yes, no, abstain, invalid):
    assert majority(RULES, yes, no, abstain, invalid).ok == majority(RULES, yes, no).ok == (yes > no)


@pytest.mark.parametrize(("occupied", "needed"), [(31, 8), (29, 8), (10, 3), (4, 1), (1, 1), (0, 1)])
def test_a_quarter_of_the_occupied_seats_may_demand_a_meeting(occupied, needed):
    assert petition(RULES, occupied).numbers["needed"] == needed
    assert petition(RULES, occupied, needed).ok
    assert not petition(RULES, occupied, needed - 1).ok


def test_petition_sentence():
    assert petition(RULES, 31).sentence == "Sondersitzung: auf Verlangen von 8\xa0Mitgliedern"


@given(occupied=st.integers(1, 500), percent=st.integers(1, 100))
def test_a_petition_needs_its_share_and_not_one_more(occupied, percent):
    needed = petition(replace(RULES, petition_percent=percent), occupied).numbers["needed"]
    assert needed * 100 >= occupied * percent
    assert (needed - 1) * 100 < occupied * percent


@pytest.mark.parametrize(
    ("between", "state"),
    [
        (83, "violation"),
        (84, "tolerated"),
        (90, "tolerated"),
        (91, "target"),
        (122, "target"),
        (123, "tolerated"),
        (126, "tolerated"),
        (127, "violation"),
    ],
)
def test_gaps_between_meetings(between, state):
    answer = gap(RULES, between)
    assert (answer.numbers["state"], answer.ok) == (state, state != "violation")


def test_deadlines():
    day = date(2026, 11, 23)
    assert submission_deadline(RULES, THURSDAY) == date(2027, 1, 21)
    assert opinion_deadline(RULES, day) == date(2026, 12, 14)
    assert response_due(RULES, day) == date(2026, 12, 23)
    assert minutes_due(RULES, day) == date(2026, 12, 7)
    assert objection_deadline(RULES, day) == date(2026, 12, 7)


@pytest.mark.parametrize(
    "change",
    [
        {"notice_days": 84},
        {"target_min": 80},
        {"target_max": 90},
        {"tolerated_max": 100},
        {"weekday": 5},
        {"petition_percent": 0},
        {"petition_percent": 101},
        {"length_minutes": 0},
    ],
)
def test_rules_that_contradict_themselves_are_named(change):
    assert contradictions(RULES) == []
    assert len(contradictions(replace(RULES, **change))) == 1
