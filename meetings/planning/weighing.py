"""What a plan weighs beside others: its own cost, the next best day for each date, the difference in words. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from meetings.planning.instance import Board, Instance, Plans
from meetings.planning.scores import Cost, cost, is_allowed, is_open


def board_of(asked: Instance, board: str) -> Board:
    return next(one for one in asked.boards if one.id == board)


def alone(asked: Instance, board: str, plans: Plans) -> Instance:
    """The question of one board, kept clear of the dates the others have in `plans`."""
    one = board_of(asked, board)
    rivals = [rival for rival in asked.boards if rival.id != board and asked.must_keep_apart(one, rival)]
    near = range(1 - asked.separation_days, asked.separation_days)
    taken = {day + timedelta(days=step) for rival in rivals for day in plans.get(rival.id, ()) for step in near}
    return replace(asked, boards=(replace(one, blocked=one.blocked | taken),))


def replacements(single: Instance, dates: Sequence[date], day: date, most: int) -> list[tuple[date, Cost]]:
    """Other days for `day` with the rest of the dates as they are, the best first, each with the cost of the plan."""
    (board,) = single.boards
    fixed = tuple(one for one in board.fixed if one != day)
    single = replace(single, boards=(replace(board, fixed=fixed),))
    rest = [one for one in dates if one != day]
    found = []
    for other in _between(single, board, dates, day):
        plan = {board.id: tuple(sorted([*rest, other]))}
        if other not in dates and is_open(single, board, other) and is_allowed(single, plan):
            found.append((cost(single, plan), other))
    return [(other, weight) for weight, other in sorted(found)[:most]]


def _between(single: Instance, board: Board, dates: Sequence[date], day: date) -> Iterator[date]:
    """The days that the neighbours of `day` leave open by the tolerated gaps."""
    shortest, longest = (timedelta(days=days) for days in board.tolerated)
    before = max([one for one in dates if one < day], default=board.last)
    after = min((one for one in dates if one > day), default=None)
    begin = max(single.begins, before + shortest) if before else single.begins
    end = min(single.ends, before + longest) if before else single.ends
    if after:
        begin, end = max(begin, after - longest), min(end, after - shortest)
    return (begin + timedelta(days=step) for step in range((end - begin).days + 1))


def first_difference(one: Iterable[int], other: Iterable[int]) -> int | None:
    """Which place of two costs decides between them; None where they are equal."""
    return next((place for place, (a, b) in enumerate(zip(one, other, strict=True)) if a != b), None)
