"""Who may do what with a round of assessments."""

from governance.boards.models import Board
from governance.confidentiality import Reader
from opinions.rounds.models import OpinionRound


def can_see_rounds(reader: Reader) -> bool:
    """The list of all rounds: board office, management, chairs. Members have their own list."""
    return reader.is_secretariat or reader.is_management or bool(reader.chairs)


def can_request(reader: Reader, board: Board | None = None) -> bool:
    """Ask a board for its opinion: management, board office, and the chair of that board."""
    if reader.is_secretariat or reader.is_management:
        return True
    return bool(reader.chairs) if board is None else board.pk in reader.chairs


def can_run(reader: Reader, opinion_round: OpinionRound) -> bool:
    """Open, extend, close, cancel, and see who is missing: board office and chair of the board."""
    return reader.is_secretariat or opinion_round.board_id in reader.chairs


def can_enter_paper(reader: Reader) -> bool:
    """Enter an answer that came on paper: the board office."""
    return reader.is_secretariat
