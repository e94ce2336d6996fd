"""What the planner takes on at all, checked before it begins; more would eat memory or time. Pure."""

from datetime import date

from meetings.planning.instance import Board, Instance

BYTES = 10 * 2**20
SECONDS = 3600
YEARS = range(1900, 2200)
DAYS = 1100
BOARDS = 250
MEETINGS = 60
GAP = 1100
STEPS = 20_000_000


def check(instance: Instance) -> None:
    """ValueError in words when the instance is larger than any house's plan or outside the calendar known."""
    _check_years(instance)
    if instance.days > DAYS:
        raise ValueError(f"The period has {instance.days} days, at most {DAYS} can be planned.")
    if len(instance.boards) > BOARDS:
        raise ValueError(f"{len(instance.boards)} boards, at most {BOARDS} can be planned together.")
    if not 0 <= instance.separation_days <= DAYS:
        raise ValueError(f"separation_days must be between 0 and {DAYS}.")
    for board in instance.boards:
        _check_board(board)
    steps = sum(
        board.meetings * instance.days * (board.tolerated[1] - board.tolerated[0] + 1) for board in instance.boards
    )
    if steps > STEPS:
        raise ValueError("Too many meetings, days and possible gaps together: plan fewer boards or a shorter period.")


def _check_board(board: Board) -> None:
    if board.meetings > MEETINGS:
        raise ValueError(f"Board {board.id}: {board.meetings} meetings, at most {MEETINGS} can be planned.")
    if max(board.tolerated[1], board.target[1]) > GAP:
        raise ValueError(f"Board {board.id}: a gap of more than {GAP} days cannot be planned.")
    if not board.weekdays <= frozenset(range(7)):
        raise ValueError(f"Board {board.id}: weekdays are 0 (Monday) to 6 (Sunday).")


def _check_years(instance: Instance) -> None:
    held: list[date] = [board.last for board in instance.boards if board.last]
    for day in (instance.begins, instance.ends, *held):
        if day.year not in YEARS:
            raise ValueError(f"{day.isoformat()}: only {YEARS.start} to {YEARS.stop - 1} can be planned.")
