"""Rows of people: whom an invitation reaches and how, and who answered what."""

from collections.abc import Iterable
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
    """Rows for invitations whose replies are prefetched in order."""
    return [_row(one) for one in invitations]


def _row(invitation: Invitation) -> Row:
    replies = [one for one in invitation.replies.all() if one.sequence >= invitation.asked_sequence]
    given = choices.given(invitation)
    return Row(
        invitation=invitation,
        given=given,
        reply=replies[-1] if given and replies else None,
        badge=_BADGES.get(Answer(invitation.answer), "info"),
    )
