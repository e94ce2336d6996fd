"""Rows of people: whom an invitation reaches and how, and who answered what."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from foundation.outbox.models import Delivery, State
from foundation.web.wording import day_digits
from governance.boards.models import Seat
from governance.people.models import Person
from governance.procedure.answers import POST
from meetings.invitations import choices, composing, copying
from meetings.invitations.choices import Choice
from meetings.invitations.inviting import chair_of, comes, deputies_of, invitees
from meetings.invitations.models import Answer, Invitation, Reply
from meetings.meeting import standing
from meetings.meeting.models import Meeting
from meetings.meeting.standing import rules_of

_BADGES = {
    Answer.ACCEPTED: "success",
    Answer.TENTATIVE: "warning",
    Answer.DECLINED: "danger",
    Answer.DELEGATED: "info",
}


@dataclass(frozen=True)
class Recipient:
    """One person with function and way of delivery; `way` tells that as a sentence, `lost` that there is none.
    `delivery` is the newest mail about this meeting, `told` what is said to this person alone, `copies` to whom
    else it goes and how."""

    person: Person
    role: str
    by_mail: bool
    way: str
    lost: bool = False
    delivery: Delivery | None = None
    told: str = ""
    copies: tuple[str, ...] = ()

    @property
    def troubled(self) -> bool:
        """A person has to look; who stopped it knows."""
        one = self.delivery
        return one is not None and (one.state == State.FAILED or (one.state == State.HELD and not one.held_by))


@dataclass(frozen=True)
class Row:
    """One answer as the attendance page shows it; `hint`: what is to do where the substitute is not called by the
    answer; `seat`: where to name a deputy for that."""

    invitation: Invitation
    given: Choice | None
    reply: Reply | None
    badge: str
    entered_by: str
    hint: str = ""
    seat: Seat | None = None

    @property
    def role(self) -> str | Promise:
        return self.invitation.function


def recipients(meeting: Meeting, today: date) -> list[Recipient]:
    """Who is invited, or will be while nobody is, then with copies to come."""
    if meeting.status in (Meeting.Status.PLANNED, Meeting.Status.SCHEDULED):
        return to_reach(meeting, [one.as_invitation(meeting) for one in invitees(meeting, chair_of(meeting))], today)
    # What was copied when they were invited may not be what would be copied now.
    invited = meeting.invitations.in_force().select_related("person", "mandate__person").order_by("pk")
    newest = {row.recipient: row for row in _deliveries(meeting)}
    last = standing.last_days(meeting, today).numbers[POST]
    return [replace(_reached(one, last), delivery=newest.get(one.person.key)) for one in invited]


def to_reach(meeting: Meeting, invitations: Sequence[Invitation], today: date) -> list[Recipient]:
    """These people with the way that their letter takes, and the copies of it."""
    last = standing.last_days(meeting, today).numbers[POST]
    copies: dict[UUID, tuple[str, ...]] = {}
    for one, assistant in copying.copied(invitations, today):
        words = _("Copy to %(assistant)s: e-mail to %(address)s")
        told = words % {"assistant": assistant, "address": assistant.email}
        copies[one.person_id] = (*copies.get(one.person_id, ()), told)
    return [replace(_reached(one, last), copies=copies.get(one.person_id, ())) for one in invitations]


def _reached(one: Invitation, last_by_post: date) -> Recipient:
    person, by_mail = one.person, composing.reachable(one.person)
    if by_mail:
        return Recipient(person, one.function, True, _("E-mail to %(address)s") % {"address": person.email})
    if person.postal_address:
        way = _("Letter by post, last day of dispatch %(day)s") % {"day": day_digits(last_by_post)}
        return Recipient(person, one.function, False, way)
    why = _("no postal address") if person.channel == Person.Channel.POST else _("the e-mail address is not usable")
    return Recipient(person, one.function, False, _("Not reachable: %(why)s") % {"why": why}, lost=True)


def _deliveries(meeting: Meeting) -> Iterable[Delivery]:
    """Oldest first, without the mails themselves."""
    about = Delivery.objects.filter(topic=meeting.key).exclude(kind=composing.TRIAL)
    return about.defer("raw").order_by("created_at", "version")


def sheet(meeting: Meeting, invitations: Iterable[Invitation]) -> list[Row]:
    """Rows for invitations whose replies are prefetched in order, each deputy after the member whose place it is; who
    answered for somebody else is named."""
    rows = _by_seat(list(invitations))
    others = {one.entered_by for row in rows for one in row.replies.all() if one.entered_by != row.person.key}
    names = names_of(others)
    return _hinted(meeting, [_row(one, names) for one in rows])


def _by_seat(rows: list[Invitation]) -> list[Invitation]:
    members = {one.mandate_id: n for n, one in enumerate(rows) if one.mandate_id and not one.represents}
    places = [(members.get(one.mandate_id or 0, n), one.represents is not None, one) for n, one in enumerate(rows)]
    return [one for _place, _deputy, one in sorted(places, key=lambda place: place[:2])]


def _hinted(meeting: Meeting, rows: list[Row]) -> list[Row]:
    """Where somebody is named as substitute who gets no invitation by that, the next step is told."""
    called = {row.invitation.mandate_id for row in rows if row.invitation.represents}
    sent = [row for row in rows if row.given and row.given.asks_who and row.invitation.mandate_id not in called]
    if not sent:
        return rows
    named = deputies_of(meeting) if rules_of(meeting).deputies_allowed else None
    return [_hint(row, named) if row in sent else row for row in rows]


def _hint(row: Row, named: Mapping[int, Person] | None) -> Row:
    mandate = row.invitation.mandate
    if mandate is None or named is None:
        return replace(row, hint=_("The rules know no deputies: who comes is a guest without a vote."))
    deputy = named.get(mandate.seat_id)
    if deputy and comes(deputy, row.reply.note if row.reply else ""):
        return replace(row, hint=_("%(deputy)s is being invited.") % {"deputy": deputy})
    if deputy:
        words = _("Nobody is invited by that: the deputy named for this seat is %(deputy)s.") % {"deputy": deputy}
    else:
        words = _("Nobody is invited by that: no deputy is named for this seat.")
    return replace(row, hint=words, seat=mandate.seat)


def names_of(keys: Collection[str]) -> dict[str, str]:
    """Names by key; keys that are no person's are left out. One query, none for no keys."""
    people = [key.removeprefix("person:") for key in keys if key.startswith("person:")]
    return {one.key: str(one) for one in Person.objects.filter(pk__in=people)} if people else {}


def entered_by(invitation: Invitation, reply: Reply | None) -> str:
    """Who gave the answer in force for this person; empty for nobody else."""
    if reply is None or reply.entered_by == invitation.person.key:
        return ""
    return names_of([reply.entered_by]).get(reply.entered_by, "")


def _row(invitation: Invitation, names: Mapping[str, str]) -> Row:
    replies = [one for one in invitation.replies.all() if one.sequence >= invitation.asked_sequence]
    given = choices.given(invitation)
    reply = replies[-1] if given and replies else None
    return Row(
        invitation=invitation,
        given=given,
        reply=reply,
        badge=_BADGES.get(Answer(invitation.answer), "info"),
        entered_by=names.get(reply.entered_by, "") if reply and reply.entered_by != invitation.person.key else "",
    )
