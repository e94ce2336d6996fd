"""The cadence guard: where a board has to meet soon and nothing is set, the best date is pencilled in."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from foundation.almanac.periods import seed
from foundation.values import BERLIN, SYSTEM
from governance.boards.models import Board
from governance.procedure.models import RulesOfProcedure
from meetings.meeting import scheduling
from meetings.planning.models import PlannedDate, YearPlan
from meetings.planning.posing import best, problem
from meetings.planning.proposing import LEAD
from meetings.planning.scores import is_open
from meetings.planning.watching import Need, Window, watch


def pencil_due(*, now: datetime) -> int:
    """Duty: 60 days before the window of a board closes with nothing set, its best date is pencilled in.

    Nobody is told before somebody confirms it (`setting.set_date`). A day on which a date was cancelled is not tried
    again. Returns how many dates were pencilled in; where the window holds no allowed day, none is.
    """
    return sum(_pencil(board, window, now) for board, window in _wanting(now))


def _wanting(now: datetime, board: Board | None = None) -> Iterator[tuple[Board, Window]]:
    """The boards, or this one if it is among them, that need a date, each with its window."""
    today = now.astimezone(BERLIN).date()
    found = RulesOfProcedure.objects.in_force(today).filter(board__parent=None).select_related("board")
    found = found.filter(board=board) if board else found
    versions = {one.board_id: one for one in found}
    watches = watch({pk: one.as_rules() for pk, one in versions.items()}, now, pencilled=True)
    for pk, one in watches.items():
        if one.need is Need.DATE and one.window:
            yield versions[pk].board, one.window


def _pencil(board: Board, window: Window, now: datetime) -> int:
    # Searching may take seconds, so it comes before the lock; whoever set a date meanwhile was quicker.
    day = best_day(board, max(window.opens, now.astimezone(BERLIN).date() + LEAD), window.closes, now)
    if day is None:
        return 0
    with transaction.atomic():
        Board.objects.select_for_update(no_key=True).get(pk=board.pk)
        if not any(_wanting(now, board)):
            return 0
        scheduling.pencil_in(board, day, by=SYSTEM, now=now)
    return 1


def best_day(board: Board, first: date, last: date, now: datetime) -> date | None:
    """The best day for one more meeting of the board between two days; None where there is none.

    A day that the proposal of the year has there comes first: adopting it later finds this one.
    """
    if first > last:
        return None
    seed([first.year, last.year])
    asked = problem([board], first, last, own=False, now=now)
    alone = replace(asked.boards[0], meetings=1)
    proposed = next((day for day in _proposed(board, first, last) if is_open(asked, alone, day)), None)
    if proposed:
        return proposed
    _asked, found = best(replace(asked, boards=(alone,)))[board.slug]
    return next(iter(found.boards.get(board.slug, ())), None)


def _proposed(board: Board, first: date, last: date) -> QuerySet[PlannedDate, date]:
    dates = PlannedDate.objects.filter(plan__board=board, plan__status=YearPlan.Status.PROPOSED, meeting=None)
    return dates.filter(day__range=(first, last)).order_by("day").values_list("day", flat=True)
