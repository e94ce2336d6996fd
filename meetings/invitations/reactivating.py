"""A meeting that was called off takes place after all."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from foundation.accounts.links import revoke_links
from foundation.journal.recording import record
from foundation.outbox import queue
from foundation.values import Actor, DomainError
from governance.procedure.answers import Answer as Ruling
from governance.procedure.rules_in_force import rules_on
from meetings.agenda import editing
from meetings.invitations import calling, sending
from meetings.invitations.dispatching import LINK_PURPOSE, dispatch
from meetings.invitations.inviting import Invitee, chair_of, chair_words, invitees
from meetings.invitations.models import Dispatch
from meetings.meeting import scheduling
from meetings.meeting.models import Meeting

OVERTAKEN = (*sending.OVERTAKEN, "cancellation")


@transaction.atomic
def reactivate(
    meeting: Meeting, *, by: Actor, now: datetime, reason: str = "", leaves_at: datetime | None = None
) -> Dispatch | None:
    """Set a cancelled meeting again, at its date and with its agenda but for what is on another one by now. Set twice
    is set once.

    Where people were invited, everybody to be called today is asked anew under a higher SEQUENCE (RFC 5546 2.1.4), so
    the entry comes back; the notice period is judged anew and a short one wants a `reason`. Where nobody was, the
    meeting is scheduled again and who keeps the date free is told by `planning.telling`. `leaves_at` as in
    `sending.invite`. Raises DomainError (409): it has begun, was never told to anybody, its board has another meeting
    at this hour, the period is short without a reason, nobody can be invited.
    """
    check(meeting, leaves_at or now)
    if not was_invited(meeting):
        if _back(meeting, Meeting.Status.SCHEDULED, by, now):
            editing.leave_elsewhere(meeting, by=by, now=now)
        return None
    chair = chair_of(meeting)
    people = invitees(meeting, chair)
    ruling = _ruled(meeting, people, reason, leaves_at or now)
    short_before = (meeting.shortened, meeting.shortened_reason)
    shortened = sending.shortening(ruling, reason)
    back = _back(meeting, Meeting.Status.INVITED, by, now, rules=rules_on(meeting.board, meeting.day), **shortened)
    if not back:
        return meeting.dispatches.filter(kind=Dispatch.Kind.REACTIVATE).order_by("sequence").last()
    left = editing.leave_elsewhere(meeting, by=by, now=now)
    if left or short_before != (meeting.shortened, meeting.shortened_reason):
        editing.fix_again(meeting, by=by, now=now)
    _release_others(meeting, people, now)
    queue.supersede(meeting.key, meeting.sequence, kinds=OVERTAKEN)
    invitations = calling.call(meeting, people, now)
    words = {"chair": chair_words(chair, people)}
    return dispatch(
        Dispatch.Kind.REACTIVATE, meeting, invitations, now=now, ruling=ruling, words=words, leaves_at=leaves_at
    )


def was_invited(meeting: Meeting) -> bool:
    """Whether people were called to this meeting before it was cancelled."""
    return meeting.invitations.in_force().exists()


def can_be_set_again(meeting: Meeting, now: datetime) -> bool:
    """Called off, and ahead. What was only pencilled in is planned anew instead."""
    return meeting.status == Meeting.Status.CANCELLED and not meeting.dropped and now < meeting.starts_at


def check(meeting: Meeting, now: datetime) -> None:
    """Raises DomainError where nothing can be set again; for one that stands by now nothing."""
    if meeting.status == Meeting.Status.CANCELLED and not can_be_set_again(meeting, now):
        words = _("This meeting can no longer be set again. Please plan a new one.")
        raise DomainError(words, code="meeting_not_cancelled")
    if meeting.status not in (Meeting.Status.CANCELLED, Meeting.Status.SCHEDULED, Meeting.Status.INVITED):
        raise DomainError(_("Only a cancelled meeting can be set again."), code="meeting_not_cancelled")
    others = Meeting.objects.filter(board=meeting.board_id, starts_at=meeting.starts_at).exclude(pk=meeting.pk)
    if others.exclude(status=Meeting.Status.CANCELLED).exists():
        raise DomainError(_("The board meets at this hour already."), code="meeting_there")


def _ruled(meeting: Meeting, people: Sequence[Invitee], reason: str, leaves_at: datetime) -> Ruling:
    if not any(one.mandate for one in people):
        raise DomainError(_("Nobody holds a seat on this day. Please appoint members first."), code="nobody_invited")
    ruling = sending.ruling_for(meeting, people, leaves_at)
    if not ruling.ok and not reason and meeting.status == Meeting.Status.CANCELLED:
        raise DomainError(ruling.sentence, code="notice_short")
    return ruling


def _back(meeting: Meeting, status: str, by: Actor, now: datetime, **fields: Any) -> bool:
    """False where somebody else has set it again."""
    step = {"sequence": F("sequence") + 1, **scheduling.step(now)}
    if not scheduling.move(meeting, [Meeting.Status.CANCELLED], status, cancelled_reason="", **step, **fields):
        meeting.refresh_from_db()
        return False
    record("meeting.reactivated", meeting.key, by=by, now=now, sequence=meeting.sequence)
    return True


def _release_others(meeting: Meeting, people: Sequence[Invitee], now: datetime) -> None:
    """Who was invited and is not called any more was told of the cancellation; that stays the last word."""
    gone = meeting.invitations.in_force().exclude(person__in=[one.person.pk for one in people])
    for one in gone.select_related("person"):
        revoke_links(purpose=LINK_PURPOSE, subject=meeting.key, holder=one.person.key, now=now)
    gone.update(withdrawn_at=now)
