"""Why there is no plan: the first meeting without an allowed day, what blocks it, what would help. Pure."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from meetings.planning.course import Courses
from meetings.planning.instance import SATURDAY, Board, Instance

Cause = Literal["weekend", "blocked", "board_blocked", "outside", "fixed", "separation", "gap"]
Kind = Literal["separation", "range", "tolerated", "fixed", "board_blocked"]

_FARTHEST_DAY_LOOKED_AT = 366
_KINDS: tuple[Kind, ...] = ("separation", "range", "tolerated", "fixed", "board_blocked")


@dataclass(frozen=True)
class Relaxation:
    """One rule given up would open `day`: by `days` days (of separation, of the period, of the gap)."""

    kind: Kind
    day: date
    days: int

    def to_json(self) -> dict[str, Any]:
        return {"kind": self.kind, "day": self.day.isoformat(), "days": self.days}


@dataclass(frozen=True)
class Reason:
    """The board's first meeting (counted from 1) without an allowed day.

    `causes` counts the days of the window by what closes them: `weekend`, `blocked` (public holiday,
    closed period), `board_blocked`, `outside` (of the days that may be chosen), `fixed` (a fixed date
    would be left out), `separation` (another board is too near), `gap` (no earlier date leads there).
    Public holidays and weekends are never offered as a relaxation.
    """

    board: str
    meeting: int
    window: tuple[date, date]
    causes: dict[Cause, int]
    relaxation: Relaxation | None

    def to_json(self) -> dict[str, Any]:
        return {
            "board": self.board,
            "meeting": self.meeting,
            "window": [day.isoformat() for day in self.window],
            "causes": dict(self.causes),
            "relaxation": self.relaxation.to_json() if self.relaxation else None,
        }


def explain(instance: Instance, courses: Sequence[Courses]) -> tuple[Reason, ...]:
    """One reason per board that has no plan of its own; otherwise the first that has none beside the others.

    Beside the others: boards are placed one after the other, each by its best course.
    """
    hopeless = [
        _first_stop(instance, board, {})
        for board, course in zip(instance.boards, courses, strict=True)
        if course.best() is None
    ]
    if hopeless:
        return tuple(hopeless)
    placed: list[tuple[Board, tuple[int, ...]]] = []
    for board, course in zip(instance.boards, courses, strict=True):
        taken = _taken(instance, board, placed)
        best = course.best(frozenset(taken))
        if best is None:
            return (_first_stop(instance, board, taken),)
        placed.append((board, best[1]))
    return ()


def _taken(instance: Instance, board: Board, placed: list[tuple[Board, tuple[int, ...]]]) -> dict[int, int]:
    """Days too near to a rival's meeting, and by how many days the separation would have to shrink."""
    near = instance.separation_days
    taken: dict[int, int] = {}
    for rival, dates in placed:
        if instance.must_keep_apart(board, rival):
            for held in dates:
                for day in range(max(0, held - near + 1), min(held + near, instance.days)):
                    taken[day] = max(taken.get(day, 0), near - abs(day - held))
    return taken


def _first_stop(instance: Instance, board: Board, taken: dict[int, int]) -> Reason:
    if not board.meetings:
        return Reason(board.id, 0, (instance.begins, instance.ends), {}, None)
    walk = _Walk(instance, board, {instance.day(day): days for day, days in taken.items()})
    reached = [board.last] if board.last else []
    for number in range(1, board.meetings + 1):
        ahead = [day for day in walk.window(reached) if walk.cause(day, reached, number) is None]
        if not ahead:
            return walk.reason(reached, number)
        reached = ahead
    raise AssertionError("A board whose every meeting has a day has a plan.")


class _Walk:
    """Forwards through all days a board can reach, meeting by meeting."""

    def __init__(self, instance: Instance, board: Board, taken: dict[date, int]) -> None:
        self.instance = instance
        self.board = board
        self.taken = taken

    def window(self, reached: Sequence[date]) -> list[date]:
        """From the earliest to the latest day the gaps allow; the whole period for a free first meeting."""
        if not reached:
            begin, end = self.instance.begins, self.instance.ends
        else:
            begin = min(reached) + timedelta(days=self.board.tolerated[0])
            end = max(reached) + timedelta(days=self.board.tolerated[1])
        return [begin + timedelta(days=number) for number in range((end - begin).days + 1)]

    def cause(self, day: date, reached: Sequence[date], number: int) -> Cause | None:
        """What closes the day for that meeting; the cause that is hardest to remove is named."""
        for cause in self._causes(day, reached, number):
            return cause
        return None

    def _causes(self, day: date, reached: Sequence[date], number: int) -> Iterator[Cause]:
        if day.weekday() >= SATURDAY:
            yield "weekend"
        if day in self.instance.blocked:
            yield "blocked"
        if day in self.board.blocked:
            yield "board_blocked"
        if not self.instance.begins <= day <= self.instance.ends:
            yield "outside"
        if day in self.taken:
            yield "separation"
        near = self._near(day, reached, number)
        if reached and not near:
            yield "gap"
        if not self._keeps_fixed(day, near or reached, number):
            yield "fixed"

    def _near(self, day: date, reached: Sequence[date], number: int) -> Sequence[date]:
        """Those of the earlier dates, which are in order, that the day may follow."""
        shortest, longest = self.board.tolerated
        latest = day - timedelta(days=shortest if number == 1 else max(1, shortest))
        return reached[bisect_left(reached, day - timedelta(days=longest)) : bisect_right(reached, latest)]

    def _keeps_fixed(self, day: date, near: Sequence[date], number: int) -> bool:
        """No fixed date is jumped over, and none is left behind the last meeting."""
        fixed = self.board.fixed
        if number == self.board.meetings and fixed and day < fixed[-1]:
            return False
        if number == 1:
            return not fixed or day <= fixed[0]
        return any(not any(last < date < day for date in fixed) for last in near)

    def reason(self, reached: Sequence[date], number: int) -> Reason:
        window = self.window(reached)
        counted = Counter(self.cause(day, reached, number) for day in window)
        return Reason(
            board=self.board.id,
            meeting=number,
            window=(window[0], window[-1]) if window else (self.instance.begins, self.instance.ends),
            causes={cause: days for cause, days in sorted(counted.items()) if cause},
            relaxation=min(
                self._relaxations(window, reached, number),
                key=lambda offer: (offer.days, _KINDS.index(offer.kind), offer.day),
                default=None,
            ),
        )

    def _relaxations(self, window: list[date], reached: Sequence[date], number: int) -> Iterator[Relaxation]:
        if not window:
            return
        begin = window[0] - timedelta(days=_FARTHEST_DAY_LOOKED_AT)
        for step in range(len(window) + 2 * _FARTHEST_DAY_LOOKED_AT):
            day = begin + timedelta(days=step)
            causes = list(self._causes(day, reached, number))
            if len(causes) == 1:
                offer = self._relaxation(causes[0], day, reached)
                if offer:
                    yield offer

    def _relaxation(self, cause: Cause, day: date, reached: Sequence[date]) -> Relaxation | None:
        if cause == "outside":
            beyond = max((self.instance.begins - day).days, (day - self.instance.ends).days)
            return Relaxation("range", day, beyond)
        if cause == "separation":
            return Relaxation("separation", day, self.taken[day])
        if cause == "gap":
            shortest, longest = self.board.tolerated
            after = [(day - last).days for last in reached if last < day]
            if not after:
                return None
            return Relaxation("tolerated", day, min(max(shortest - gap, gap - longest) for gap in after))
        if cause in ("fixed", "board_blocked"):
            return Relaxation(cause, day, 1)
        return None
