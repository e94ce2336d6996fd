"""Plans of random boards in the years 2026 to 2035 obey every hard rule, read literally; the search always ends."""

from datetime import date, timedelta
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foundation.almanac.days import days_next_to_holidays, german_holidays, school_holidays
from meetings.planning.instance import Board, Instance
from meetings.planning.scores import cost
from meetings.planning.solver import solve

YEARS = range(2026, 2036)
HOLIDAYS = frozenset(german_holidays(range(2025, 2037)))
SCHOOL = frozenset(school_holidays(range(2025, 2037)))
PEOPLE = ("chair", "deputy", "expert", "scientist", "citizen")
NODES = 60


def broken_rules(instance, plans):
    """Every hard rule of the model that the dates break, in words."""
    broken = []
    for board in instance.boards:
        dates = list(plans[board.id])
        if dates != sorted(set(dates)) or len(dates) != board.meetings:
            broken.append("number or order")
        if not set(board.fixed) <= set(dates):
            broken.append("fixed")
        for day in dates:
            if not instance.begins <= day <= instance.ends:
                broken.append("period")
            if day.weekday() in (5, 6):
                broken.append("weekend")
            if day in instance.blocked or day in board.blocked:
                broken.append("blocked")
        for earlier, later in pairwise([*([board.last] if board.last else []), *dates]):
            if not board.tolerated[0] <= (later - earlier).days <= board.tolerated[1]:
                broken.append("gap")
    for one, other in combinations(instance.boards, 2):
        if one.required & other.required:
            apart = [abs((day - rival).days) for day in plans[one.id] for rival in plans[other.id]]
            if min(apart, default=instance.separation_days) < instance.separation_days:
                broken.append("separation")
    return broken


def days(begins, length, most):
    return st.frozensets(st.integers(0, length - 1).map(lambda n: begins + timedelta(days=n)), max_size=most)


@st.composite
def boards(draw, name, begins, length):
    shortest = draw(st.integers(1, 100))
    longest = draw(st.integers(shortest, shortest + 45))
    target = draw(st.integers(1, 120))
    return Board(
        id=name,
        last=draw(st.none() | st.integers(1, 120).map(lambda n: begins - timedelta(days=n))),
        meetings=draw(st.integers(0, 5)),
        tolerated=(shortest, longest),
        target=(target, target + draw(st.integers(0, 40))),
        weekdays=draw(st.frozensets(st.integers(0, 4), max_size=3)),
        members=draw(st.frozensets(st.sampled_from(PEOPLE))),
        required=draw(st.frozensets(st.sampled_from(PEOPLE), max_size=2)),
        quorum=draw(st.integers(0, 6)),
        blocked=draw(days(begins, length, 30)),
        fixed=tuple(sorted(draw(days(begins, length, 2)))) if draw(st.integers(0, 4)) == 0 else (),
    )


@st.composite
def instances(draw):
    """Up to three boards, from a few days to a year and a half, with the holidays of Hesse."""
    begins = draw(st.dates(date(YEARS.start, 1, 1), date(YEARS.stop - 1, 7, 1)))
    length = draw(st.integers(1, 183) | st.integers(300, 540))
    return Instance(
        begins=begins,
        ends=min(begins + timedelta(days=length - 1), date(YEARS.stop - 1, 12, 31)),
        boards=tuple(draw(boards(f"b{n}", begins, length)) for n in range(draw(st.integers(1, 3)))),
        blocked=HOLIDAYS,
        school=SCHOOL,
        avoid=frozenset(days_next_to_holidays(HOLIDAYS)),
        separation_days=draw(st.integers(0, 9)),
        absences={person: draw(days(begins, length, 20)) for person in PEOPLE},
    )


@settings(max_examples=60, deadline=None)
@given(instances())
def test_every_plan_obeys_every_hard_rule_and_every_refusal_has_its_reasons(instance):
    plan = solve(instance, node_limit=NODES)

    assert plan.nodes <= NODES
    if plan.status == "infeasible":
        assert (plan.boards, plan.cost, plan.bound) == ({}, None, None)
        assert plan.reasons
        assert {reason.board for reason in plan.reasons} <= {board.id for board in instance.boards}
    elif plan.cost is not None:
        assert broken_rules(instance, plan.boards) == []
        assert plan.cost == cost(instance, plan.boards)
        assert plan.bound == plan.cost if plan.status == "optimal" else plan.bound <= plan.cost


def quarterly(name="ub", **changes):
    given = {"meetings": 4, "tolerated": (84, 126), "target": (91, 122), "weekdays": frozenset({3})}
    return Board(id=name, **given | changes)


def year(begins, *boards, separation=1, blocked=HOLIDAYS):
    return Instance(
        begins=begins,
        ends=begins + timedelta(days=420),
        boards=boards,
        blocked=blocked,
        school=SCHOOL,
        separation_days=separation,
    )


@pytest.mark.parametrize("number", YEARS)
def test_the_day_after_a_change_of_the_clocks_counts_as_one_day(number):
    change = max(day for day in (date(number, 3, 31) - timedelta(days=n) for n in range(7)) if day.weekday() == 6)
    before, after = change - timedelta(days=2), change + timedelta(days=1)
    free = HOLIDAYS - {before, after}
    board = quarterly(last=before, meetings=1, tolerated=(3, 3), target=(3, 3), weekdays=frozenset({0}))

    assert solve(year(before, board, blocked=free)).boards == {"ub": (after,)}


@pytest.mark.parametrize(("leap", "allowed"), [(2028, True), (2032, False)])
def test_the_29_february_is_a_day_like_any_other(leap, allowed):
    """A Tuesday in 2028, a Sunday in 2032."""
    day = date(leap, 2, 29)
    plan = solve(year(date(leap, 1, 1), quarterly(fixed=(day,), weekdays=frozenset({1}))))

    assert (plan.status == "optimal") is allowed
    assert (day in plan.boards.get("ub", ())) is allowed


@pytest.mark.parametrize(("number", "expected"), [(2027, date(2027, 3, 1)), (2028, date(2028, 2, 29))])
def test_a_gap_over_february_counts_the_leap_day(number, expected):
    board = quarterly(last=date(number, 2, 28), meetings=1, tolerated=(1, 1), target=(1, 1))

    assert solve(year(date(number, 2, 1), board)).boards == {"ub": (expected,)}


@pytest.mark.parametrize(
    "change",
    [
        {"fixed": (date(2027, 1, 7), date(2027, 1, 14))},
        {"fixed": (date(2027, 2, 6),)},
        {"fixed": (date(2027, 1, 1),)},
        {"fixed": (date(2026, 12, 17),)},
        {"fixed": tuple(date(2027, month, 4) for month in (2, 3, 5, 6, 8))},
        {"fixed": (date(2027, 2, 4),), "blocked": frozenset({date(2027, 2, 4)})},
        {"last": date(2026, 1, 1)},
        {"last": date(2027, 12, 30)},
        {"meetings": 6},
        {"tolerated": (364, 364)},
        {"tolerated": (7, 7), "meetings": 62},
        {"tolerated": (0, 1), "meetings": 60},
    ],
)
def test_what_contradicts_itself_is_refused_with_a_reason(change):
    plan = solve(year(date(2027, 1, 1), quarterly(**change)), node_limit=NODES)

    assert (plan.status, plan.boards, plan.nodes) == ("infeasible", {}, 0)
    assert [reason.board for reason in plan.reasons] == ["ub"]


def test_boards_that_can_only_meet_on_one_day_do_not_search_for_ever():
    one_day = [
        quarterly(f"b{n}", meetings=1, fixed=(date(2027, 2, 4),), required=frozenset({"chair"})) for n in range(12)
    ]
    plan = solve(year(date(2027, 1, 1), *one_day), node_limit=NODES)

    assert (plan.status, plan.boards) == ("infeasible", {})
    assert [(reason.board, reason.causes["separation"]) for reason in plan.reasons] == [("b1", 1)]


def test_more_boards_than_days_end_at_the_limit_without_a_plan():
    """Five boards share one person and have four days: no board can see that alone."""
    week = [
        quarterly(f"b{n}", meetings=1, required=frozenset({"chair"}), weekdays=frozenset(range(5))) for n in range(5)
    ]
    asked = Instance(begins=date(2027, 2, 1), ends=date(2027, 2, 4), boards=tuple(week))

    assert solve(asked, node_limit=3).cost is None
    assert solve(asked).status == "infeasible"
    assert [reason.causes for reason in solve(asked).reasons] == [{"separation": 4}]
