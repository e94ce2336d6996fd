"""Working groups: who votes there is a member of the board above; others come as guests on advisory seats."""

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from foundation.values import DomainError
from governance.boards.models import Board, Seat
from governance.mandates.models import RUNNING, Mandate, MandateQuerySet
from governance.people.models import Person


def check_membership(seat: Seat, person: Person, start: date, *, called: str = "") -> None:
    """Raises DomainError (409) for a voting seat of a working group and somebody from outside its board, who stands
    in the sentence by name or as `called`."""
    parent = seat.board.parent
    if parent is None or not seat.voting:
        return
    if not Mandate.objects.held_on(start).filter(seat__board=parent, person=person).exists():
        raise DomainError(no_member(called or person, parent), code="not_in_board")


def no_member(person: Person | str, parent: Board) -> str:
    words = _("%(person)s is no member of %(board)s on that day. Guests take an advisory seat.")
    return words % {"person": person, "board": parent.name}


def votes_in_groups(mandate: Mandate, last: date) -> MandateQuerySet:
    """The person's seats with a vote in working groups of this board that run on after `last`."""
    return (
        Mandate.objects.filter(
            Q(end__isnull=True) | Q(end__gt=last),
            seat__board__parent=mandate.seat.board_id,
            seat__voting=True,
            person=mandate.person_id,
            status__in=RUNNING,
        )
        .select_related("seat__board", "person")
        .order_by("seat__board__position", "pk")
    )
