"""What the end of a person's last part in the boards means for access."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from foundation.accounts.closing import end_access
from foundation.values import Actor
from governance.mandates.effects import Effect
from governance.mandates.models import Deputy, Mandate, Office, runs
from governance.people.models import Assistance, PartnerAssignment, Person, StaffAssignment


def access(mandate: Mandate, on: date) -> Iterable[Effect]:
    """Entry of `MANDATE_EFFECTS`: logins, keys, remembered devices and links end with the last thing a person does.

    Whoever has another mandate, an office elsewhere, a staff role, somebody to assist or a partner to speak for the
    day after keeps them, and so does who is deputy of a seat or a member then or later; a vote in a working group of
    the board does not, for it ends or rests with the mandate.
    """
    board = mandate.seat.board_id
    groups = Q(seat__board__parent=board, seat__voting=True)
    yield from _ends(mandate.person, on, mandates=~(Q(pk=mandate.pk) | groups), offices=~Q(board=board))


def deputising(deputy: Deputy, on: date) -> Iterable[Effect]:
    """Entry of `DEPUTY_EFFECTS`: the same for who was deputy of a seat and does nothing else the day after."""
    yield from _ends(deputy.person, on, deputies=~Q(pk=deputy.pk))


def has_left(holder: str, board: int, day: date) -> bool:
    """Whether a person (`person:<uuid>`) was on this board and is no longer on that day."""
    mandates = Mandate.objects.real().filter(person=UUID(holder.removeprefix("person:")), seat__board=board)
    return mandates.filter(end__lt=day).exists() and not mandates.filter(runs(day)).exists()


def _ends(person: Person, on: date, **counted: Q) -> Iterable[Effect]:
    if not _goes_on(person, on + timedelta(days=1), **counted):
        yield Effect(
            _("All logins, personal links, keys and calendar addresses of %(person)s end.") % {"person": person},
            _ending_of(person),
        )


def _goes_on(person: Person, day: date, *, mandates: Q = Q(), offices: Q = Q(), deputies: Q = Q()) -> bool:
    """Whether the person has something to do from that day on: of mandates, offices and deputies those that count."""
    roles = StaffAssignment.objects.filter(Q(end__isnull=True) | Q(end__gte=day), person=person, start__lte=day)
    found = (
        Mandate.objects.on(day).filter(mandates, person=person),
        Mandate.objects.real().filter(mandates, person=person, start__gt=day),
        Office.objects.on(day).filter(offices, person=person),
        Deputy.objects.during(day, None).filter(deputies, person=person),
        PartnerAssignment.objects.on(day).filter(person=person),
        Assistance.objects.on(day).filter(assistant=person),
        roles,
    )
    return any(rows.exists() for rows in found)


def _ending_of(person: Person) -> Callable[..., object]:
    def act(*, by: Actor, now: datetime) -> object:
        return end_access(holder=person.key, user=person.user, by=by, now=now)

    return act
