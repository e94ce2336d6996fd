"""Rules that cannot all hold."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.procedure.answers import Rules, contradictions, latest_dispatch

RULES = Rules()
THURSDAY = date(2027, 2, 11)
days = st.dates(date(2020, 1, 1), date(2090, 1, 1))


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
