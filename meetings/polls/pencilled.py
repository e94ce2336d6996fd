"""Dates pencilled in that a date poll replaces: once its date is fixed they would stand beside it."""

from datetime import date, datetime, timedelta

from foundation.values import midnight
from governance.boards.models import Board
from governance.procedure.rules_in_force import version_on
from meetings.meeting.models import Meeting
from meetings.planning.watching import window_after

Status = Meeting.Status
ONE_DAY = timedelta(days=1)


def beside(board: Board, starts_at: datetime, day: date, now: datetime) -> list[Meeting]:
    """Dates ahead, pencilled in for the meeting that `day` becomes: after the one before it, and no later than the
    rules allow until the next; where the board has not met, as near as the window of the rules is wide.

    The date that is pencilled in for the same hour is taken over and stands not beside it. At most three queries.
    """
    version = version_on(board, day)
    if version is None:
        return []
    rules = version.as_rules()
    own = Meeting.objects.in_cadence().filter(board=board)
    met = own.filter(starts_at__lt=midnight(day)).exclude(status__in=[Status.PLANNED, Status.CANCELLED])
    if last := met.order_by("starts_at").last():
        first, closes = last.day + ONE_DAY, window_after(last.day, rules).closes
    else:
        width = timedelta(days=rules.tolerated_max - rules.tolerated_min)
        first, closes = day - width, day + width
    found = own.between(first, max(closes, day)).filter(status=Status.PLANNED, starts_at__gt=now)
    return list(found.exclude(starts_at=starts_at).order_by("starts_at"))
