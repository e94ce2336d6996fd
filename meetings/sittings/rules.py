"""Who leads a sitting on screen."""

from governance.confidentiality import Reader
from meetings.meeting.models import Meeting


def can_lead(reader: Reader, meeting: Meeting) -> bool:
    """The board office records, the chair or deputy chair leads; members watch."""
    return reader.is_secretariat or meeting.board_id in reader.chairs
