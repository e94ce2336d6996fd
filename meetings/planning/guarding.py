"""The cadence guard: where a board has to meet soon and nothing is set, the best date is pencilled in."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from foundation.almanac.periods import seed
from foundation.values import BERLIN, SYSTEM
from governance.boards.models import Board
from governance.procedure.models import RulesOfProcedure
from meetings.meeting import scheduling
from meetings.meeting.models import Meeting
from meetings.planning.models import PlannedDate, YearPlan
from meetings.planning.posing import best, problem
from meetings.planning.proposing import LEAD
from meetings.planning.watching import Need, Window, watch

Status = Meeting.Status


def pencil_due(*, now: datetime) -> int:
    """Duty: 60 days before the window of a board closes with nothing set, its best date is pencilled in.

    Nobody is told before somebody confirms it (`setting.set_date`). A day on which a date was cancelled is not tried
    again. Returns how many dates were pencilled in; where the window holds no allowed day, none is.
    """
    today = now.astimezone(BERLIN).date()
    return sum(_pencil(board, window, today, now) for board, window in _wanting(today, now))


def _wanting(today: date, now: datetime) -> Iterator[tuple[Board, Window]]:
    found = RulesOfProcedure.objects.in_force(today).filter(board__parent=None).select_related("board")
    versions = {one.board_id: one for one in found}
    watches = watch({pk: one.as_rules() for pk, one in versions.items()}, now, pencilled=True)
    for pk, one in watches.items():
        if one.need is Need.DATE and one.window:
            yield versions[pk].board, one.window


def _pencil(board: Board, window: Window, today: date, now: datetime) -> int:
    first = max(window.opens, today + LEAD)
    day = _proposed(board, first, window.closes) or best_day(board, first, window.closes)
    if day is None:
        return 0
    scheduling.pencil_in(board, day, by=SYSTEM, now=now)
    return 1


def _proposed(board: Board, first: date, last: date) -> date | None:
    """The date that the proposal of the year has in the window: adopting it later finds this one."""
    dates = PlannedDate.objects.filter(plan__board=board, plan__status=YearPlan.Status.PROPOSED, meeting=None)
    gone = _cancelled(board, first, last)
    days = dates.filter(day__range=(first, last)).order_by("day").values_list("day", flat=True)
    return next((day for day in days if day not in gone), None)


def best_day(board: Board, first: date, last: date) -> date | None:
    """The best day for one more meeting of the board between two days; None where there is none."""
    if first > last:
        return None
    seed([first.year, last.year])
    asked = problem([board], first, last)
    (alone,) = asked.boards
    alone = replace(alone, meetings=1, fixed=(), blocked=alone.blocked | _cancelled(board, first, last))
    _asked, found = best(replace(asked, boards=(alone,)))[board.slug]
    return next(iter(found.boards.get(board.slug, ())), None)


def _cancelled(board: Board, first: date, last: date) -> set[date]:
    gone = Meeting.objects.between(first, last).filter(board=board, status=Status.CANCELLED)
    return {one.day for one in gone}
