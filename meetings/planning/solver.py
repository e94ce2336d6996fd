"""The best year plan of several boards, exact and without a solver library. Pure.

Each board alone is solved by `course`. Where two courses come too close, the search branches: either
the one board or the other stays away from a stretch of days so short that both cannot meet in it.
Always the cheapest branch is taken up next, so the first plan without a clash is the best one, and
the cheapest open branch is at any moment an honest bound.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from heapq import heappop, heappush
from itertools import count, islice
from time import perf_counter
from typing import Any, Literal

from meetings.planning.course import Course, Courses
from meetings.planning.instance import Board, Instance, Plans
from meetings.planning.reasons import Reason, explain
from meetings.planning.scores import Cost, Scale, cost, is_allowed

__all__ = ["Board", "Cost", "Instance", "Plan", "Plans", "Reason", "cost", "is_allowed", "solve"]

Status = Literal["optimal", "bounded", "infeasible"]
Forbidden = tuple[frozenset[int], ...]
Node = tuple[int, int, Forbidden, tuple[Course, ...]]

_STEPS_OF_THE_DIVE = 500
_SHARE_OF_THE_SEARCH = 0.8
"""Of the time; the rest is for the best plan that can be had without a proof."""


@dataclass(frozen=True)
class Plan:
    """The answer. No plan is cheaper than `bound`; it equals `cost` when the plan is optimal.

    `bounded` without a cost: the limit came before any allowed plan was found.
    """

    status: Status
    boards: dict[str, tuple[date, ...]]
    cost: Cost | None
    bound: Cost | None
    nodes: int
    seconds: float
    reasons: tuple[Reason, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "status": self.status,
            "boards": {board: [day.isoformat() for day in dates] for board, dates in self.boards.items()},
            "cost": list(self.cost) if self.cost else None,
            "bound": list(self.bound) if self.bound else None,
            "nodes": self.nodes,
            "seconds": round(self.seconds, 6),
            "reasons": [reason.to_json() for reason in self.reasons],
        }


def solve(instance: Instance, *, seconds: float = 20, node_limit: int | None = None) -> Plan:
    """The cheapest allowed plan; after `seconds` or `node_limit` nodes the best found, with its bound."""
    return _Search(instance).run(seconds, node_limit)


class _Search:
    def __init__(self, instance: Instance) -> None:
        self.started = perf_counter()
        self.instance = instance
        self.scale = Scale(instance)
        self.courses = [Courses(instance, board, self.scale) for board in instance.boards]
        self.rivals = {
            (one, other)
            for other, board in enumerate(instance.boards)
            for one in range(other)
            if instance.must_keep_apart(instance.boards[one], board)
        }
        self.numbers = count()
        self.found: Node | None = None

    def run(self, seconds: float, node_limit: int | None) -> Plan:
        root = self._node(tuple(frozenset[int]() for _ in self.courses))
        queue = [root] if root else []
        known = {root[2]} if root else set()
        nodes = 0
        while queue:
            if self.found and self.found[0] <= queue[0][0]:
                return self._plan("optimal", self.found, self.found[0], nodes)
            if nodes and (nodes == node_limit or perf_counter() - self.started > seconds * _SHARE_OF_THE_SEARCH):
                return self._cut_short(queue, nodes, seconds)
            node = heappop(queue)
            nodes += 1
            for child in self._branch(node):
                if child[2] not in known:
                    known.add(child[2])
                    heappush(queue, child)
        if self.found:
            return self._plan("optimal", self.found, self.found[0], nodes)
        return self._plan("infeasible", None, None, nodes)

    def _branch(self, node: Node) -> Iterator[Node]:
        """The two branches at the first clash; none when the node is a plan, which is kept."""
        stretch = self._clash(node)
        if stretch is None:
            if self.found is None or node < self.found:
                self.found = node
            return
        days, boards = stretch
        for board in boards:
            child = self._node(_forbid(node[2], board, days), node)
            if child:
                yield child

    def _node(self, forbidden: Forbidden, parent: Node | None = None) -> Node | None:
        plans = []
        for number, courses in enumerate(self.courses):
            if parent and forbidden[number] is parent[2][number]:
                plans.append(parent[3][number])
                continue
            course = courses.best(forbidden[number])
            if course is None:
                return None
            plans.append(course)
        return sum(packed for packed, _ in plans), next(self.numbers), forbidden, tuple(plans)

    def _clash(self, node: Node) -> tuple[frozenset[int], tuple[int, int]] | None:
        """The earliest clash: days of which no two are far enough apart, and the two boards."""
        near = self.instance.separation_days
        met = sorted((day, board) for board, (_price, dates) in enumerate(node[3]) for day in dates)
        for place, (early, one) in enumerate(met):
            for late, other in islice(met, place + 1, None):
                if late - early >= near:
                    break
                pair = min(one, other), max(one, other)
                if pair in self.rivals:
                    return self._stretch(early, late), pair
        return None

    def _stretch(self, early: int, late: int) -> frozenset[int]:
        near = self.instance.separation_days
        begin = max(0, early - (near - 1 - (late - early)) // 2)
        return frozenset(range(begin, min(begin + near, self.instance.days)))

    def _cut_short(self, queue: list[Node], nodes: int, seconds: float) -> Plan:
        """At a limit: the best plan that can be had without a proof; the bound is the cheapest branch."""
        bound = queue[0][0]
        self._dive(queue, seconds)
        self._place_in_turn()
        self._settle(seconds)
        if self.found and self.found[0] <= bound:
            return self._plan("optimal", self.found, self.found[0], nodes)
        return self._plan("bounded", self.found, bound, nodes)

    def _dive(self, queue: list[Node], seconds: float) -> None:
        """Depth first, cheaper branch first; after the time limit only until the first plan."""
        stack = sorted(queue, reverse=True)
        for _ in range(_STEPS_OF_THE_DIVE):
            if not stack or (self.found and perf_counter() - self.started > seconds):
                return
            node = stack.pop()
            if self.found is None or node[0] < self.found[0]:
                stack.extend(sorted(self._branch(node), reverse=True))

    def _place_in_turn(self) -> None:
        """One board after the other, each by its best dates beside those placed; kept when it is cheaper."""
        plans: tuple[Course, ...] = ()
        for number in range(len(self.courses)):
            best = self._beside(number, plans)
            if best is None:
                return
            plans += (best,)
        self._keep(plans)

    def _settle(self, seconds: float) -> None:
        """Each board in turn takes its best dates beside all others', until none gains by it or time ends."""
        before = None
        while self.found and self.found != before:
            before = self.found
            for number in range(len(self.courses)):
                if perf_counter() - self.started > seconds:
                    return
                plans = self.found[3]
                best = self._beside(number, plans)
                if best:
                    self._keep((*plans[:number], best, *plans[number + 1 :]))

    def _beside(self, number: int, plans: tuple[Course, ...]) -> Course | None:
        """The board's best course with the given ones of its rivals kept."""
        near, end = self.instance.separation_days, self.instance.days
        rivals = [sum(pair) - number for pair in self.rivals if number in pair]
        return self.courses[number].best(
            frozenset(
                day
                for rival in rivals
                if rival < len(plans)
                for held in plans[rival][1]
                for day in range(max(0, held - near + 1), min(held + near, end))
            )
        )

    def _keep(self, plans: tuple[Course, ...]) -> None:
        packed = sum(price for price, _dates in plans)
        if self.found is None or packed < self.found[0]:
            self.found = packed, next(self.numbers), (), plans

    def _plan(self, status: Status, node: Node | None, bound: int | None, nodes: int) -> Plan:
        boards = {}
        if node:
            boards = {
                board.id: tuple(map(self.instance.day, dates))
                for board, (_, dates) in zip(self.instance.boards, node[3], strict=True)
            }
        return Plan(
            status=status,
            boards=boards,
            cost=self.scale.unpack(node[0]) if node else None,
            bound=None if bound is None else self.scale.unpack(bound),
            nodes=nodes,
            reasons=explain(self.instance, self.courses) if status == "infeasible" else (),
            seconds=perf_counter() - self.started,
        )


def _forbid(forbidden: Forbidden, board: int, days: frozenset[int]) -> Forbidden:
    return (*forbidden[:board], forbidden[board] | days, *forbidden[board + 1 :])
