"""Who leads a sitting on screen, and from when on it begins."""

from datetime import datetime, timedelta

from governance.confidentiality import Reader
from meetings.meeting.models import Meeting

EARLY = timedelta(minutes=30)
"""People come together in the half hour before; who opens earlier than that may have the wrong meeting."""


def is_early(meeting: Meeting, now: datetime) -> bool:
    """Opening it now is asked about first; nothing forbids it on the day of the meeting."""
    return now < meeting.starts_at - EARLY


def can_lead(reader: Reader, meeting: Meeting) -> bool:
    """The board office records, the chair, a deputy chair or who stands in leads; members watch."""
    return reader.is_secretariat or reader.leads_meeting(meeting.board_id, meeting.day)
