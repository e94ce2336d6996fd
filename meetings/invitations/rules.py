"""Who may see and do what with invitations and answers."""

from datetime import datetime

from governance.confidentiality import Reader
from meetings.invitations.models import Invitation
from meetings.meeting.models import Meeting


def can_send(reader: Reader) -> bool:
    """Inviting, moving, cancelling, and seeing the letters of others is the board office's work."""
    return reader.is_secretariat


def can_see_answers(reader: Reader, meeting: Meeting) -> bool:
    """Answers by name: board office and who leads the meeting. Everybody else sees the numbers and the own answer."""
    return reader.is_secretariat or reader.leads_meeting(meeting.board_id, meeting.day)


def takes_answers(meeting: Meeting, now: datetime) -> bool:
    """From the invitation until the meeting begins."""
    return meeting.status == Meeting.Status.INVITED and now < meeting.starts_at


def answers_open(invitation: Invitation, now: datetime) -> bool:
    """Whether this person may answer now."""
    return invitation.withdrawn_at is None and takes_answers(invitation.meeting, now)
