"""Circular resolutions."""

from dataclasses import replace
from datetime import date

import pytest

from governance.procedure.answers import Rules, circular, may_circulate

RULES = Rules()


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
