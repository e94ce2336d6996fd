"""Inviting, moving and cancelling a meeting: one transaction each, mails as rows of the outbox."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from foundation.journal.recording import record
from foundation.outbox import queue
from foundation.values import BERLIN, Actor, DomainError
from governance.procedure.answers import POST
from governance.procedure.answers import Answer as Ruling
from governance.procedure.rules_in_force import rules_on
from meetings.agenda import editing
from meetings.agenda.models import Agenda
from meetings.invitations import calling, composing, restoring
from meetings.invitations.alarms import QUORUM_ALARM
from meetings.invitations.announcing import DOCUMENTS
from meetings.invitations.copying import COPY
from meetings.invitations.dispatching import dispatch
from meetings.invitations.inviting import Invitee, chair_of, chair_words, invitees
from meetings.invitations.models import Answer, Dispatch
from meetings.invitations.reminders import FRESH_LINK, REMINDER
from meetings.meeting import scheduling, standing
from meetings.meeting.models import LONGEST, Meeting

# What a newer letter makes pointless. A withdrawal is the last word to somebody who gets no newer one.
OVERTAKEN = ("invitation", "change", "reactivation", DOCUMENTS, REMINDER, FRESH_LINK, QUORUM_ALARM, COPY)

TIMES = frozenset({"starts_at", "ends_at"})
CHANGEABLE = (Meeting.Status.PLANNED, Meeting.Status.SCHEDULED, Meeting.Status.INVITED)


@transaction.atomic
def invite(
    meeting: Meeting, *, by: Actor, now: datetime, reason: str = "", leaves_at: datetime | None = None
) -> Dispatch:
    """Call everybody to the meeting and freeze its agenda; inviting twice returns the first dispatch.

    `leaves_at`: when the mails may leave, at once without it; the notice period counts from that day. A short one is
    never refused when `reason` tells why, here or when the meeting was called (rules of procedure, notice). Raises
    DomainError (409): the meeting is not scheduled or already over, the agenda is not released, the period is short
    without a reason, nobody can be invited. The number of queries does not depend on the number of people.
    """
    board = meeting.board
    # Asked for several times below: the rules are those of the day, whatever the meeting kept before.
    rules = meeting.rules = rules_on(board, meeting.day)
    chair = chair_of(meeting)
    people = invitees(meeting, chair)
    ruling = ruling_for(meeting, people, leaves_at or now)
    reason = reason or meeting.shortened_reason
    _check_invitable(meeting, ruling, reason, leaves_at or now)
    claimed = scheduling.move(
        meeting,
        [Meeting.Status.SCHEDULED],
        Meeting.Status.INVITED,
        rules=rules,
        sequence=F("sequence") + 1,
        **scheduling.step(now),
        **shortening(ruling, reason),
    )
    if not claimed:
        return _invited_before(meeting)
    meeting.board, meeting.rules = board, rules
    if not any(one.mandate for one in people):
        raise DomainError(_("Nobody holds a seat on this day. Please appoint members first."), code="nobody_invited")
    editing.freeze(meeting, by=by, now=now)
    invitations = calling.call(meeting, people, now)
    record("meeting.invited", meeting.key, by=by, now=now, sequence=meeting.sequence, people=len(invitations))
    words = {"chair": chair_words(chair, people)}
    return dispatch(
        Dispatch.Kind.INVITE, meeting, invitations, now=now, ruling=ruling, words=words, leaves_at=leaves_at
    )


def notice_today(meeting: Meeting, now: datetime) -> Ruling:
    """Whether the notice period is kept when the invitation leaves at `now`, for those who get it last."""
    return ruling_for(meeting, invitees(meeting, chair_of(meeting)), now)


def ruling_for(meeting: Meeting, people: Sequence[Invitee], now: datetime) -> Ruling:
    """`notice_today` where it is known who is called."""
    by_mail = all(composing.reachable(one.person) for one in people)
    return standing.notice(meeting, now.astimezone(BERLIN).date(), "mail" if by_mail else POST)


def obstacle(meeting: Meeting, ruling: Ruling, now: datetime) -> str:
    """Why nobody can be invited yet, as a sentence; "" where nothing is in the way but a short notice period."""
    try:
        _check_invitable(meeting, ruling, "-", now)
    except DomainError as error:
        return error.message
    return ""


def _check_invitable(meeting: Meeting, ruling: Ruling, reason: str, now: datetime) -> None:
    if now >= meeting.starts_at:
        raise DomainError(_("This meeting has already begun. Please choose a new date."), code="meeting_over")
    if meeting.status != Meeting.Status.SCHEDULED:
        return
    released = Agenda.objects.filter(meeting=meeting).exclude(status=Agenda.Status.DRAFT).exists()
    if not released:
        raise DomainError(
            _("The agenda is not released yet. Please ask the chair for the release first."),
            code="agenda_open",
        )
    if not ruling.ok and not reason:
        raise DomainError(ruling.sentence, code="notice_short")


def _invited_before(meeting: Meeting) -> Dispatch:
    found = meeting.dispatches.in_force().filter(kind=Dispatch.Kind.INVITE).order_by("sequence").last()
    if found is None or Meeting.objects.filter(pk=meeting.pk, status=Meeting.Status.CANCELLED).exists():
        raise DomainError(_("Only a scheduled meeting can be invited to."), code="meeting_not_scheduled")
    return found


def shortening(ruling: Ruling, reason: str) -> dict[str, Any]:
    """What a meeting keeps of a notice period."""
    return {"shortened": not ruling.ok, "shortened_reason": "" if ruling.ok else reason}


@transaction.atomic
def change(
    meeting: Meeting,
    *,
    by: Actor,
    now: datetime,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    place: str | None = None,
    video_url: str | None = None,
    reason: str = "",
    leaves_at: datetime | None = None,
) -> Dispatch | None:
    """Move the meeting or name another place; invited people are told. Nothing new changes nothing.

    `leaves_at` as in `invite`. A new time resets the answers (their history stays) and restarts the notice period, so
    a short one wants a `reason`; a new place keeps them. With the answers go the invitations of deputies that rested
    on them, and who takes part on the new day only is called; while a withdrawal is stopped, once that is decided.
    With a link, people may join a meeting on site by video as well. Raises DomainError: 409 once it has begun, was
    cancelled or changed meanwhile, 400 for an end before the start, a start in the past or a time that calendars
    cannot show.
    """
    new = news(meeting, starts_at=starts_at, ends_at=ends_at, place=place, video_url=video_url)
    if not new:
        return None
    new |= mode(meeting, new)
    before = told(meeting)
    _check_change(meeting, new, now)
    moved = bool(TIMES & set(new))
    ruling = notice_if_changed(meeting, new, leaves_at or now)
    if meeting.shortened and meeting.status == Meeting.Status.SCHEDULED and moved:
        new |= shortening(notice_today(as_it_will_be(meeting, new), now), meeting.shortened_reason)
    if ruling is not None:
        if not ruling.ok and not reason:
            raise DomainError(ruling.sentence, code="notice_short")
        new |= shortening(ruling, reason)
    replaced = restoring.kept(meeting, now=now)
    _store_change(meeting, new, now)
    record("meeting.changed", meeting.key, by=by, now=now, sequence=meeting.sequence, fields=sorted(new))
    if meeting.status != Meeting.Status.INVITED:
        return None
    if moved:
        replaced["calls"] = restoring.kept_calls(meeting)
        _reset_answers(meeting)
        people = invitees(meeting, chair_of(meeting))
        calling.release(meeting, people, now=now, known=before, leaves_at=leaves_at)
        calling.recast(meeting, people, now)
    editing.fix_again(meeting, by=by, now=now)
    made = _tell_change(meeting, before, moved, ruling, now=now, leaves_at=leaves_at)
    if moved and calling.settle(meeting, now=now, leaves_at=leaves_at):
        meeting.refresh_from_db(fields=["sequence", "revision", "changed_at"])
    Dispatch.objects.filter(pk=made.pk).update(replaced=replaced | {"last": meeting.sequence})
    return made


def told(meeting: Meeting) -> dict[str, Any]:
    """Date and place as people know them."""
    return {name: getattr(meeting, name) for name in ("starts_at", "ends_at", "place", "video_url")}


def mode(meeting: Meeting, new: dict[str, Any]) -> dict[str, Any]:
    """With a link, people may join on site or by video, without one on site only."""
    if "video_url" not in new or meeting.mode == Meeting.Mode.VIDEO:
        return {}
    return {"mode": Meeting.Mode.HYBRID if new["video_url"] else Meeting.Mode.IN_PERSON}


def news(meeting: Meeting, **values: Any) -> dict[str, Any]:
    """Which of the values are new for this meeting."""
    return {name: value for name, value in values.items() if value is not None and value != getattr(meeting, name)}


def notice_if_changed(meeting: Meeting, new: dict[str, Any], now: datetime) -> Ruling | None:
    """The notice period of a meeting people are invited to already, when its time changes; else None."""
    if meeting.status != Meeting.Status.INVITED or not TIMES & set(new):
        return None
    return notice_today(as_it_will_be(meeting, new), now)


def as_it_will_be(meeting: Meeting, new: dict[str, Any]) -> Meeting:
    """The meeting with new values that are not stored, to ask about its notice period and to write its letters."""
    values = {field.attname: getattr(meeting, field.attname) for field in Meeting._meta.concrete_fields}
    moved = Meeting(**values | new)
    moved.board = meeting.board
    return moved


def is_changeable(meeting: Meeting, now: datetime) -> bool:
    """Pencilled in, scheduled or invited, and not begun."""
    return meeting.status in CHANGEABLE and now < meeting.starts_at


def _check_change(meeting: Meeting, new: dict[str, Any], now: datetime) -> None:
    if not is_changeable(meeting, now):
        raise DomainError(_("This meeting can no longer be changed."), code="meeting_not_changeable")
    starts, ends = new.get("starts_at", meeting.starts_at), new.get("ends_at", meeting.ends_at)
    if ends <= starts:
        raise DomainError(_("A meeting ends after it starts."), code="ends_before_start", status=400)
    if ends - starts > LONGEST:
        words = _("A meeting lasts at most %(hours)s hours. Please check day and hour of the end.")
        raise DomainError(words % {"hours": LONGEST // timedelta(hours=1)}, code="too_long", status=400)
    if TIMES & set(new):
        scheduling.check_times(starts, ends)
    if starts <= now:
        raise DomainError(_("The new date must lie in the future."), code="date_in_past", status=400)
    if not new.get("place", meeting.place):
        raise DomainError(_("Please name the place."), code="no_place", status=400)


def _store_change(meeting: Meeting, new: dict[str, Any], now: datetime) -> None:
    changed = Meeting.objects.filter(pk=meeting.pk, status=meeting.status, revision=meeting.revision).update(
        **new, sequence=F("sequence") + 1, **scheduling.step(now)
    )
    if not changed:
        raise DomainError(
            _("The meeting was changed meanwhile. Please load the page again."), code="meeting_changed_meanwhile"
        )
    meeting.refresh_from_db()


def _reset_answers(meeting: Meeting) -> None:
    meeting.invitations.in_force().update(
        answer=Answer.NEEDS_ACTION, by_video=False, answered_at=None, asked_sequence=meeting.sequence
    )


def _tell_change(
    meeting: Meeting,
    before: dict[str, Any],
    moved: bool,
    ruling: Ruling | None,
    *,
    now: datetime,
    leaves_at: datetime | None,
) -> Dispatch:
    """The new letter holds everything, so older ones that still wait stay here."""
    queue.supersede(meeting.key, meeting.sequence, kinds=OVERTAKEN)
    chair = chair_of(meeting)
    words = change_words(meeting, before, moved) | {"chair": chair_words(chair, invitees(meeting, chair))}
    people = calling.in_force(meeting)
    return dispatch(Dispatch.Kind.CHANGE, meeting, people, now=now, ruling=ruling, words=words, leaves_at=leaves_at)


def change_words(meeting: Meeting, before: dict[str, Any], moved: bool) -> dict[str, Any]:
    """What a letter tells of a change; `before`: date and place until then."""
    relocated = any(before[name] != getattr(meeting, name) for name in ("place", "video_url"))
    return {"before": before, "moved": moved, "relocated": relocated}


@transaction.atomic
def cancel(
    meeting: Meeting, *, reason: str, by: Actor, now: datetime, leaves_at: datetime | None = None
) -> Dispatch | None:
    """Call the meeting off; everybody invited is told, of a date only pencilled in nobody. Cancelling twice changes
    nothing. `leaves_at` as in `invite`.

    Raises DomainError: 400 without a reason, 409 once the meeting has begun.
    """
    if not reason:
        raise DomainError(_("Please give the reason for the cancellation."), code="no_reason", status=400)
    if scheduling.drop(meeting, reason=reason, by=by, now=now):
        return None
    cancelled = scheduling.move(
        meeting,
        CHANGEABLE,
        Meeting.Status.CANCELLED,
        cancelled_reason=reason,
        sequence=F("sequence") + 1,
        **scheduling.step(now),
    )
    if not cancelled:
        meeting.refresh_from_db()
        if meeting.status != Meeting.Status.CANCELLED:
            raise DomainError(_("This meeting can no longer be cancelled."), code="meeting_begun")
        return None
    record("meeting.cancelled", meeting.key, by=by, now=now, sequence=meeting.sequence)
    queue.supersede(meeting.key, meeting.sequence, kinds=OVERTAKEN)
    invitations = calling.in_force(meeting)
    if not invitations:
        return None
    words = {"reason": reason}
    return dispatch(Dispatch.Kind.CANCEL, meeting, invitations, now=now, words=words, leaves_at=leaves_at)
