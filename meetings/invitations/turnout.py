"""How many will come, read from the answers in force."""

from collections.abc import Sequence

from governance.boards.models import Seat
from governance.procedure.answers import quorum_needed
from meetings.invitations.forecast import Forecast, forecast
from meetings.meeting.models import Meeting
from meetings.meeting.standing import quorum_basis, rules_of


def expected(meeting: Meeting, answers: Sequence[str] | None = None) -> Forecast:
    """The forecast of the quorum in at most three queries where `meeting` knows its rules, whatever the board's size.

    `answers`: those of the members with a vote, where they are loaded.
    """
    seats = Seat.objects.filter(board=meeting.board_id).voting().on(meeting.day).count()
    if answers is None:
        answers = list(meeting.invitations.voting().values_list("answer", flat=True))
    needed = quorum_needed(quorum_basis(meeting, seats=seats), rules_of(meeting))
    return forecast(answers, needed, seats)
