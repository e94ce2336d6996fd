"""Taking answers: by personal link, signed in, by API, or by phone through the board office."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.journal.recording import record as journal
from foundation.values import Actor, DomainError
from foundation.web.wording import moment_in_words
from governance.boards.models import Company
from meetings.invitations import calling, restoring
from meetings.invitations.models import Answer, Invitation, Reply
from meetings.meeting.models import Meeting

ANSWERS = frozenset(Answer.values) - {Answer.NEEDS_ACTION}
_ENTERED = (Reply.Source.PHONE, Reply.Source.MAIL)
"""Whoever enters such an answer is not who gave it."""


def record(
    invitation: Invitation,
    answer: str,
    *,
    by: Actor,
    now: datetime,
    source: str,
    sequence: int,
    by_video: bool = False,
    note: str = "",
    comment: str = "",
    stamp: datetime | None = None,
) -> Reply:
    """Keep an answer; the last one to the date in force counts, all are kept. The same answer twice is one row.

    Where the member leaves it to the deputy named for the seat, or does no longer, the deputy is called or told; that
    is an act of its own, which `calling.invite_missing` makes up for.

    `sequence` is the SEQUENCE of the date that was shown; `comment` and `stamp` (DTSTAMP) come with a calendar
    answer. Raises DomainError: 410 once the meeting has begun or the invitation was withdrawn, 409 for a cancelled
    meeting and for an answer to a date that has changed since, 400 for what is no answer here.
    """
    before = invitation.answer
    given: dict[str, Any] = {"by_video": by_video, "note": note, "comment": comment, "stamp": stamp}
    reply = _keep(invitation, answer, by=by, now=now, source=source, sequence=sequence, **given)
    if Answer.DELEGATED in (before, invitation.answer):
        calling.settle(invitation.meeting, now=now)
    return reply


@transaction.atomic
def _keep(
    invitation: Invitation,
    answer: str,
    *,
    by: Actor,
    now: datetime,
    source: str,
    sequence: int,
    by_video: bool,
    note: str,
    comment: str,
    stamp: datetime | None,
) -> Reply:
    locked = Invitation.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=invitation.pk)
    _check(locked, answer, by_video=by_video, sequence=sequence, now=now, by_office=source in _ENTERED)
    sequence = min(sequence, locked.meeting.sequence)
    latest = counting(locked)
    if latest and (latest.answer, latest.by_video, latest.note, latest.comment) == (answer, by_video, note, comment):
        return latest
    reply = Reply.objects.create(
        invitation=locked,
        answer=answer,
        by_video=by_video,
        note=note,
        sequence=sequence,
        received_at=now,
        source=source,
        entered_by=by.key,
        comment=comment,
        stamp=stamp,
    )
    _let_count(invitation, counting(locked) or reply)
    facts = {"invitation": locked.pk, "answer": str(answer), "source": str(source)}
    journal("reply.recorded", locked.meeting.key, by=by, now=now, **facts)
    return reply


def counting(invitation: Invitation) -> Reply | None:
    """The reply in force: none from before the date changed."""
    asked = invitation.replies.filter(sequence__gte=invitation.asked_sequence)
    return asked.order_by("received_at", "id").last()


def recount(meeting: Meeting) -> None:
    """Of each invitation in force the last reply to its date counts, one that came while the date was changed too."""
    for one in meeting.invitations.in_force():
        if latest := counting(one):
            _let_count(one, latest)


def _let_count(invitation: Invitation, reply: Reply) -> None:
    values = {
        "answer": reply.answer,
        "by_video": reply.by_video,
        "answered_at": reply.received_at,
        "answered_sequence": reply.sequence,
    }
    Invitation.objects.filter(pk=invitation.pk).update(**values)
    for name, value in values.items():
        setattr(invitation, name, value)


def may_be_represented(invitation: Invitation) -> bool:
    """Who is called in a member's place has nobody to send in turn."""
    return invitation.represents is None


def _check(
    invitation: Invitation, answer: str, *, by_video: bool, sequence: int, now: datetime, by_office: bool
) -> None:
    meeting = invitation.meeting
    if answer not in ANSWERS:
        raise DomainError(_("Please choose one of the answers."), code="not_an_answer", status=400)
    check_open(invitation, now=now, by_office=by_office)
    moved = sequence < invitation.asked_sequence
    if moved or restoring.was_taken_back(meeting, sequence):
        words = _another_date(moved, by_office) % {"date": moment_in_words(meeting.starts_at)}
        raise DomainError(words, code="date_changed")
    if answer == Answer.DELEGATED and not may_be_represented(invitation):
        words = _("A deputy is not represented in turn. Please accept or decline.")
        raise DomainError(words, code="deputy_represented", status=400)
    if by_video and meeting.mode == Meeting.Mode.IN_PERSON:
        raise DomainError(_("This meeting cannot be joined by video."), code="no_video", status=400)


def _another_date(moved: bool, by_office: bool) -> str:
    """In words for who acts; not `moved`: what was shown is taken back."""
    if by_office:
        return _("The answer was to another date. The meeting is on %(date)s. Please ask the member again.")
    if moved:
        return _("The meeting has been moved. The new date is %(date)s. Please answer again for this date.")
    return _("The meeting stays on %(date)s. Please answer again for this date.")


def check_open(invitation: Invitation, *, now: datetime, by_office: bool = False) -> None:
    """Raises DomainError where no answer of this person is taken any more, in words for who acts; see `record`."""
    meeting = invitation.meeting
    if meeting.status == Meeting.Status.CANCELLED:
        raise DomainError(_("This meeting is cancelled. No answer is needed."), code="meeting_cancelled")
    if invitation.withdrawn_at is not None:
        told = _("Your invitation was withdrawn. Questions? %(phone)s")
        if by_office:
            told = _("The invitation was withdrawn.")
        raise DomainError(told % {"phone": _phone()}, code="invitation_withdrawn", status=410)
    if meeting.status != Meeting.Status.INVITED or now >= meeting.starts_at:
        told = _("The meeting has begun, answers are no longer possible. Please call the board office: %(phone)s")
        if by_office:
            told = _("The meeting has begun, answers are no longer possible.")
        raise DomainError(told % {"phone": _phone()}, code="meeting_begun", status=410)


def _phone() -> str:
    return Company.objects.values_list("office_phone", flat=True).first() or ""
