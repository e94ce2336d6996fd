"""Which version of a board's rules holds on a day."""

from datetime import date

from django.utils.translation import gettext as _

from foundation.values import DomainError
from governance.boards.models import Board
from governance.procedure.models import RulesOfProcedure


def rules_on(board: Board, day: date) -> RulesOfProcedure:
    """The version in force. Raises DomainError (409) where the board has none on that day."""
    rules = RulesOfProcedure.objects.in_force(day).filter(board=board).order_by("-valid_from").first()
    if rules is None:
        raise DomainError(
            _("%(board)s has no rules of procedure for this day. Please enter them first.") % {"board": board.name},
            code="no_rules",
        )
    return rules
