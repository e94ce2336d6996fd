"""The gaps between meetings."""

import pytest

from governance.procedure.answers import Rules, gap

RULES = Rules()


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
