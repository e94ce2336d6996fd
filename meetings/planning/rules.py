"""Who may see and do what with a year plan."""

from governance.boards.models import Board
from governance.boards.rules import can_see_members
from governance.confidentiality import Reader
from meetings.meeting.models import Meeting
from meetings.planning.models import YearPlan


def can_plan(reader: Reader) -> bool:
    """Dates are planned by the board office."""
    return reader.is_secretariat


def can_see(reader: Reader, board: Board) -> bool:
    """Members of the board, its chair, and staff whose work covers every board."""
    return can_see_members(reader, board) or board.pk in reader.chairs


def sees_dates(reader: Reader, plan: YearPlan) -> bool:
    """A proposal is the office's; what is pencilled in or confirmed is for all who see the plan."""
    return reader.is_secretariat or plan.status != YearPlan.Status.PROPOSED


def can_set(reader: Reader, meeting: Meeting) -> bool:
    """A pencilled date is confirmed by the board office or by the chair, one click of either."""
    return reader.is_secretariat or meeting.board_id in reader.chairs
