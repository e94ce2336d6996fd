"""What a plan costs: eight numbers, compared from the left, and the same packed into one integer."""

from collections.abc import Sequence, Set
from datetime import date
from itertools import accumulate, pairwise
from operator import lshift
from typing import NamedTuple

from meetings.planning.instance import SATURDAY, Board, Instance, Plans


class Cost(NamedTuple):
    """Smaller is better, the first difference decides. Sums over all boards and meetings."""

    required_absent: int = 0
    below_quorum: int = 0
    school: int = 0
    off_target: int = 0
    off_weekday: int = 0
    absent: int = 0
    unevenness: int = 0
    lateness: int = 0


def cost(instance: Instance, plans: Plans) -> Cost:
    """The cost of the given dates, whether they are allowed or not."""
    parts = [
        part
        for board in instance.boards
        for dates in [sorted(plans[board.id])]
        for part in [*(day_cost(instance, board, day) for day in dates), gap_cost(board, dates)]
    ]
    return Cost(*(sum(column) for column in zip(Cost(), *parts, strict=True)))


def is_allowed(instance: Instance, plans: Plans) -> bool:
    """Whether the dates keep every hard rule."""
    return all(_keeps_rules(instance, board, sorted(plans[board.id])) for board in instance.boards) and all(
        abs((day - other).days) >= instance.separation_days
        for number, board in enumerate(instance.boards)
        for rival in instance.boards[:number]
        if instance.must_keep_apart(board, rival)
        for day in plans[board.id]
        for other in plans[rival.id]
    )


def is_open(instance: Instance, board: Board, day: date) -> bool:
    """Whether the board may meet on that day at all."""
    return (
        instance.begins <= day <= instance.ends
        and day.weekday() < SATURDAY
        and day not in instance.blocked
        and day not in board.blocked
    )


def day_cost(instance: Instance, board: Board, day: date) -> Cost:
    """What one meeting on that day costs, apart from its gaps."""
    absent: Set[str] = instance.absent_on.get(day, frozenset())
    missing = len(board.members & absent)
    return Cost(
        int(not board.required.isdisjoint(absent)),
        int(len(board.members) - missing < board.quorum),
        int(day in instance.school),
        0,
        int(day.weekday() not in board.weekdays or day in instance.avoid),
        missing,
        0,
        (day - instance.begins).days,
    )


def gap_cost(board: Board, dates: Sequence[date]) -> Cost:
    """What the gaps between the dates cost, the gap from the last meeting held included."""
    found = gaps(board, dates)
    return Cost(
        off_target=sum(not board.target[0] <= gap <= board.target[1] for gap in found),
        unevenness=sum(abs(later - earlier) for earlier, later in pairwise(found)),
    )


def gaps(board: Board, dates: Sequence[date]) -> list[int]:
    held = [board.last] if board.last else []
    return [(later - earlier).days for earlier, later in pairwise([*held, *dates])]


class Scale:
    """Packs costs of one instance into integers that compare and add up exactly as the tuples do.

    Each place is wide enough for the worst sum over all boards, so that nothing carries over.
    """

    def __init__(self, instance: Instance) -> None:
        meetings = sum(board.meetings for board in instance.boards)
        worst = Cost(
            required_absent=meetings,
            below_quorum=meetings,
            school=meetings,
            off_target=meetings,
            off_weekday=meetings,
            absent=sum(board.meetings * len(board.members) for board in instance.boards),
            unevenness=sum(
                board.meetings * abs(board.tolerated[1] - board.tolerated[0]) for board in instance.boards
            ),
            lateness=meetings * instance.days,
        )
        widths = [number.bit_length() for number in worst]
        ends = list(accumulate(reversed(widths), initial=0))
        self._shifts = tuple(reversed(ends[:-1]))
        self._masks = tuple((1 << width) - 1 for width in widths)
        self.never = 1 << (ends[-1] + 1)
        """More than any plan can cost."""

    def pack(self, costs: Cost) -> int:
        return sum(map(lshift, costs, self._shifts))

    def unpack(self, packed: int) -> Cost:
        return Cost(*(packed >> shift & mask for shift, mask in zip(self._shifts, self._masks, strict=True)))


def _keeps_rules(instance: Instance, board: Board, dates: Sequence[date]) -> bool:
    return (
        len(dates) == len(set(dates)) == board.meetings
        and set(board.fixed) <= set(dates)
        and all(is_open(instance, board, day) for day in dates)
        and all(board.tolerated[0] <= gap <= board.tolerated[1] for gap in gaps(board, dates))
    )
