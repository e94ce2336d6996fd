"""Who may do what with a meeting."""

from governance.confidentiality import Reader
from meetings.meeting.models import Meeting


def can_prepare(reader: Reader) -> bool:
    """Dates, agenda and invitation are prepared by the board office."""
    return reader.is_secretariat


def leads(reader: Reader, meeting: Meeting) -> bool:
    """The chair (or a deputy) of the meeting's board."""
    return meeting.board_id in reader.chairs
