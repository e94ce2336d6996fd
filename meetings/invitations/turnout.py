"""How many will come, read from the answers in force."""

from collections.abc import Iterable

from governance.boards.models import Seat
from governance.procedure.answers import quorum_needed
from meetings.invitations.forecast import Forecast, forecast, of_seats
from meetings.invitations.models import Invitation
from meetings.meeting.models import Meeting
from meetings.meeting.standing import quorum_basis, rules_of


def seat_answers(invitations: Iterable[Invitation]) -> list[str]:
    """One answer for each seat with a vote to whose member or deputy one of these invitations went."""
    return of_seats(
        (one.mandate_id, one.role == Invitation.Role.DEPUTY, one.answer) for one in invitations if one.votes
    )


def expected(meeting: Meeting, invitations: Iterable[Invitation] | None = None) -> Forecast:
    """The forecast of the quorum in at most three queries where `meeting` knows its rules, whatever the board's size.

    `invitations`: those in force, where they are loaded.
    """
    seats = Seat.objects.filter(board=meeting.board_id).voting().on(meeting.day).count()
    if invitations is None:
        invitations = meeting.invitations.voting().only("meeting_id", "mandate_id", "role", "answer")
    needed = quorum_needed(quorum_basis(meeting, seats=seats), rules_of(meeting))
    return forecast(seat_answers(invitations), needed, seats)
