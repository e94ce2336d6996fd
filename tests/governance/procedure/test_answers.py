"""Numbers and sentences of the rules of procedure, without a database."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from governance.procedure import answers
from governance.procedure.answers import (
    Rules,
    addendum,
    circular,
    circular_deadline,
    contradictions,
    dispatch,
    extra_meeting_by,
    gap,
    latest_dispatch,
    majority,
    may_circulate,
    may_deputise,
    may_invite_guests,
    minutes_due,
    notice,
    objection_deadline,
    opinion_deadline,
    petition,
    provisional_chair,
    quorum,
    quorum_basis,
    quorum_needed,
    response_due,
    second_call,
    submission_deadline,
    term_end,
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
    ("change", "named"),
    [
        ({"notice_days": 84}, {"notice_days"}),
        ({"notice_days": 82, "submission_days": 83}, {"post_days"}),
        ({"post_days": 70}, {"post_days"}),
        ({"target_min": 80}, {"target_min"}),
        ({"target_max": 90}, {"target_max"}),
        ({"tolerated_max": 100}, {"tolerated_max"}),
        ({"meetings_per_year": 2}, {"meetings_per_year"}),
        ({"meetings_per_year": 5}, {"meetings_per_year"}),
        ({"meetings_per_year": 0}, set()),
        ({"shortened_min_days": 16}, {"shortened_min_days"}),
        ({"submission_days": 14}, {"submission_days"}),
        ({"weekday": 5}, {"weekday"}),
        ({"length_minutes": 0}, {"length_minutes"}),
        ({"quorum_number": 11}, {"quorum_number"}),
        ({"quorum_number": 10}, set()),
        ({"petition_percent": 0}, {"petition_percent"}),
        ({"petition_percent": 101}, {"petition_percent"}),
        ({"petition_days": 1}, {"petition_days"}),
        ({"term_months": 0}, {"term_months"}),
        ({"circular_days": 0, "opinion_days": 0}, {"circular_days", "opinion_days"}),
        ({"response_days": 0, "minutes_draft_days": 0}, {"response_days", "minutes_draft_days"}),
        ({"objection_days": 0}, {"objection_days"}),
    ],
)
def test_rules_that_contradict_themselves_are_named_by_field(change, named):
    assert contradictions(RULES, seats=10) == {}
    assert set(contradictions(replace(RULES, **change), seats=10)) == named


@given(notice_days=st.integers(0, 120), post_days=st.integers(0, 30), smallest=st.integers(1, 91))
def test_rules_without_contradiction_leave_time_for_the_invitation(notice_days, post_days, smallest):
    rules = replace(
        RULES, notice_days=notice_days, post_days=post_days, tolerated_min=smallest, submission_days=notice_days + 1
    )
    if not contradictions(rules):
        before = THURSDAY - timedelta(days=smallest)
        assert latest_dispatch(rules, THURSDAY, "post") >= before


def test_dispatch_by_mail_and_by_post():
    answer = dispatch(RULES, THURSDAY, date(2027, 1, 23))
    assert answer.ok
    assert answer.numbers == {"mail": date(2027, 1, 27), "post": date(2027, 1, 23)}
    assert answer.sentence == (
        "Letzter Versandtag per E-Mail: Mittwoch, 27.\xa0Januar 2027, mit der Post: Samstag, 23.\xa0Januar 2027."
    )
    assert not dispatch(RULES, THURSDAY, date(2027, 1, 24)).ok
    same = replace(RULES, mail_days=4)
    assert dispatch(same, THURSDAY, THURSDAY).sentence == "Letzter Versandtag: Samstag, 23.\xa0Januar 2027."
    assert notice(same, THURSDAY, date(2027, 1, 23)).numbers["receipt"] == date(2027, 1, 27)


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


def test_the_chair_stays_provisionally_by_rule_only():
    assert not provisional_chair(RULES).ok
    assert provisional_chair(replace(RULES, provisional_chair=True)).sentence == (
        "Der Vorsitz bleibt kommissarisch im Amt, bis die Nachfolge gewählt ist."
    )


def test_a_circular_resolution_needs_the_rule_and_its_days():
    day = date(2026, 11, 23)
    assert not may_circulate(RULES, day, date(2027, 1, 1)).ok
    allowed = replace(RULES, circular_allowed=True)
    assert may_circulate(allowed, day, date(2026, 11, 30)).ok
    short = may_circulate(allowed, day, date(2026, 11, 29))
    assert (short.ok, short.sentence) == (
        False,
        "Antworten müssen mindestens bis Montag, 30.\xa0November 2026 möglich sein.",
    )


@pytest.mark.parametrize(
    ("replies", "objections", "heeded", "outcome"),
    [
        ((16, 0, 0), 0, True, "adopted"),
        ((9, 6, 1), 0, True, "adopted"),
        ((8, 8, 0), 0, True, "rejected"),
        ((15, 0, 0), 0, True, "inquorate"),
        ((30, 0, 0), 1, True, "next_meeting"),
        ((30, 0, 0), 1, False, "adopted"),
    ],
)
def test_silence_is_no_consent_and_an_objection_stops(replies, objections, heeded, outcome):
    yes, no, abstain = replies
    rules = replace(RULES, circular_allowed=True, circular_objection=heeded)
    answer = circular(rules, 31, yes=yes, no=no, abstain=abstain, objections=objections)
    assert (answer.numbers["outcome"], answer.ok) == (outcome, outcome == "adopted")


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 11, 23), 60, date(2031, 11, 22)),
        (date(2026, 1, 1), 12, date(2026, 12, 31)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
    ],
)
def test_a_term_ends_the_day_before_its_anniversary(start, months, end):
    assert term_end(replace(RULES, term_months=months), start, kind="expert") == end


def test_terms_follow_office_and_electoral_term():
    assert term_end(RULES, THURSDAY, kind="ex_officio") is None
    assert term_end(RULES, THURSDAY, kind="delegated", electoral_end=date(2031, 3, 31)) == date(2031, 3, 31)


@given(start=days, months=st.integers(1, 600))
def test_terms_follow_each_other_without_gap_or_drift(start, months):
    end = term_end(replace(RULES, term_months=months), start, kind="expert")
    longer = term_end(replace(RULES, term_months=months + 1), start, kind="expert")
    assert start <= end < longer
    assert abs((end - start).days + 1 - months * 30.44) < 5


def test_more_deadlines():
    day = date(2026, 11, 23)
    assert extra_meeting_by(RULES, day) == date(2026, 12, 21)
    assert circular_deadline(RULES, day) == date(2026, 11, 30)


def test_lead_times_of_opinions_and_reports():
    day = date(2027, 2, 11)
    usual, other = Rules(), Rules(opinion_min_days=10, dissent_days=8, report_days=35, review_days=5)
    assert [answers.earliest_opinion_deadline(one, day) for one in (usual, other)] == [
        date(2027, 2, 18),
        date(2027, 2, 21),
    ]
    assert [answers.dissent_until(one, day) for one in (usual, other)] == [date(2027, 2, 16), date(2027, 2, 19)]
    assert [answers.report_begins(one, day) for one in (usual, other)] == [date(2027, 1, 14), date(2027, 1, 7)]
    assert [answers.late_review_due(one, day) for one in (usual, other)] == [date(2027, 2, 18), date(2027, 2, 16)]
    assert set(contradictions(replace(usual, opinion_min_days=22))) == {"opinion_min_days"}
