"""Whether the place fits those who are called: for the board office, before it changes or sends anything."""

from meetings.invitations.inviting import chair_of, invitees
from meetings.invitations.models import Invitation
from meetings.meeting import neighbours
from meetings.meeting.models import Meeting
from meetings.rooms import finding, fitting
from meetings.rooms.models import Room


def in_the_way(meeting: Meeting) -> str:
    """What is to be known of the place of this meeting, others who meet there at that time first; "" for nothing."""
    if meeting.mode == Meeting.Mode.VIDEO:
        return ""
    known, day = finding.places(), meeting.day
    others = neighbours.by_day(meeting.board_id, day, day)[day]
    taken = neighbours.taken(others, meeting.starts_at, meeting.ends_at, meeting.place, known)
    return " ".join([*taken, *fits(meeting, known.room(meeting.place), meeting.video_url)])


def fits(meeting: Meeting, room: Room | None, link: str) -> list[str]:
    """What is to be known of a room this meeting may come to: everybody with a vote and every guest needs a seat."""
    if room is None or meeting.mode == Meeting.Mode.VIDEO:
        return []
    guests = sum(one.role == Invitation.Role.GUEST for one in invitees(meeting, chair_of(meeting)))
    seats = meeting.board.seats.voting().on(meeting.day).count()
    return fitting.remarks(room, people=seats + guests, link=link)
