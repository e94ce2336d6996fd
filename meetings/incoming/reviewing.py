"""What a person decides about a message that waits: take it over, ask the member anew, leave it at that."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from foundation.journal.recording import record
from foundation.outbox.models import IncomingMail
from foundation.values import Actor, DomainError
from meetings.invitations import reminders, replies, restoring
from meetings.invitations.choices import Choice
from meetings.invitations.models import Invitation, Reply
from meetings.meeting.models import Meeting

Review, Done = IncomingMail.State.REVIEW, IncomingMail.State.DONE


def invitations_for(mail: IncomingMail, *, now: datetime) -> QuerySet[Invitation]:
    """Which invitations a message may answer: those to the meeting it is about, else the open ones of its sender."""
    found = Invitation.objects.in_force().filter(meeting__status=Meeting.Status.INVITED, meeting__starts_at__gt=now)
    found = found.select_related("person", "meeting__board", "meeting__rules", "mandate__person")
    if mail.about:
        return found.filter(meeting=_pk(mail.about)).order_by("person__family_name", "pk")
    if mail.person:
        return found.filter(person=_pk(mail.person)).order_by("meeting__starts_at")
    return found.order_by("meeting__starts_at", "person__family_name", "pk")


def answered(mails: Iterable[IncomingMail]) -> dict[int, Invitation]:
    """The invitations that these messages answer, of those that wait. At most one query."""
    named = [one.facts["invitation"] for one in mails if one.state == Review and one.facts.get("invitation")]
    return Invitation.objects.in_bulk(named) if named else {}


def taken_back(invitations: Iterable[Invitation]) -> dict[UUID, set[int]]:
    """By meeting, each SEQUENCE that stands for a date that was taken back. At most one query."""
    meetings = {one.meeting_id for one in invitations}
    return restoring.taken_back(meetings) if meetings else {}


def _pk(key: str) -> UUID:
    """Of "person:<uuid>" or "meeting:<uuid>"."""
    return UUID(key.partition(":")[2])


@transaction.atomic
def take_over(
    mail: IncomingMail, invitation: Invitation, choice: Choice, *, note: str, sequence: int, by: Actor, now: datetime
) -> Reply:
    """Record what the message says as the answer of this invitation; the message is settled with it.

    `sequence` is the SEQUENCE of the date that was shown. Raises DomainError as `replies.record`, and 409 where
    somebody else settled the message meanwhile.
    """
    _settle(mail, "applied", by=by, now=now)
    return replies.record(
        invitation,
        choice.answer,
        by_video=choice.by_video,
        note=note,
        comment=str(mail.facts.get("comment", "")),
        by=by.on_behalf_of(invitation.person.key),
        source=Reply.Source.MAIL,
        sequence=sequence,
        now=now,
    )


@transaction.atomic
def ask_again(mail: IncomingMail, *, by: Actor, now: datetime) -> None:
    """Send the member the link to answer anew. Raises DomainError (409) where no mail would go out about that."""
    sent = reminders.send_links(_pk(mail.person), now=now) if mail.person else set()
    if not (sent & {mail.about} if mail.about else sent):
        words = _(
            "No e-mail went out: the member got one within the last hour, has no open invitation, gets post, or "
            "mails about the meeting are stopped."
        )
        raise DomainError(words, code="not_asked")
    _settle(mail, "asked_again", by=by, now=now)


@transaction.atomic
def leave(mail: IncomingMail, *, by: Actor, now: datetime) -> None:
    """Nothing is to be done about it. Pressed twice is pressed once."""
    if IncomingMail.objects.filter(pk=mail.pk, state=Review).exists():
        _settle(mail, "left", by=by, now=now)


@transaction.atomic
def reopen(mail: IncomingMail, *, by: Actor, now: datetime) -> None:
    """Put a message that was left at that before the office again; one that was taken over stays so."""
    left = IncomingMail.objects.filter(pk=mail.pk, state=Done, disposition=IncomingMail.Disposition.REVIEW)
    if left.exclude(settled_at=None).update(state=Review, settled_at=None, settled_by=""):
        record("mail.reopened", f"message:{mail.pk}", by=by, now=now)


def _settle(mail: IncomingMail, how: str, *, by: Actor, now: datetime) -> None:
    waiting = IncomingMail.objects.filter(pk=mail.pk, state=Review)
    values = {"disposition": IncomingMail.Disposition.APPLIED} if how == "applied" else {}
    if not waiting.update(state=Done, settled_at=now, settled_by=by.key, **values):
        raise DomainError(_("This message is settled already."), code="message_settled")
    record("mail.settled", f"message:{mail.pk}", by=by, now=now, how=how)
