"""Who may do what with an action item."""

from governance.confidentiality import Reader
from meetings.actions.models import ActionItem


def can_report(reader: Reader, action: ActionItem) -> bool:
    """The owner; the board office on the owner's word."""
    return action.owner_id == reader.person_id or reader.is_secretariat


def can_drop(reader: Reader, action: ActionItem) -> bool:
    """The chair of the board, or the board office on the chair's word."""
    return reader.is_secretariat or action.item.meeting.board_id in reader.chairs


def can_verify(reader: Reader) -> bool:
    """The board office finds that something is done."""
    return reader.is_secretariat
