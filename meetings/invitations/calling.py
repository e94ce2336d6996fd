"""Single invitations: one row each; who belongs to a meeting is called later, who does not any more is told so."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from foundation.accounts.links import revoke_links
from foundation.journal.recording import record
from foundation.outbox import queue
from foundation.values import SYSTEM, Actor
from meetings.invitations.dispatching import LINK_PURPOSE, dispatch, stopped
from meetings.invitations.inviting import Invitee, chair_of, chair_words, invitees
from meetings.invitations.models import Answer, Dispatch, Invitation
from meetings.meeting import scheduling
from meetings.meeting.models import Meeting


def call(meeting: Meeting, people: Sequence[Invitee], now: datetime) -> list[Invitation]:
    """One invitation for each person; who was invited to this meeting before is asked anew. Returns all in force."""
    fresh = {
        "invited_at": now,
        "withdrawn_at": None,
        "asked_sequence": meeting.sequence,
        "answer": Answer.NEEDS_ACTION,
        "by_video": False,
        "answered_at": None,
    }
    Invitation.objects.bulk_create(
        [one.as_invitation(meeting, **fresh) for one in people],
        update_conflicts=True,
        unique_fields=["meeting", "person"],
        update_fields=["mandate", "role", *fresh],
    )
    return in_force(meeting)


def recast(meeting: Meeting, people: Sequence[Invitee], now: datetime) -> None:
    """Who is invited and takes part in another function from now on holds the invitation in that one."""
    before = {one.person_id: one for one in in_force(meeting)}
    call(meeting, [one for one in people if one.person.pk in before and one.is_new_to(before[one.person.pk])], now)


def was_told(meeting: Meeting, people: Sequence[Invitee]) -> bool:
    """Whether any of them was invited to this meeting before, the invitation in force or taken back."""
    return meeting.invitations.filter(person__in=[one.person.pk for one in people]).exists()


def in_force(meeting: Meeting) -> list[Invitation]:
    """The invitations that hold, with who is called and for whom, ready for letters."""
    found = list(meeting.invitations.in_force().select_related("person", "mandate__person").order_by("pk"))
    for one in found:
        one.meeting = meeting
    return found


@transaction.atomic
def withdraw(
    invitation: Invitation,
    *,
    by: Actor,
    now: datetime,
    known: Mapping[str, Any] | None = None,
    leaves_at: datetime | None = None,
) -> Dispatch | None:
    """Take one invitation back; only this person is told, the meeting stands. Withdrawing twice changes nothing.

    `known`: date and place as the person was told of them, where the meeting has others by now.
    """
    if not Invitation.objects.in_force().filter(pk=invitation.pk).update(withdrawn_at=now):
        return None
    meeting = Meeting.objects.select_related("board").get(pk=invitation.meeting_id)
    record("invitation.withdrawn", meeting.key, by=by, now=now, invitation=invitation.pk)
    queue.withdraw(invitation.person.key, meeting.key)
    revoke_links(purpose=LINK_PURPOSE, subject=meeting.key, holder=invitation.person.key, now=now)
    if meeting.status != Meeting.Status.INVITED or now >= meeting.starts_at:
        return None
    _next_sequence(meeting, now)
    for name, value in (known or {}).items():
        setattr(meeting, name, value)
    invitation.refresh_from_db()
    invitation.meeting = meeting
    return dispatch(Dispatch.Kind.WITHDRAW, meeting, [invitation], now=now, leaves_at=leaves_at)


def _next_sequence(meeting: Meeting, now: datetime) -> None:
    """What somebody hears next about this meeting is newer than what they heard before."""
    Meeting.objects.filter(pk=meeting.pk).update(sequence=F("sequence") + 1, **scheduling.step(now))
    meeting.refresh_from_db(fields=["sequence", "revision", "changed_at"])


def release(
    meeting: Meeting,
    people: Sequence[Invitee],
    *,
    now: datetime,
    known: Mapping[str, Any] | None = None,
    leaves_at: datetime | None = None,
) -> None:
    """Take back the invitations of deputies who are not among the `people` to call any more; `known` as in
    `withdraw`: what the others hear next is newer than these entries of the former date."""
    gone = meeting.invitations.deputies().exclude(person__in=[one.person.pk for one in people])
    told = None
    for one in gone.select_related("person", "mandate__person").order_by("pk"):
        told = withdraw(one, by=SYSTEM, now=now, known=known, leaves_at=leaves_at) or told
        meeting.refresh_from_db(fields=["sequence", "revision", "changed_at"])
    if known and told:
        _next_sequence(meeting, now)


def invite_missing(*, now: datetime) -> int:
    """Duty: who belongs to a meeting that others are invited to already, such as a new member or the deputy of one
    who rests, is called as well, and deputies who take nobody's place any more are told.

    Returns how many were called.
    """
    ahead = Meeting.objects.filter(status=Meeting.Status.INVITED, starts_at__gt=now).select_related("board")
    return sum(settle(meeting, now=now) for meeting in ahead.order_by("starts_at"))


@transaction.atomic
def settle(meeting: Meeting, *, now: datetime, leaves_at: datetime | None = None) -> int:
    """Call who is missing, release deputies who are not needed. The same again changes nothing.

    The entry in the calendar is the one all others have, so its SEQUENCE stays; only who is called in another
    function than before, or was released before, gets a newer one. Nobody is called to what was cancelled, moved into
    the past or begun since it was looked up; while mails about it are stopped nobody hears of it. Returns how many
    people were called.
    """
    meeting = scheduling.locked(meeting)
    if meeting.status != Meeting.Status.INVITED or meeting.starts_at <= now or stopped(meeting):
        return 0
    chair = chair_of(meeting)
    people = invitees(meeting, chair)
    release(meeting, people, now=now, leaves_at=leaves_at)
    before = {one.person_id: one for one in in_force(meeting)}
    missing = [one for one in people if one.person.pk not in before or one.is_new_to(before[one.person.pk])]
    if not missing:
        return 0
    if was_told(meeting, missing):
        _next_sequence(meeting, now)
    called = {one.person.pk for one in missing}
    new = [one for one in call(meeting, missing, now) if one.person_id in called]
    record("meeting.invited_late", meeting.key, by=SYSTEM, now=now, sequence=meeting.sequence, people=len(new))
    words = {"chair": chair_words(chair, people)}
    dispatch(Dispatch.Kind.LATE, meeting, new, now=now, words=words, leaves_at=leaves_at)
    return len(new)
