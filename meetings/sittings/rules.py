"""Who leads a sitting on screen."""

from governance.confidentiality import Reader
from meetings.meeting.models import Meeting


def can_lead(reader: Reader, meeting: Meeting) -> bool:
    """The board office records, the chair, a deputy chair or who stands in leads; members watch."""
    return reader.is_secretariat or reader.leads_meeting(meeting.board_id, meeting.day)
