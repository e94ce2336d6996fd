"""Which version of a board's rules holds on a day."""

from datetime import date

from django.utils.translation import gettext as _

from foundation.values import DomainError
from governance.boards.models import Board
from governance.procedure.models import RulesOfProcedure


def version_on(board: Board, day: date) -> RulesOfProcedure | None:
    """The version in force, in one query; a working group without rules of its own follows those of its board."""
    boards = [pk for pk in (board.pk, board.parent_id) if pk]
    found = {rules.board_id: rules for rules in RulesOfProcedure.objects.in_force(day).filter(board__in=boards)}
    return next((found[pk] for pk in boards if pk in found), None)


def rules_on(board: Board, day: date) -> RulesOfProcedure:
    """The version in force. Raises DomainError (409) where the board has none on that day."""
    rules = version_on(board, day)
    if rules is None:
        raise DomainError(
            _("%(board)s has no rules of procedure for this day. Please enter them first.") % {"board": board.name},
            code="no_rules",
        )
    return rules


def first_or_in_force(board: Board, day: date) -> RulesOfProcedure | None:
    """The board's own version in force, else the first one to come: what is entered before a board begins."""
    current = RulesOfProcedure.objects.current().filter(board=board)
    begun = current.filter(valid_from__lte=day).order_by("-valid_from").first()
    return begun or current.order_by("valid_from").first()
