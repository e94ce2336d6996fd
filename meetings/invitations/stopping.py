"""Two minutes between the click and the mails: stopping what waits, letting it go, taking back what nobody has heard.

What a worker is sending already is not stopped, and counted as sent.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count, F, Min, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation.accounts.links import revoke_links
from foundation.journal.recording import record
from foundation.outbox import queue
from foundation.outbox.models import Delivery, State
from foundation.outbox.resending import POSTED
from foundation.values import Actor, DomainError
from foundation.web.wording import day_in_words, local_day
from meetings.agenda import editing
from meetings.agenda.models import AgendaItem
from meetings.invitations import replies, restoring
from meetings.invitations.alarms import QUORUM_ALARM
from meetings.invitations.announcing import DOCUMENTS
from meetings.invitations.copying import COPY
from meetings.invitations.dispatching import LINK_PURPOSE, TEMPLATES
from meetings.invitations.models import Dispatch
from meetings.invitations.reminders import FRESH_LINK, REMINDER
from meetings.meeting import scheduling
from meetings.meeting.models import Meeting

KINDS = frozenset({*TEMPLATES.values(), COPY, DOCUMENTS, REMINDER, FRESH_LINK, QUORUM_ALARM})
"""What tells of an appointment. Their versions are its SEQUENCE."""
_TO_ALL = (Dispatch.Kind.INVITE, Dispatch.Kind.CHANGE, Dispatch.Kind.CANCEL, Dispatch.Kind.REACTIVATE)
_LEFT_AS = {
    Dispatch.Kind.INVITE: Meeting.Status.INVITED,
    Dispatch.Kind.CHANGE: Meeting.Status.INVITED,
    Dispatch.Kind.CANCEL: Meeting.Status.CANCELLED,
}
_GONE = (State.SENT, State.SENDING)
_HAS_LEFT = Q(state__in=_GONE) | Q(sent_at__isnull=False) | Q(carrier__state__in=_GONE)


def leaves_at(now: datetime) -> datetime:
    """When the mails of an act that a person does now may leave (setting DELIVERY_GRACE_SECONDS)."""
    return now + timedelta(seconds=settings.DELIVERY_GRACE_SECONDS)


@dataclass(frozen=True)
class Progress:
    """How far the mails of the newest dispatch are, how many of its letters are not posted yet, and whether any mail
    of the meeting runs, waits or is stopped."""

    dispatch: Dispatch
    total: int
    left: int
    sending: int
    waiting: int
    gathering: int
    stopped: int
    failed: int
    letters: int
    begins_at: datetime | None
    stopped_by: str

    @property
    def untold(self) -> bool:
        """Everything waits for a person, and nobody has got anything."""
        waits = self.stopped > 0 or (self.letters > 0 and not self.total)
        return waits and not (self.left or self.sending or self.waiting)

    @property
    def reversible(self) -> bool:
        return self.untold and _is_reversible(self.dispatch)


def _is_reversible(dispatch: Dispatch) -> bool:
    """While the meeting is as it was left; a change where it is known what it replaced."""
    known = dispatch.kind != Dispatch.Kind.CHANGE or bool(dispatch.replaced)
    return known and _LEFT_AS.get(Dispatch.Kind(dispatch.kind)) == dispatch.meeting.status


def progress(meeting: Meeting) -> Progress | None:
    """Of the newest dispatch to everybody; None where there is none, or nothing of it was or is to be sent. Two
    queries."""
    newest = _newest(meeting)
    if newest is None:
        return None
    of_it = Q(notice__dispatch=newest)
    # Letters on paper wait for a person, not for these minutes.
    own = of_it & ~Q(state=State.LETTER) & ~Q(smtp_reply=POSTED)
    stopped = Q(state=State.HELD) & ~Q(held_by="")
    found = Delivery.objects.filter(_about(meeting)).aggregate(
        total=Count("pk", filter=own),
        left=Count("pk", filter=own & Q(state=State.SENT)),
        failed=Count("pk", filter=own & (Q(state=State.FAILED) | Q(state=State.HELD, held_by=""))),
        letters=Count("pk", filter=of_it & Q(state=State.LETTER)),
        sending=Count("pk", filter=Q(state=State.SENDING)),
        waiting=Count("pk", filter=Q(state__in=[State.PENDING, State.CLAIMED])),
        gathering=Count("pk", filter=Q(state=State.GATHERING)),
        stopped=Count("pk", filter=stopped),
        begins_at=Min("not_before", filter=Q(state=State.PENDING)),
        stopped_by=Min("held_by", filter=stopped),
    )
    if not any(found[name] for name in ("total", "letters", "sending", "waiting", "stopped")):
        return None
    return Progress(newest, **found | {"stopped_by": found["stopped_by"] or ""})


def stopped_of(meeting: Meeting) -> dict[int, int]:
    """By dispatch how many of its mails are stopped. One query."""
    held = Delivery.objects.stopped().filter(_about(meeting), notice__isnull=False).order_by()
    return dict(held.values_list("notice__dispatch").annotate(Count("pk")))


def _newest(meeting: Meeting) -> Dispatch | None:
    return meeting.dispatches.in_force().filter(kind__in=_TO_ALL).order_by("-sequence", "-sent_at").first()


def _about(meeting: Meeting) -> Q:
    return Q(topic=meeting.key, kind__in=KINDS)


@transaction.atomic
def stop(meeting: Meeting, *, by: Actor, now: datetime) -> int:
    """Hold every letter about this meeting that has not left. Return how many; stopped twice is stopped once."""
    scheduling.locked(meeting)
    held = queue.hold(_about(meeting), by=by)
    if held:
        record("meeting.mails_stopped", meeting.key, by=by, now=now, mails=held)
    return held


@transaction.atomic
def send_now(meeting: Meeting, *, by: Actor, now: datetime) -> int:
    """Send what was stopped. Return how many; let go twice is let go once.

    Raises DomainError (409): the meeting has begun, or no letter of the newest dispatch has left and they name
    another day of dispatch than today, by which the notice period was judged.
    """
    meeting = scheduling.locked(meeting)
    newest = _newest(meeting)
    if newest and Delivery.objects.stopped().filter(_about(meeting)).exists():
        _check_true_today(meeting, newest, now)
    sent = queue.let_go(_about(meeting), now=now)
    if sent:
        record("meeting.mails_let_go", meeting.key, by=by, now=now, mails=sent)
    return sent


def _check_true_today(meeting: Meeting, newest: Dispatch, now: datetime) -> None:
    if now >= meeting.starts_at and newest.kind != Dispatch.Kind.CANCEL:
        raise DomainError(_("This meeting has already begun. Please choose a new date."), code="meeting_over")
    said = newest.notice.get("numbers", {}).get("sent_on")
    if not said or said == local_day(now).isoformat():
        return
    if Delivery.objects.filter(_HAS_LEFT, notice__dispatch=newest).exists():
        return
    words = {"day": day_in_words(newest.sent_at)}
    if newest.kind == Dispatch.Kind.CHANGE:
        told = _("The mails name %(day)s as their day. Please take the change back, or change the date once more.")
    elif newest.kind == Dispatch.Kind.REACTIVATE or _left(meeting, _since(newest)):
        told = _("The mails name %(day)s as their day. Please change the date once more, or cancel the meeting.")
    else:
        told = _("The mails name %(day)s as their day. Please take the invitation back and send it anew.")
    raise DomainError(told % words, code="another_day")


@transaction.atomic
def take_back(meeting: Meeting, *, by: Actor, now: datetime) -> None:
    """Undo an invitation, a change or a cancellation nobody has got; nobody hears of it. Its SEQUENCE stays used.

    After an invitation the meeting is scheduled again, its agenda released, and links and invitations are void; after
    a change it is where and when it was, with the answers to that (`restoring`); after a cancellation people are
    invited as before. Raises DomainError (409): a mail has left, nothing is to be taken back (any more), not all have
    got what was sent before, somebody answered since, or a topic of a cancelled meeting is elsewhere by now.
    """
    meeting = scheduling.locked(meeting)
    newest = _newest(meeting)
    if newest is None or not _is_reversible(newest):
        raise DomainError(_("There is nothing to take back."), code="nothing_to_take_back")
    # No letter is noted as posted meanwhile, and no mail of the day that tells of it begins to leave.
    carriers = Delivery.objects.filter(_about(meeting), state=State.JOINED).order_by().values("carrier")
    Delivery.objects.filter(_about(meeting) | Q(pk__in=carriers) | Q(carrier__in=carriers)).lock()
    queue.hold(_about(meeting), by=by)
    # Again, for one that was made while this waited.
    Delivery.objects.filter(pk__in=carriers).lock()
    since = _since(newest)
    _check_nothing_left(meeting, since)
    restoring.lock_answers(meeting)
    _check_known_before(newest, now)
    if newest.kind == Dispatch.Kind.CHANGE:
        _unchange(meeting, newest, by, now)
    else:
        undo = _uninvite if newest.kind == Dispatch.Kind.INVITE else _uncancel
        undo(meeting, by, now)
    queue.supersede(meeting.key, meeting.sequence + 1, kinds=KINDS)
    queue.unpublish(meeting.key, since, kinds=KINDS)
    meeting.dispatches.in_force().filter(sequence__gt=since).update(stopped_at=now)


def _since(newest: Dispatch) -> int:
    """The SEQUENCE people knew before."""
    return int(newest.replaced.get("sequence", newest.sequence - 1))


def obstacle(newest: Dispatch, now: datetime) -> str:
    """Why this cannot be taken back though no mail of its own has left, as a sentence; "" where it can."""
    try:
        _check_nothing_left(newest.meeting, _since(newest))
        if _is_reversible(newest):
            _check_known_before(newest, now)
    except DomainError as error:
        return error.message
    return ""


def _check_known_before(newest: Dispatch, now: datetime) -> None:
    """In silence only what everybody knows comes back."""
    if newest.kind == Dispatch.Kind.CHANGE:
        restoring.check(newest, now=now)
    elif newest.kind == Dispatch.Kind.CANCEL:
        _check_uncancel(newest)


def _check_nothing_left(meeting: Meeting, since: int) -> None:
    if left := _left(meeting, since):
        words = ngettext(
            "%(count)s mail has left already. It cannot be taken back.",
            "%(count)s mails have left already. They cannot be taken back.",
            left,
        )
        raise DomainError(words % {"count": left}, code="mails_left")


def _left(meeting: Meeting, since: int) -> int:
    """How many mails under a newer SEQUENCE have left."""
    return Delivery.objects.filter(_about(meeting), _HAS_LEFT, version__gt=since).count()


def _uninvite(meeting: Meeting, by: Actor, now: datetime) -> None:
    _move(meeting, Meeting.Status.INVITED, Meeting.Status.SCHEDULED, now, rules=None, **_unshortened(meeting))
    editing.unfreeze(meeting, by=by, now=now)
    meeting.invitations.in_force().update(withdrawn_at=now)
    revoke_links(purpose=LINK_PURPOSE, subject=meeting.key, now=now)
    record("meeting.invitation_taken_back", meeting.key, by=by, now=now)


def _unshortened(meeting: Meeting) -> dict[str, Any]:
    """An extraordinary meeting was called with its reason, before the invitation."""
    kept = meeting.kind == Meeting.Kind.EXTRAORDINARY
    return {} if kept else {"shortened": False, "shortened_reason": ""}


def _check_uncancel(made: Dispatch) -> None:
    meeting = made.meeting
    if not restoring.told(meeting, made.sequence - 1):
        words = _("Not everybody has got the invitation before. Please set the meeting again, then all are told.")
        raise DomainError(words, code="not_told")
    if AgendaItem.objects.elsewhere(meeting).exists():
        words = _(
            "Topics of this meeting stand on another agenda by now. Please set the meeting again, then all are told."
        )
        raise DomainError(words, code="topics_elsewhere")


def _uncancel(meeting: Meeting, by: Actor, now: datetime) -> None:
    back = {"cancelled_reason": "", "sequence": F("sequence") + 1}
    _move(meeting, Meeting.Status.CANCELLED, Meeting.Status.INVITED, now, **back)
    record("meeting.cancellation_taken_back", meeting.key, by=by, now=now, sequence=meeting.sequence)


def _unchange(meeting: Meeting, newest: Dispatch, by: Actor, now: datetime) -> None:
    if not restoring.restore(meeting, newest, now=now):
        raise _changed_meanwhile()
    replies.recount(meeting)
    editing.fix_again(meeting, by=by, now=now)
    record("meeting.change_taken_back", meeting.key, by=by, now=now, sequence=meeting.sequence)


def _move(meeting: Meeting, before: str, after: str, now: datetime, **fields: Any) -> None:
    """Raises DomainError (409) where the meeting is in another state by now."""
    if not scheduling.move(meeting, [before], after, **scheduling.step(now), **fields):
        raise _changed_meanwhile()


def _changed_meanwhile() -> DomainError:
    words = _("The meeting was changed meanwhile. Please load the page again.")
    return DomainError(words, code="meeting_changed_meanwhile")
