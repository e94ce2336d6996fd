from datetime import date, timedelta

import pytest

from foundation.almanac.days import german_holidays, school_holidays
from meetings.planning.cadence import Gap, Verdict, describe_gap, judge_gap


@pytest.mark.parametrize(
    ("days", "verdict"),
    [
        (83, "violation"),
        (84, "warning"),
        (90, "warning"),
        (91, "ok"),
        (122, "ok"),
        (123, "warning"),
        (126, "warning"),
        (127, "violation"),
    ],
)
def test_gaps_are_judged_in_days(days, verdict):
    assert judge_gap(days) == verdict


def test_a_board_that_meets_twice_a_year():
    twice = {"target": (150, 215), "tolerated": (140, 230)}

    assert judge_gap(182, **twice) is Verdict.OK


def test_thirteen_weeks_are_three_months():
    assert describe_gap(91) == Gap(
        days=91, verdict=Verdict.OK, months=3, weeks=13, days_over_weeks=0, too_short=0, too_long=0
    )
    assert describe_gap(122).months == 4
    assert (describe_gap(86).too_short, describe_gap(125).too_long) == (5, 3)


def test_one_thursday_of_term_time_has_no_successor_in_the_target():
    closed = german_holidays([2026, 2027, 2028]).keys() | school_holidays([2026, 2027, 2028]).keys()
    first = date(2026, 1, 1)
    thursdays = [first + timedelta(weeks=number) for number in range(105)]
    term_time = [day for day in thursdays if day.year < 2028 and day not in closed]

    def has_successor(day):
        weeks = (day + timedelta(days=number) for number in range(91, 123))
        return any(later.weekday() == 3 and later not in closed for later in weeks)

    assert len(term_time) == 74
    assert [day for day in term_time if not has_successor(day)] == [date(2027, 4, 8)]
