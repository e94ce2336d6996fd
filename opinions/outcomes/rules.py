"""Who may do what with the board's opinion and its recommendations."""

from datetime import date

from governance.confidentiality import Reader
from opinions.outcomes.models import ConsolidatedOpinion
from opinions.rounds.models import Opinion, OpinionRound
from opinions.rounds.rules import can_run


def can_write(reader: Reader, opinion_round: OpinionRound | None, *, mine: Opinion | None = None) -> bool:
    """Draft, edit, circulate, adopt the opinion of a round: who runs it. What a meeting decided nobody rewrites."""
    return opinion_round is not None and can_run(reader, opinion_round, mine=mine)


def can_dissent(reader: Reader, opinion: ConsolidatedOpinion, today: date) -> bool:
    """A member of the board while the draft is with the members; the act asks for the rest."""
    if opinion.status != ConsolidatedOpinion.Status.CIRCULATED or opinion.dissents_until is None:
        return False
    return today <= opinion.dissents_until and opinion.board_id in reader.sits_on


def can_answer(reader: Reader) -> bool:
    """Answer recommendations: the management, their addressee, whatever their level."""
    return reader.is_management
