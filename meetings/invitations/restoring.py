"""What a change of date or place replaced is kept with its dispatch, and comes back where nobody has heard of it."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import F
from django.utils.translation import gettext as _

from foundation.accounts.links import reopen_links, revoke_links
from foundation.outbox.models import State
from foundation.values import DomainError
from meetings.invitations.dispatching import LINK_LIVES_ON, LINK_PURPOSE
from meetings.invitations.models import Dispatch, Invitation, Notice, Reply
from meetings.meeting import scheduling
from meetings.meeting.models import Meeting

_APPOINTMENT = ("starts_at", "ends_at", "place", "video_url", "mode", "shortened", "shortened_reason")
_FUNCTION = ("mandate_id", "role", "invited_at", "withdrawn_at")
_ANSWER = ("answer", "by_video", "answered_at", "asked_sequence")
_CALL = _FUNCTION + _ANSWER


def kept(meeting: Meeting, *, now: datetime) -> dict[str, Any]:
    """The appointment as it is `now`, with its SEQUENCE and without the calls. For JSON."""
    return {
        "at": now.isoformat(),
        "sequence": meeting.sequence,
        "appointment": _values(meeting, _APPOINTMENT),
        "calls": {},
    }


def kept_calls(meeting: Meeting) -> dict[str, Any]:
    """Every call with its answer, withdrawn ones too, for JSON; no answer comes between this and the end of the
    transaction."""
    lock_answers(meeting)
    return {str(one.pk): _values(one, _CALL) for one in meeting.invitations.order_by("pk")}


def lock_answers(meeting: Meeting) -> None:
    """An answer given meanwhile waits. The row of the meeting is locked before, as everywhere."""
    list(meeting.invitations.select_for_update(no_key=True, of=("self",)).order_by("pk").values_list("pk"))


def _values(row: models.Model, names: tuple[str, ...]) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in names}
    return {name: one.isoformat() if isinstance(one, datetime) else one for name, one in values.items()}


def _read(model: type[models.Model], values: Mapping[str, Any]) -> dict[str, Any]:
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return {name: fields[name].to_python(value) for name, value in values.items()}


def check(made: Dispatch, *, now: datetime) -> None:
    """Raises DomainError (409) where the former appointment is over or taken, somebody answered for the new one, who
    was called before never got that, or the meeting was changed since."""
    meeting, since = made.meeting, made.replaced["sequence"]
    before = _read(Meeting, made.replaced["appointment"])
    if meeting.sequence != _last(made) or _called_since(made):
        words = _("Others were told something since. Please change the meeting once more, then all are told.")
        raise DomainError(words, code="told_since")
    if now >= before["starts_at"]:
        raise DomainError(_("The former date is over. Please choose a new one."), code="former_date_over")
    others = Meeting.objects.filter(board=meeting.board_id, starts_at=before["starts_at"]).exclude(pk=meeting.pk)
    if others.exclude(status=Meeting.Status.CANCELLED).exists():
        raise DomainError(_("The board meets at this hour already."), code="meeting_there")
    if Reply.objects.filter(invitation__meeting=meeting, sequence__gt=since).exists():
        words = _("Somebody has answered since. Please change the meeting once more, then all are told.")
        raise DomainError(words, code="answered_since")
    if not told(meeting, since):
        words = _("Not everybody has got the mail before. Please change the meeting once more, then all are told.")
        raise DomainError(words, code="not_told")


def _called_since(made: Dispatch) -> bool:
    """Whether others were called to another place, and only there: their letter would go, their invitation stay."""
    late = made.meeting.dispatches.in_force().filter(kind=Dispatch.Kind.LATE, sequence__gte=made.sequence)
    return not made.replaced["calls"] and late.exists()


def _last(made: Dispatch) -> int:
    """The SEQUENCE of who heard of a change last: who was called again by it, after all others."""
    return int(made.replaced.get("last", made.sequence))


def told(meeting: Meeting, until: int) -> bool:
    """Whether the last letter to each person up to this SEQUENCE has left, or was refused by the server."""
    sent = Notice.objects.filter(dispatch__in=meeting.dispatches.in_force().filter(sequence__lte=until))
    became = sent.order_by("dispatch__sent_at").values_list("invitation", "delivery__sent_at", "delivery__state")
    last = {invitation: (sent_at, state) for invitation, sent_at, state in became}
    return all(sent_at or state == State.FAILED for sent_at, state in last.values())


def was_taken_back(meeting: Meeting, sequence: int) -> bool:
    """Whether this SEQUENCE stands for a date that was taken back: whoever saw it has not seen the one in force."""
    return sequence < meeting.sequence and sequence in taken_back([meeting.pk]).get(meeting.pk, ())


def taken_back(meetings: Collection[UUID]) -> dict[UUID, set[int]]:
    """By meeting, each SEQUENCE that stands for a date that was taken back. One query."""
    changes = Dispatch.objects.filter(meeting__in=meetings, kind=Dispatch.Kind.CHANGE, stopped_at__isnull=False)
    found: dict[UUID, set[int]] = {}
    for one in changes:
        if one.replaced["calls"]:
            found.setdefault(one.meeting_id, set()).update(range(one.replaced["sequence"] + 1, _last(one) + 1))
    return found


def restore(meeting: Meeting, made: Dispatch, *, now: datetime) -> bool:
    """Appointment, calls, answers and links as they were, under a higher SEQUENCE; False where people are not invited
    any more."""
    before = _read(Meeting, made.replaced["appointment"])
    step = {"sequence": F("sequence") + 1, **scheduling.step(now)}
    if not scheduling.move(meeting, [Meeting.Status.INVITED], Meeting.Status.INVITED, **before, **step):
        return False
    calls = made.replaced["calls"]
    if calls:
        _restore_calls(meeting, calls, changed_at=datetime.fromisoformat(made.replaced["at"]), now=now)
    return True


def _restore_calls(
    meeting: Meeting, calls: Mapping[str, Mapping[str, Any]], *, changed_at: datetime, now: datetime
) -> None:
    """Who was called by the change alone is not called any more; who was released by it is called again."""
    called_before = [pk for pk, values in calls.items() if not values.get("withdrawn_at")]
    new = meeting.invitations.in_force().exclude(pk__in=called_before)
    for one in new.select_related("person"):
        revoke_links(purpose=LINK_PURPOSE, subject=meeting.key, holder=one.person.key, now=now)
    new.update(withdrawn_at=now)
    for pk, values in calls.items():
        Invitation.objects.filter(pk=pk).update(**{"withdrawn_at": None} | _read(Invitation, values))
    holders = [one.person.key for one in meeting.invitations.in_force().select_related("person")]
    theirs: dict[str, Any] = {"purpose": LINK_PURPOSE, "subject": meeting.key, "holders": holders}
    reopen_links(**theirs, closed_at=changed_at, expires_at=meeting.ends_at + LINK_LIVES_ON)
