"""Terms of mandates and of the chair."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.procedure.answers import Rules, provisional_chair, term_end

RULES = Rules()
THURSDAY = date(2027, 2, 11)
days = st.dates(date(2020, 1, 1), date(2090, 1, 1))


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


def test_the_chair_stays_provisionally_by_rule_only():
    assert not provisional_chair(RULES).ok
    assert provisional_chair(replace(RULES, provisional_chair=True)).sentence == (
        "Der Vorsitz bleibt kommissarisch im Amt, bis die Nachfolge gewählt ist."
    )
