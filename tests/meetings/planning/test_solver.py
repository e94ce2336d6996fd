import json
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foundation.almanac.days import days_next_to_holidays, german_holidays, school_holidays
from meetings.planning.instance import Board, Instance
from meetings.planning.scores import Cost, Scale, cost, is_allowed
from meetings.planning.solver import solve

LAST = date(2026, 11, 12)
YEARS = [2026, 2027, 2028]
ADVISORY = Board(
    id="ub", last=LAST, meetings=4, tolerated=(84, 126), target=(91, 122), weekdays=frozenset({3}),
    members=frozenset({"chair", "second"}), required=frozenset({"chair"}), quorum=2,
)  # fmt: skip
HESSE = Instance(
    begins=date(2026, 11, 13),
    ends=date(2027, 12, 31),
    blocked=frozenset(german_holidays(YEARS)),
    school=frozenset(school_holidays(YEARS)),
    boards=(ADVISORY,),
)
THURSDAYS_OF_2027 = (date(2027, 2, 11), date(2027, 5, 13), date(2027, 8, 12), date(2027, 11, 11))


def planned(*boards, **changes):
    return replace(HESSE, boards=boards or HESSE.boards, **changes)


def test_the_documented_example():
    plan = solve(HESSE)

    assert plan.status == "optimal"
    assert plan.boards == {"ub": THURSDAYS_OF_2027}
    assert plan.cost == plan.bound == (0, 0, 0, 0, 0, 0, 0, 906)
    assert plan.reasons == ()


def test_five_meetings_are_thirteen_weeks_apart():
    plan = solve(planned(replace(ADVISORY, meetings=5), ends=date(2028, 3, 31)))

    assert plan.boards["ub"] == (*THURSDAYS_OF_2027, date(2028, 2, 10))


def test_a_day_beside_a_holiday_is_avoided_like_a_wrong_weekday():
    avoid = days_next_to_holidays(HESSE.blocked)
    friday = replace(ADVISORY, last=date(2027, 2, 5), meetings=1, weekdays=frozenset({4}))

    assert solve(planned(friday)).boards["ub"] == (date(2027, 5, 7),)
    assert solve(planned(friday, avoid=frozenset(avoid))).boards["ub"] == (date(2027, 5, 14),)


def test_without_a_thursday_in_the_target_the_gap_gives_way_before_the_school_holidays():
    plan = solve(planned(replace(ADVISORY, last=date(2027, 4, 8), meetings=1)))

    assert plan.boards["ub"] == (date(2027, 8, 12),)
    assert plan.cost == Cost(off_target=1, lateness=272)


def test_absence_of_a_required_person_weighs_more_than_anything_else():
    absences = {"chair": frozenset(HESSE.begins + timedelta(days=n) for n in range(300) if n != 160)}
    plan = solve(planned(replace(ADVISORY, last=date(2026, 12, 20), meetings=1), absences=absences))

    assert plan.boards["ub"] == (date(2027, 4, 22),)
    assert plan.cost == Cost(off_target=1, lateness=160)


def test_a_free_first_meeting_starts_as_early_as_the_rest_allows():
    plan = solve(planned(replace(ADVISORY, last=None, meetings=2)))

    assert plan.boards["ub"] == (date(2026, 11, 19), date(2027, 2, 18))
    assert plan.cost == Cost(lateness=6 + 97)


def test_a_fixed_date_is_in_the_plan():
    plan = solve(planned(replace(ADVISORY, fixed=(date(2027, 5, 20),))))

    assert date(2027, 5, 20) in plan.boards["ub"]
    assert plan.status == "optimal"
    assert plan.cost == cost(planned(ADVISORY), plan.boards)


def test_boards_with_a_common_required_person_do_not_meet_on_one_day():
    ethics = replace(ADVISORY, id="etb")
    together = solve(planned(ADVISORY, replace(ethics, required=frozenset({"second"}))))
    apart = solve(planned(ADVISORY, ethics))

    assert together.boards["ub"] == together.boards["etb"] == THURSDAYS_OF_2027
    assert together.nodes == 1
    assert not set(apart.boards["ub"]) & set(apart.boards["etb"])
    assert THURSDAYS_OF_2027 in apart.boards.values()
    assert apart.cost == (0, 0, 0, 0, 0, 0, 7, 906 + 906 + 28)
    assert apart.nodes > 1


@pytest.mark.parametrize("separation", [2, 7, 14])
def test_boards_keep_the_days_between_them(separation):
    instance = planned(ADVISORY, replace(ADVISORY, id="etb"), separation_days=separation)
    plan = solve(instance)

    assert plan.status == "optimal"
    assert is_allowed(instance, plan.boards)
    gaps = [abs((one - other).days) for one, other in product(plan.boards["ub"], plan.boards["etb"])]
    assert min(gaps) == max(7, separation)


def test_a_limit_returns_the_best_plan_found_with_an_honest_bound():
    instance = planned(*(replace(ADVISORY, id=f"b{n}") for n in range(3)), separation_days=21)
    best = solve(instance)
    cut = solve(instance, node_limit=1)

    assert best.status == "optimal"
    assert cut.status == "bounded"
    assert cut.nodes == 1
    assert cut.bound <= best.cost <= cut.cost
    assert cut.cost == cost(instance, cut.boards)
    assert is_allowed(instance, cut.boards)
    assert solve(instance, seconds=0).status == "bounded"


def test_no_meetings_cost_nothing():
    plan = solve(planned(replace(ADVISORY, meetings=0)))

    assert (plan.status, plan.boards, plan.cost) == ("optimal", {"ub": ()}, Cost())


def test_reasons_name_the_window_and_the_nearest_gap_that_would_do():
    closed = frozenset(date(2027, 5, 1) + timedelta(days=n) for n in range(90))
    plan = solve(planned(replace(ADVISORY, blocked=closed), begins=date(2027, 2, 11), ends=date(2028, 3, 1)))

    assert plan.to_json() | {"seconds": 0} == {
        "status": "infeasible",
        "boards": {},
        "cost": None,
        "bound": None,
        "nodes": 0,
        "seconds": 0,
        "reasons": [
            {
                "board": "ub",
                "meeting": 2,
                "window": ["2027-05-06", "2027-07-22"],
                "causes": {"blocked": 3, "board_blocked": 53, "weekend": 22},
                "relaxation": {"kind": "board_blocked", "day": "2027-05-07", "days": 1},
            }
        ],
    }


def test_reasons_when_the_period_is_too_short():
    (reason,) = solve(planned(ends=date(2027, 2, 3))).reasons

    assert (reason.board, reason.meeting) == ("ub", 1)
    assert reason.window == (date(2027, 2, 4), date(2027, 3, 18))
    assert reason.causes == {"outside": 31, "weekend": 12}
    assert reason.relaxation.to_json() == {"kind": "range", "day": "2027-02-04", "days": 1}


def test_reasons_when_a_public_closure_fills_the_window():
    closed = HESSE.blocked | {date(2027, 2, 1) + timedelta(days=n) for n in range(50)}
    (reason,) = solve(planned(blocked=closed)).reasons

    assert reason.causes == {"blocked": 31, "weekend": 12}
    assert reason.relaxation.to_json() == {"kind": "tolerated", "day": "2027-03-23", "days": 5}


def test_reasons_when_a_fixed_date_cannot_be_kept():
    (reason,) = solve(planned(replace(ADVISORY, fixed=(date(2027, 1, 4),)))).reasons

    assert (reason.meeting, reason.causes) == (1, {"fixed": 31, "weekend": 12})
    assert reason.relaxation.to_json() == {"kind": "fixed", "day": "2027-02-04", "days": 1}


def test_reasons_when_boards_only_fail_together():
    narrow = replace(ADVISORY, meetings=1, tolerated=(91, 91), target=(91, 91))
    plan = solve(planned(narrow, replace(narrow, id="etb")))
    (reason,) = plan.reasons

    assert plan.status == "infeasible"
    assert (reason.board, reason.causes) == ("etb", {"separation": 1})
    assert reason.relaxation.to_json() == {"kind": "separation", "day": "2027-02-11", "days": 1}


def test_every_board_without_a_plan_gets_its_reason():
    short = planned(ADVISORY, replace(ADVISORY, id="etb"), ends=date(2027, 5, 1))

    assert [(reason.board, reason.meeting) for reason in solve(short).reasons] == [("ub", 3), ("etb", 3)]


def test_an_instance_survives_json():
    instance = planned(replace(ADVISORY, fixed=(date(2027, 5, 20),)), absences={"chair": frozenset({LAST})})

    assert Instance.from_json(json.loads(json.dumps(instance.to_json()))) == instance


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"from": "2028-01-01"}, "lies after"),
        ({"boards": [ADVISORY.to_json()] * 2}, "same id"),
        ({"boards": [ADVISORY.to_json() | {"tolerated": [126, 84]}]}, "no range"),
        ({"boards": [{"id": "ub"}]}, "lacks 'meetings'"),
        ({"school": 7}, "wrong kind"),
        ({"to": "31.12.2027"}, "Invalid isoformat"),
    ],
)
def test_nonsense_is_refused_in_words(change, message):
    with pytest.raises(ValueError, match=message):
        Instance.from_json(HESSE.to_json() | change)


# The model read literally, as slowly as it is written, against the search.

MONDAY = date(2027, 2, 1)
PEOPLE = ("a", "b", "c")


def literal_cost(instance, plans):
    numbers = [0] * 8
    for board in instance.boards:
        for day in plans[board.id]:
            absent = {person for person, days in instance.absences.items() if day in days}
            numbers[0] += bool(board.required & absent)
            numbers[1] += len(board.members - absent) < board.quorum
            numbers[2] += day in instance.school
            numbers[4] += day.weekday() not in board.weekdays or day in instance.avoid
            numbers[5] += len(board.members & absent)
            numbers[7] += (day - instance.begins).days
        dates = ([board.last] if board.last else []) + list(plans[board.id])
        gaps = [(dates[n + 1] - dates[n]).days for n in range(len(dates) - 1)]
        numbers[3] += sum(not board.target[0] <= gap <= board.target[1] for gap in gaps)
        numbers[6] += sum(abs(gaps[n + 1] - gaps[n]) for n in range(len(gaps) - 1))
    return tuple(numbers)


def plans_of(instance, board):
    days = [
        day
        for day in map(instance.day, range(instance.days))
        if day.weekday() < 5 and day not in instance.blocked | board.blocked
    ]
    for dates in combinations(days, board.meetings):
        chain = ([board.last] if board.last else []) + list(dates)
        gaps = [(chain[n + 1] - chain[n]).days for n in range(len(chain) - 1)]
        if set(board.fixed) <= set(dates) and all(board.tolerated[0] <= gap <= board.tolerated[1] for gap in gaps):
            yield dates


def cheapest(instance):
    ids = [board.id for board in instance.boards]
    best = None
    for dates in product(*(list(plans_of(instance, board)) for board in instance.boards)):
        plans = dict(zip(ids, dates, strict=True))
        apart = all(
            abs((one - other).days) >= instance.separation_days
            for first, second in combinations(instance.boards, 2)
            if first.required & second.required
            for one in plans[first.id]
            for other in plans[second.id]
        )
        if apart:
            found = literal_cost(instance, plans)
            best = found if best is None else min(best, found)
    return best


def days_of_the_period(longest=5):
    return st.frozensets(st.integers(0, 20).map(lambda n: MONDAY + timedelta(days=n)), max_size=longest)


@st.composite
def boards(draw, name):
    shortest = draw(st.integers(1, 6))
    longest = draw(st.integers(shortest, 9))
    target_from = draw(st.integers(1, 8))
    members = draw(st.frozensets(st.sampled_from(PEOPLE), max_size=3))
    return Board(
        id=name,
        last=draw(st.none() | st.integers(1, 9).map(lambda n: MONDAY - timedelta(days=n))),
        meetings=draw(st.integers(0, 3)),
        tolerated=(shortest, longest),
        target=(target_from, draw(st.integers(target_from, 10))),
        weekdays=draw(st.frozensets(st.integers(0, 4), min_size=1, max_size=2)),
        members=members,
        required=draw(st.frozensets(st.sampled_from(PEOPLE), max_size=2)),
        quorum=draw(st.integers(0, 3)),
        blocked=draw(days_of_the_period(2)),
        fixed=tuple(sorted(draw(days_of_the_period(1)))) if draw(st.integers(0, 3)) == 0 else (),
    )


@st.composite
def instances(draw):
    count = draw(st.integers(1, 3))
    members = [draw(boards(f"b{number}")) for number in range(count)]
    if count == 3:
        members = [replace(board, meetings=min(board.meetings, 2)) for board in members]
    return Instance(
        begins=MONDAY,
        ends=MONDAY + timedelta(days=draw(st.integers(4, 20 if count < 3 else 12))),
        boards=tuple(members),
        blocked=draw(days_of_the_period()),
        school=draw(days_of_the_period()),
        avoid=draw(days_of_the_period()),
        separation_days=draw(st.integers(0, 5)),
        absences={person: draw(days_of_the_period(8)) for person in PEOPLE},
    )


@settings(max_examples=300, deadline=None)
@given(instances())
def test_no_plan_is_better_than_the_one_found(instance):
    expected = cheapest(instance)
    plan = solve(instance)

    assert plan.cost == plan.bound == expected
    if expected is None:
        assert plan.status == "infeasible"
        assert plan.reasons
    else:
        assert plan.status == "optimal"
        assert is_allowed(instance, plan.boards)
        assert cost(instance, plan.boards) == expected == literal_cost(instance, plan.boards)


@settings(max_examples=100, deadline=None)
@given(instances(), st.integers(1, 3))
def test_a_limit_never_promises_too_much(instance, node_limit):
    best = solve(instance)
    cut = solve(instance, node_limit=node_limit)

    if cut.status == "bounded":
        assert best.cost is None or cut.bound <= best.cost
        assert cut.cost is None or (best.cost <= cut.cost and is_allowed(instance, cut.boards))
    else:
        assert (cut.status, cut.cost) == (best.status, best.cost)


@given(instances(), st.data())
def test_packed_costs_compare_and_add_up_like_tuples(instance, data):
    scale = Scale(instance)
    meetings = sum(board.meetings for board in instance.boards)
    part = st.builds(Cost, *[st.integers(0, meetings // 2)] * 5, st.just(0), st.just(0), st.integers(0, meetings))
    one, other = data.draw(part), data.draw(part)

    assert (scale.pack(one) < scale.pack(other)) == (one < other)
    assert scale.unpack(scale.pack(one) + scale.pack(other)) == tuple(map(sum, zip(one, other, strict=True)))
    assert scale.pack(one) < scale.never
