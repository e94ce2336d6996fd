"""Who may see and do what with agendas and topics."""

from django.db.models import QuerySet

from foundation.accounts.factors import FactorNeeded
from governance.boards.models import Board
from governance.confidentiality import Level, Reader
from governance.rights.addressing import is_addressed
from governance.rights.levels import max_level
from meetings.agenda.models import Agenda
from meetings.meeting.models import Meeting


def can_edit(reader: Reader, meeting: Meeting) -> bool:
    """The draft belongs to the board office and the chair."""
    return reader.is_secretariat or meeting.board_id in reader.chairs


def expect_proven(reader: Reader, meeting: Meeting) -> None:
    """Raises FactorNeeded for who leads the board while confidential items of the meeting wait for that proof."""
    if meeting.board_id in reader.locked and meeting.items.filter(level__gt=Level.BOARD).exists():
        raise FactorNeeded


def sees_agenda(reader: Reader, board_id: int, status: str) -> bool:
    """Drafts are the office's, the chair's and the management's; others see what the chair released.

    The same as `AgendaItem.objects.visible_to`, for a meeting that is loaded already.
    """
    early = reader.is_secretariat or reader.is_management or board_id in reader.chairs
    return early or status in (Agenda.Status.RELEASED, Agenda.Status.FROZEN)


def can_take_back(meeting: Meeting, agenda: Agenda) -> bool:
    """A release can be taken back until people are invited."""
    return agenda.status == Agenda.Status.RELEASED and meeting.status in (
        Meeting.Status.PLANNED,
        Meeting.Status.SCHEDULED,
    )


def may_read_sent(reader: Reader, meeting: Meeting) -> bool:
    """The file of a sent agenda holds texts up to the board's level; see `copies.sent_file` for recused people."""
    whole = is_addressed(reader, meeting.board_id, None)
    return whole and max_level(reader, meeting.board_id) >= Level.BOARD


def boards_to_propose_for(reader: Reader) -> QuerySet[Board]:
    """Members propose topics to their boards; board office and management to every board."""
    boards = Board.objects.visible_to(reader).order_by("position")
    if reader.is_secretariat or reader.is_management:
        return boards
    return boards.filter(pk__in=reader.sits_on | reader.chairs)


def can_propose(reader: Reader) -> bool:
    """Members, chairs, management and board office; behind each stands a person."""
    places = reader.is_secretariat or reader.is_management or bool(reader.sits_on | reader.chairs)
    return reader.person_id is not None and places


def can_decide(reader: Reader, board_id: int) -> bool:
    """Topics are accepted by the chair, or by the board office on the chair's word."""
    return reader.is_secretariat or board_id in reader.chairs
