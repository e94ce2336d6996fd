"""Who is called to a meeting: the chair, the holders of seats on the day of the meeting, the management as guests."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from governance.boards.models import Seat
from governance.confidentiality import MANAGEMENT
from governance.mandates.models import Mandate, Office
from governance.people.models import Person, StaffAssignment
from meetings.invitations.models import Invitation
from meetings.meeting.models import Meeting


@dataclass(frozen=True)
class Invitee:
    person: Person
    role: str
    mandate: Mandate | None = None


def _runs(day: date) -> Q:
    return Q(start__lte=day) & (Q(end__isnull=True) | Q(end__gte=day))


def _mandates(meeting: Meeting) -> list[Mandate]:
    running = Mandate.objects.on(meeting.day).filter(seat__board=meeting.board_id)
    return list(running.select_related("seat", "person").order_by("seat__number"))


def chair_of(meeting: Meeting) -> Person | None:
    """Who leads the meeting."""
    office = Office.objects.at_meeting(meeting.day).filter(board=meeting.board_id).select_related("person").first()
    return office.person if office else None


def _managers(meeting: Meeting) -> list[Person]:
    rows = StaffAssignment.objects.filter(_runs(meeting.day), role=MANAGEMENT).select_related("person")
    return [row.person for row in rows.order_by("person__family_name", "person__given_name")]


def invitees(meeting: Meeting, chair: Person | None) -> list[Invitee]:
    """Everybody to invite, each once, in the order of the seats; three queries with `chair_of`.

    Who holds a seat without a vote, and the management, is called as a guest.
    """
    found: dict[object, Invitee] = {}
    for mandate in _mandates(meeting):
        role = Invitation.Role.MEMBER if mandate.seat.voting else Invitation.Role.GUEST
        if chair and mandate.person_id == chair.pk:
            role = Invitation.Role.CHAIR
        found.setdefault(mandate.person_id, Invitee(mandate.person, role, mandate))
    if chair:
        found.setdefault(chair.pk, Invitee(chair, Invitation.Role.CHAIR))
    for person in _managers(meeting):
        found.setdefault(person.pk, Invitee(person, Invitation.Role.GUEST))
    return list(found.values())


def chair_words(chair: Person | None, people: Sequence[Invitee]) -> dict[str, str]:
    """How letters name the chair: form of address, the office where it is one word that needs no case, and name."""
    if chair is None:
        return {}
    seat = next((one.mandate.seat for one in people if one.mandate and one.person.pk == chair.pk), None)
    by_office = seat is not None and seat.kind == Seat.Kind.EX_OFFICIO and " " not in seat.label
    title = f"{seat.label} " if seat and by_office else ""
    return {"form": chair.form_of_address, "name": f"{title}{chair}"}
