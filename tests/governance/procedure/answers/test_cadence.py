"""The gaps between meetings."""

from dataclasses import replace

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


def test_a_board_that_meets_twice_a_year():
    twice = replace(RULES, target_min=150, target_max=215, tolerated_min=140, tolerated_max=230)
    assert gap(twice, 182).numbers["state"] == "target"
