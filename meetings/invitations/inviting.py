"""Who is called to a meeting: the chair, the holders of seats on the day of the meeting, deputies of those who do not
come, the management as guests."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, Q

from governance.boards.models import Seat
from governance.confidentiality import MANAGEMENT
from governance.mandates.deputising import means
from governance.mandates.models import Deputy, Mandate, Office, Suspension
from governance.people.models import Person, StaffAssignment
from governance.procedure.answers import may_deputise
from meetings.invitations.models import Answer, Invitation, Reply
from meetings.meeting.models import Meeting
from meetings.meeting.standing import rules_of


@dataclass(frozen=True)
class Invitee:
    """One person to call; `mandate` is the own one, or that of the member whose place the person takes."""

    person: Person
    role: str
    mandate: Mandate | None = None

    def as_invitation(self, meeting: Meeting, **values: Any) -> Invitation:
        return Invitation(meeting=meeting, person=self.person, mandate=self.mandate, role=self.role, **values)

    def is_new_to(self, before: Invitation) -> bool:
        """Called before, but not yet in this member's place, or no longer in one."""
        after = self.as_invitation(before.meeting)
        return before.represents != after.represents or (before.role != after.role and bool(after.represents))


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


def invitees(meeting: Meeting, chair: Person | None, *, anew: bool = False) -> list[Invitee]:
    """Everybody to invite, each once, in the order of the seats; three queries with `chair_of`, and up to three more
    where the rules know deputies.

    Who holds a seat without a vote, or takes the place of its holder, is called as a guest, and so is the management.
    `anew`: all answers are about to be asked for anew, so nobody is called by one.
    """
    found: dict[object, Invitee] = {}
    for mandate in _mandates(meeting):
        role = Invitation.Role.MEMBER if mandate.seat.voting else Invitation.Role.GUEST
        if chair and mandate.person_id == chair.pk:
            role = Invitation.Role.CHAIR
        found.setdefault(mandate.person_id, Invitee(mandate.person, role, mandate))
    if chair:
        found.setdefault(chair.pk, Invitee(chair, Invitation.Role.CHAIR))
    for deputy in _deputies(meeting, anew):
        known = found.get(deputy.person.pk)
        if known is None or (known.role, deputy.role) == (Invitation.Role.GUEST, Invitation.Role.DEPUTY):
            found[deputy.person.pk] = deputy
    for person in _managers(meeting):
        found.setdefault(person.pk, Invitee(person, Invitation.Role.GUEST))
    return list(found.values())


def deputies_of(meeting: Meeting) -> dict[int, Person]:
    """Who is named for which seat on the day of the meeting; nobody where the rules know no deputies."""
    if not may_deputise(rules_of(meeting), named=True, excused=True).ok:
        return {}
    named = Deputy.objects.on(meeting.day).filter(seat__board=meeting.board_id)
    return {one.seat_id: one.person for one in named.select_related("person")}


def _deputies(meeting: Meeting, anew: bool) -> list[Invitee]:
    """The deputies of mandates that rest on the day of the meeting, and of members who say that their deputy comes.

    Until the invitation of a member whose mandate will rest is taken back, the member's own answer counts.
    """
    named = deputies_of(meeting)
    if not named:
        return []
    found = []
    for mandate in _holders(meeting, named):
        deputy, own = named[mandate.seat_id], next(iter(mandate.invitations.all()), None)
        called = (not anew and _leaves_it_to(deputy, own)) if own else mandate.rests
        if called and deputy.pk != mandate.person_id:
            role = Invitation.Role.DEPUTY if mandate.seat.voting else Invitation.Role.GUEST
            found.append(Invitee(deputy, role, mandate))
    return found


def _holders(meeting: Meeting, seats: Collection[int]) -> Any:
    """Who holds these seats, with the own invitation and its answers, and whether the mandate rests on that day."""
    counting = Reply.objects.filter(sequence__gte=F("invitation__asked_sequence"))
    own = Invitation.objects.in_force().filter(meeting=meeting, person=F("mandate__person")).order_by("pk")
    own = own.prefetch_related(Prefetch("replies", counting.order_by("received_at", "id")))
    held = Mandate.objects.held_on(meeting.day).filter(seat__in=seats).select_related("seat", "person")
    rests = Exists(Suspension.objects.on(meeting.day).filter(mandate=OuterRef("pk")))
    held = held.annotate(rests=rests).prefetch_related(Prefetch("invitations", own))
    return held.order_by("-seat__voting", "seat__number")


def _leaves_it_to(deputy: Person, own: Invitation) -> bool:
    said = list(own.replies.all())
    return own.answer == Answer.DELEGATED and bool(said) and comes(deputy, said[-1].note)


def stands_in(invitation: Invitation) -> Person | None:
    """The deputy who is called to the meeting in the place of this member."""
    theirs = Invitation.objects.deputies().filter(meeting=invitation.meeting_id, mandate=invitation.mandate_id)
    found = theirs.exclude(pk=invitation.pk).select_related("person").first()
    return found.person if found else None


def comes(deputy: Person, said: str) -> bool:
    """Whether the deputy is who was meant by the answer; where nobody was named it is."""
    return not said or means(said, deputy)


def chair_words(chair: Person | None, people: Sequence[Invitee]) -> dict[str, str]:
    """How letters name the chair: form of address, the office where it is one word that needs no case, and name."""
    if chair is None:
        return {}
    seat = next(
        (one.mandate.seat for one in people if one.mandate and one.mandate.person_id == one.person.pk == chair.pk),
        None,
    )
    by_office = seat is not None and seat.kind == Seat.Kind.EX_OFFICIO and " " not in seat.label
    title = f"{seat.label} " if seat and by_office else ""
    return {"form": chair.form_of_address, "name": f"{title}{chair}"}
