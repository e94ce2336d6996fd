"""Working groups: who votes there is a member of the board above; others come as guests on advisory seats."""

from datetime import date

from django.utils.translation import gettext as _

from foundation.values import DomainError
from governance.boards.models import Board, Seat
from governance.mandates.models import Mandate
from governance.people.models import Person


def check_membership(seat: Seat, person: Person, start: date) -> None:
    """Raises DomainError (409) for a voting seat of a working group and somebody from outside its board."""
    parent = seat.board.parent
    if parent is None or not seat.voting:
        return
    if not Mandate.objects.held_on(start).filter(seat__board=parent, person=person).exists():
        raise DomainError(no_member(person, parent), code="not_in_board")


def no_member(person: Person, parent: Board) -> str:
    words = _("%(person)s is no member of %(board)s on that day. Guests take an advisory seat.")
    return words % {"person": person, "board": parent.name}
