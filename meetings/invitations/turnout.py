"""How many will come, read from the answers in force."""

from governance.boards.models import Seat
from governance.procedure.answers import quorum_basis, quorum_needed
from meetings.invitations.forecast import Forecast, forecast
from meetings.meeting.models import Meeting
from meetings.meeting.standing import rules_of


def expected(meeting: Meeting) -> Forecast:
    """The forecast of the quorum in two queries where `meeting` knows its rules, whatever the size of the board."""
    seats = Seat.objects.filter(board=meeting.board_id).voting().on(meeting.day).count()
    answers = list(meeting.invitations.voting().values_list("answer", flat=True))
    rules = rules_of(meeting)
    return forecast(answers, quorum_needed(quorum_basis(rules, seats, len(answers)), rules), seats)
