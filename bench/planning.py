"""The year planner against OR-Tools' CP-SAT as oracle, against its own dynamic program, and with a city's boards.

Alone: `python -m bench.planning` with requirements-bench.txt installed.
"""

import statistics
import sys
import time
from collections.abc import Callable
from random import Random
from typing import TypeVar

from bench import oracle, plans
from meetings.planning.course import Courses
from meetings.planning.instance import Instance
from meetings.planning.scores import Scale
from meetings.planning.solver import Plan, is_allowed, solve

Answer = TypeVar("Answer")
INSTANCES = 200
HOUSES = 21
SECONDS = 15
CITY = {"boards": 60, "people": 1200, "shared": 300}


def _timed(call: Callable[[], Answer]) -> tuple[float, Answer]:
    began = time.perf_counter()
    answer = call()
    return time.perf_counter() - began, answer


def _separation(number: int) -> int:
    """Every second instance has the same-day rule, the others 2 to 7 days."""
    return 1 if number % 2 == 0 else 2 + number // 2 % 6


def _equal(instance: Instance, plan: Plan, proven: oracle.Cost | None) -> bool:
    """Both found the same cost and the plan keeps the rules, or both found that there is none."""
    if proven is None:
        return plan.status == "infeasible"
    return plan.status == "optimal" and plan.cost == plan.bound == proven and is_allowed(instance, plan.boards)


def _against_the_oracle() -> dict[str, object]:
    pairs: dict[bool, list[tuple[float, float]]] = {True: [], False: []}
    different, none = [], 0
    for number in range(INSTANCES):
        instance = plans.few_boards(Random(number), _separation(number))
        ours, plan = _timed(lambda asked=instance: solve(asked))
        theirs, proven = _timed(lambda asked=instance: oracle.cheapest(asked))
        pairs[instance.separation_days == 1].append((ours, theirs))
        none += proven is None
        if not _equal(instance, plan, proven):
            different.append(number)
            print(f"instance {number}: ours {plan.status} {plan.cost}, CP-SAT {proven}", file=sys.stderr)
    found: dict[str, object] = {"planning_different": different, "planning_none": none}
    for same_day, name in ((True, "same_day"), (False, "week")):
        found[f"planning_{name}_ms"] = statistics.median(ours for ours, _theirs in pairs[same_day]) * 1000
        found[f"planning_{name}_oracle_ms"] = statistics.median(theirs for _ours, theirs in pairs[same_day]) * 1000
        found[f"planning_{name}_ratio"] = statistics.median(theirs / ours for ours, theirs in pairs[same_day])
    return found


def _each_board_alone(instance: Instance) -> list[object]:
    scale = Scale(instance)
    return [Courses(instance, board, scale).best() for board in instance.boards]


def _against_the_bare_program() -> dict[str, object]:
    pairs = []
    for number in range(HOUSES):
        seen = [plans.three_boards(Random(number)) for _ours_and_bare in range(2)]
        ours, _plan = _timed(lambda asked=seen[0]: solve(asked))
        bare, _courses = _timed(lambda asked=seen[1]: _each_board_alone(asked))
        pairs.append((ours, bare))
    return {
        "planning_house_ms": statistics.median(ours for ours, _bare in pairs) * 1000,
        "planning_bare_ms": statistics.median(bare for _ours, bare in pairs) * 1000,
        "planning_bare_ratio": statistics.median(ours / bare for ours, bare in pairs),
    }


def _a_city() -> dict[str, object]:
    instance = plans.a_city(Random(1), **CITY)
    seconds, plan = _timed(lambda: solve(instance, seconds=SECONDS))
    return {
        "planning_city_seconds": seconds,
        "planning_city_status": plan.status,
        "planning_city_cost": plan.cost,
        "planning_city_bound": plan.bound,
        "planning_city_allowed": plan.cost is not None and is_allowed(instance, plan.boards),
    }


def measure() -> dict[str, object]:
    return _against_the_oracle() | _against_the_bare_program() | _a_city()


def goals(found: dict[str, object]) -> list[tuple[str, str, str, bool]]:
    """Rows of the results: (what, measured, goal, met)."""

    def number(name: str) -> float:
        return float(str(found[f"planning_{name}"]))

    def faster(name: str) -> str:
        ours, theirs = number(f"{name}_ms"), number(f"{name}_oracle_ms")
        return f"{number(f'{name}_ratio'):.0f} x ({ours:.0f} ms, CP-SAT {theirs:.0f} ms)"

    different = found["planning_different"]
    equal = f"{different or 'none'} different; {found['planning_none']} without a plan on both sides"
    bare = f"{number('bare_ratio'):.2f} x ({number('house_ms'):.1f} ms, bare {number('bare_ms'):.1f} ms)"
    city, met = number("city_seconds"), bool(found["planning_city_allowed"])
    return [
        (f"year plan, {INSTANCES} random instances against CP-SAT", equal, "none different", not different),
        ("year plan, same-day rule, against CP-SAT", faster("same_day"), "≥ 20 x", number("same_day_ratio") >= 20),
        ("year plan, 2 to 7 days apart, against CP-SAT", faster("week"), "≥ 5 x", number("week_ratio") >= 5),
        ("year plan, 3 boards x 4, against each alone", bare, "≤ 3 x", number("bare_ratio") <= 3),
        ("year plan, 60 boards, 1,200 people, 300 shared", _gap(found), "a plan in < 20 s", met and city < 20),
    ]


def _gap(found: dict[str, object]) -> str:
    """Seconds, cost and bound; the gap is the difference, number by number."""
    cost, bound = found["planning_city_cost"], found["planning_city_bound"]
    words = f"{float(str(found['planning_city_seconds'])):.1f} s, {found['planning_city_status']}"
    if not isinstance(cost, tuple) or not isinstance(bound, tuple):
        return f"{words}, no plan"
    gap = tuple(one - other for one, other in zip(cost, bound, strict=True))
    return f"{words}; cost {tuple(cost)}, proven bound {tuple(bound)}, gap {gap}"


def main() -> int:
    rows = goals(measure())
    for what, measured, goal, met in rows:
        print(f"{'ok  ' if met else 'MISS'} {what}: {measured} (goal {goal})")
    return 0 if all(met for *_words, met in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
