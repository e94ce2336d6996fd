"""What the end of the last mandate means for access."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from foundation.accounts.closing import end_access
from foundation.values import Actor
from governance.mandates.effects import Effect
from governance.mandates.models import Deputy, Mandate, Office, runs
from governance.people.models import PartnerAssignment, Person, StaffAssignment


def access(mandate: Mandate, on: date) -> Iterable[Effect]:
    """Entry of `MANDATE_EFFECTS`: logins, keys, remembered devices and links end with the last thing a person does.

    Whoever has another mandate, an office elsewhere, a staff role or a partner to speak for the day after keeps them,
    and so does who is deputy of a seat then or later; a vote in a working group of the board does not, for it ends or
    rests with the mandate.
    """
    person = mandate.person
    if not _goes_on(mandate, on + timedelta(days=1)):
        yield Effect(
            _("All logins, personal links and keys of %(person)s end.") % {"person": person}, _ending_of(person)
        )


def has_left(holder: str, board: int, day: date) -> bool:
    """Whether a person (`person:<uuid>`) was on this board and is no longer on that day."""
    mandates = Mandate.objects.real().filter(person=UUID(holder.removeprefix("person:")), seat__board=board)
    return mandates.filter(end__lt=day).exists() and not mandates.filter(runs(day)).exists()


def _goes_on(mandate: Mandate, day: date) -> bool:
    person = mandate.person_id
    others = Mandate.objects.on(day).filter(person=person).exclude(pk=mandate.pk)
    others = others.exclude(seat__board__parent=mandate.seat.board_id, seat__voting=True)
    offices = Office.objects.on(day).filter(person=person).exclude(board=mandate.seat.board_id)
    roles = StaffAssignment.objects.filter(Q(end__isnull=True) | Q(end__gte=day), person=person, start__lte=day)
    partners = PartnerAssignment.objects.on(day).filter(person=person)
    deputising = Deputy.objects.during(day, None).filter(person=person)
    return any(found.exists() for found in (others, offices, roles, partners, deputising))


def _ending_of(person: Person) -> Callable[..., object]:
    def act(*, by: Actor, now: datetime) -> object:
        return end_access(holder=person.key, user=person.user, by=by, now=now)

    return act
