"""Rows of people: whom an invitation reaches and how, and who answered what."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

from foundation.outbox.models import Delivery, State
from governance.people.models import Person
from meetings.invitations import choices, composing
from meetings.invitations.choices import Choice
from meetings.invitations.inviting import chair_of, invitees
from meetings.invitations.models import Answer, Invitation, Reply
from meetings.meeting.models import Meeting

_BADGES = {
    Answer.ACCEPTED: "success",
    Answer.TENTATIVE: "warning",
    Answer.DECLINED: "danger",
    Answer.DELEGATED: "info",
}


@dataclass(frozen=True)
class Recipient:
    """One person with function and way of delivery; `delivery` is the newest mail about this meeting."""

    person: Person
    role: str
    by_mail: bool
    delivery: Delivery | None = None

    @property
    def troubled(self) -> bool:
        return self.delivery is not None and self.delivery.state in (State.FAILED, State.HELD)


@dataclass(frozen=True)
class Row:
    """One answer as the attendance page shows it."""

    invitation: Invitation
    given: Choice | None
    reply: Reply | None
    badge: str
    entered_by: str

    @property
    def role(self) -> str | Promise:
        return self.invitation.get_role_display()


def recipients(meeting: Meeting) -> list[Recipient]:
    """Who is invited, or will be while nobody is."""
    if meeting.status in (Meeting.Status.PLANNED, Meeting.Status.SCHEDULED):
        return [
            Recipient(one.person, str(Invitation.Role(one.role).label), composing.reachable(one.person))
            for one in invitees(meeting, chair_of(meeting))
        ]
    invited = meeting.invitations.in_force().select_related("person").order_by("pk")
    newest = {row.recipient: row for row in _deliveries(meeting)}
    return [
        Recipient(one.person, one.get_role_display(), composing.reachable(one.person), newest.get(one.person.key))
        for one in invited
    ]


def _deliveries(meeting: Meeting) -> Iterable[Delivery]:
    """Oldest first, without the mails themselves."""
    return Delivery.objects.filter(topic=meeting.key).defer("raw").order_by("created_at", "version")


def sheet(invitations: Iterable[Invitation]) -> list[Row]:
    """Rows for invitations whose replies are prefetched in order; who answered for somebody else is named."""
    rows = list(invitations)
    others = {one.entered_by for row in rows for one in row.replies.all() if one.entered_by != row.person.key}
    names = names_of(others)
    return [_row(one, names) for one in rows]


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
