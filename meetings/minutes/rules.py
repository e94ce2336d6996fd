"""Who may see and do what with minutes."""

from governance.confidentiality import Reader
from meetings.meeting.models import Meeting
from meetings.minutes.models import Minutes


def can_write(reader: Reader) -> bool:
    """Writing and sending is the board office's work."""
    return reader.is_secretariat


def can_sign_off(reader: Reader, meeting: Meeting) -> bool:
    """The chair; the board office records the chair's word with a note."""
    return reader.is_secretariat or meeting.board_id in reader.chairs


def can_return(reader: Reader, minutes: Minutes) -> bool:
    """The chair, while the draft waits for the chair's word."""
    return minutes.status == Minutes.Status.CHAIR_REVIEW and minutes.meeting.board_id in reader.chairs


def sees_draft(reader: Reader, minutes: Minutes) -> bool:
    """What is not yet sent: the board office and the chair. Everybody else reads the last version sent."""
    return reader.is_secretariat or minutes.meeting.board_id in reader.chairs


def can_object(reader: Reader, minutes: Minutes) -> bool:
    """Members of the board, while the minutes are out for objections."""
    is_out = minutes.status == Minutes.Status.CIRCULATED
    return is_out and minutes.meeting.board_id in reader.sits_on and reader.person_id is not None
