"""Who may do what with the board's opinion and its recommendations."""

from datetime import date

from governance.confidentiality import Reader
from opinions.outcomes.models import ConsolidatedOpinion


def can_write(reader: Reader, board_id: int) -> bool:
    """Draft, edit, circulate, adopt: chair of the board, and the board office, which adopts on the chair's word."""
    return reader.is_secretariat or board_id in reader.chairs


def can_dissent(reader: Reader, opinion: ConsolidatedOpinion, today: date) -> bool:
    """A member of the board while the draft is with the members; the act asks for the rest."""
    if opinion.status != ConsolidatedOpinion.Status.CIRCULATED or opinion.dissents_until is None:
        return False
    return today <= opinion.dissents_until and opinion.board_id in reader.boards


def can_answer(reader: Reader) -> bool:
    """Answer recommendations: the management."""
    return reader.is_management
