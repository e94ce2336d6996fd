"""The days by which something is due."""

from dataclasses import replace
from datetime import date

from governance.procedure.answers import (
    POST,
    Rules,
    circular_deadline,
    contradictions,
    dissent_until,
    earliest_opinion_deadline,
    extra_meeting_by,
    late_review_due,
    minutes_due,
    objection_deadline,
    opinion_deadline,
    report_begins,
    response_due,
    submission_deadline,
)

RULES = Rules()
THURSDAY = date(2027, 2, 11)


def test_deadlines():
    day = date(2026, 11, 23)
    assert submission_deadline(RULES, THURSDAY) == date(2027, 1, 21)
    assert opinion_deadline(RULES, day) == date(2026, 12, 14)
    assert response_due(RULES, day) == date(2026, 12, 23)
    assert minutes_due(RULES, day) == date(2026, 12, 7)
    assert objection_deadline(RULES, day) == date(2026, 12, 7)


def test_more_deadlines():
    day = date(2026, 11, 23)
    assert extra_meeting_by(RULES, day) == date(2026, 12, 21)
    assert circular_deadline(RULES, day) == date(2026, 11, 30)


def test_lead_times_of_opinions_and_reports():
    day = date(2027, 2, 11)
    usual, other = Rules(), Rules(opinion_min_days=10, dissent_days=8, report_days=35, review_days=5)
    assert [earliest_opinion_deadline(one, day) for one in (usual, other)] == [
        date(2027, 2, 18),
        date(2027, 2, 21),
    ]
    assert [dissent_until(one, day) for one in (usual, other)] == [date(2027, 2, 16), date(2027, 2, 19)]
    assert dissent_until(usual, day, POST) == date(2027, 2, 20)
    assert [report_begins(one, day) for one in (usual, other)] == [date(2027, 1, 14), date(2027, 1, 7)]
    assert [late_review_due(one, day) for one in (usual, other)] == [date(2027, 2, 18), date(2027, 2, 16)]
    assert set(contradictions(replace(usual, opinion_min_days=22))) == {"opinion_min_days"}
