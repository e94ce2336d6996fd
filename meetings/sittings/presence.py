"""Attendance rows as the pure values that `quorum` counts, and the answer for a meeting or an item."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from governance.boards.models import Seat
from governance.mandates.models import Deputy, DeputyQuerySet, Mandate, MandateQuerySet, Suspension
from governance.people.models import Person
from governance.procedure.answers import Answer as Ruling
from governance.procedure.answers import may_deputise
from meetings.agenda.models import AgendaItem, Recusal
from meetings.agenda.second_calls import is_announced
from meetings.invitations.models import Answer, Invitation, InvitationQuerySet
from meetings.meeting.models import Meeting
from meetings.meeting.standing import quorum_basis
from meetings.sittings import quorum
from meetings.sittings.models import Attendance, QuorumFinding


def stays(rows: Iterable[Attendance]) -> list[quorum.Stay]:
    return [quorum.Stay(row.person_id, row.mandate_id is not None, row.arrived_at, row.left_at) for row in rows]


def statutory_seats(meeting: Meeting) -> int:
    """Voting seats of the board on the day of the meeting, filled or not."""
    return Seat.objects.voting().on(meeting.day).filter(board_id=meeting.board_id).count()


def voting_mandates(meeting: Meeting) -> MandateQuerySet:
    """Mandates with a vote on the day of the meeting."""
    return Mandate.objects.on(meeting.day).filter(seat__board_id=meeting.board_id, seat__voting=True)


def deputies(meeting: Meeting) -> DeputyQuerySet:
    """Who may take a member's seat with its vote on the day of the meeting, where its rules know that."""
    assert meeting.rules is not None
    named = Deputy.objects.on(meeting.day).filter(seat__board_id=meeting.board_id, seat__voting=True)
    return named if may_deputise(meeting.rules.as_rules(), named=True, excused=True).ok else named.none()


def vote_of(meeting: Meeting, person: Person) -> Mandate | None:
    """The mandate with which this person votes: the own one, else that of the member whose deputy the person is
    and whose place nobody takes now. A mandate that rests is taken by its deputy, too."""
    own = voting_mandates(meeting).filter(person=person).first()
    if own is not None:
        return own
    replaced = Mandate.objects.held_on(meeting.day).filter(
        seat__in=deputies(meeting).filter(person=person).values("seat")
    )
    return replaced.exclude(pk__in=taken(meeting)).first()


def expected(meeting: Meeting) -> dict[int, UUID]:
    """Who is to come for which mandate that nobody takes yet: the deputy who was called in the member's place, still
    takes it and did not decline, else the member. Nobody comes for a seat whose deputy is there as a guest."""
    people = dict(voting_mandates(meeting).values_list("pk", "person_id"))
    people |= dict(_standing_in(meeting).values_list("mandate_id", "person_id"))
    here = Attendance.objects.filter(meeting=meeting, left_at__isnull=True).values_list("mandate_id", "person_id")
    held, there = zip(*here, strict=True) if here else ((), ())
    return {mandate: one for mandate, one in people.items() if mandate not in held and one not in there}


def _standing_in(meeting: Meeting) -> InvitationQuerySet:
    """Deputies who were called and did not decline, as far as it holds on the day of the meeting: they are named for
    the seat and have no vote of their own, and the member holds the seat, but rests or said that somebody else comes.
    """
    mandate, possible = OuterRef("mandate"), deputies(meeting)
    if possible.query.is_empty():
        return Invitation.objects.none()
    named = possible.filter(seat=OuterRef("mandate__seat"), person=OuterRef("person"))
    rests = Suspension.objects.on(meeting.day).filter(mandate=mandate)
    left_to_it = meeting.invitations.in_force().filter(
        mandate=mandate, person=OuterRef("mandate__person"), answer=Answer.DELEGATED
    )
    called = meeting.invitations.deputies().filter(role=Invitation.Role.DEPUTY).exclude(answer=Answer.DECLINED)
    called = called.filter(Exists(rests) | Exists(left_to_it), Exists(named))
    called = called.filter(mandate__in=Mandate.objects.held_on(meeting.day))
    return called.exclude(person__in=voting_mandates(meeting).values("person"))


def taken(meeting: Meeting) -> QuerySet[Attendance, int | None]:
    """Keys of the mandates whose seats somebody takes now, the member or the deputy."""
    here = Attendance.objects.filter(meeting=meeting, left_at__isnull=True, mandate__isnull=False)
    return here.values_list("mandate_id", flat=True)


def voters(meeting: Meeting, item: AgendaItem | None = None) -> frozenset[UUID]:
    """Persons who may vote right now: present, with a mandate, not recused from the item."""
    rows = Attendance.objects.filter(meeting=meeting, left_at__isnull=True, mandate__isnull=False)
    return quorum.voters(stays(rows), recused=_recused(item))


def _recused(item: AgendaItem | None) -> list[UUID]:
    if item is None:
        return []
    return list(Recusal.objects.filter(item=item).values_list("person_id", flat=True))


def _voters_barred(meeting: Meeting, item: AgendaItem | None) -> int:
    """How many seats with a vote are barred by the recusal of their member, or of the deputy who takes the seat:
    guests and advisory members leave no gap in the quorum."""
    if item is None:
        return 0
    recused = _recused(item)
    members = voting_mandates(meeting).filter(person__in=recused).values_list("pk", flat=True)
    return len({*members.exclude(pk__in=taken(meeting)), *taken(meeting).filter(person__in=recused)})


def answer(meeting: Meeting, item: AgendaItem | None = None) -> Ruling:
    """Whether those present now are enough; `meeting.rules` must be set (invited meetings have them)."""
    assert meeting.rules is not None
    return quorum.answer(
        meeting.rules.as_rules(),
        seats=quorum_basis(meeting),
        present=len(voters(meeting, item)),
        recused=_voters_barred(meeting, item),
        second_call=item is not None and is_second_call(meeting, item),
    )


def is_second_call(meeting: Meeting, item: AgendaItem) -> bool:
    """The item failed for lack of quorum before, the rules know the second call, and the invitation said so."""
    return meeting.rules is not None and meeting.rules.second_call and is_announced(item)


def found(rows: Iterable[QuorumFinding]) -> list[quorum.Found]:
    return [quorum.Found(row.quorate, row.item_id) for row in rows]


def is_blocked(meeting: Meeting, item: AgendaItem) -> bool:
    """Voting on this item is blocked by a negative finding."""
    return quorum.blocks(found(QuorumFinding.objects.filter(meeting=meeting).order_by("found_at", "id")), item.pk)
