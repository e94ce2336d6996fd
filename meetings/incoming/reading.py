"""Reading what the mailbox brought: each message is judged once, and what was decided stays with it."""

import logging
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import OperationalError, transaction

from foundation.journal.recording import record
from foundation.outbox import bouncing, limits, received
from foundation.outbox.models import Delivery, IncomingMail
from foundation.outbox.patience import SECONDS, within
from foundation.outbox.received import Failure, Received
from foundation.values import SYSTEM, Actor, DomainError
from meetings.incoming import deciding
from meetings.incoming.deciding import APPLIED, BOUNCE, DUPLICATE, IGNORED, REJECTED, REVIEW, Verdict
from meetings.invitations import replies
from meetings.invitations.models import Reply

log = logging.getLogger(__name__)

BATCH = 200
_NOT_JUDGED = Verdict(REVIEW, "not_judged")
New, Review, Done = IncomingMail.State.NEW, IncomingMail.State.REVIEW, IncomingMail.State.DONE


def read_due(*, now: datetime) -> int:
    """Duty: judge what came and was not read yet; one that cannot be read stops no other. Returns how many."""
    waiting = IncomingMail.objects.unread().order_by("received_at", "pk").values_list("pk", flat=True)
    return sum(settle(pk, now=now) is not None for pk in list(waiting[:BATCH]))


def settle(pk: UUID, *, now: datetime) -> Verdict | None:
    """Judge one message and do what follows; None where it was read already.

    What fails on one of them leaves no trace, and the message waits for a person: else it would stop all after it.
    """
    try:
        return _settle(pk, now)
    except OperationalError:
        raise
    except Exception:
        log.exception("Message %s cannot be settled", pk)
        with transaction.atomic():
            row = IncomingMail.objects.select_for_update().filter(pk=pk, state=New).first()
            if row is not None:
                _keep(row, None, _NOT_JUDGED, now)
        return _NOT_JUDGED if row else None


def _settle(pk: UUID, now: datetime) -> Verdict | None:
    """In one transaction; two workers do no harm: the second finds the row read."""
    with transaction.atomic():
        row = IncomingMail.objects.select_for_update().filter(pk=pk, state=New).first()
        if row is None:
            return None
        mail, verdict = _verdict(row, now)
        verdict = _act(verdict, now)
        _keep(row, mail, verdict, now)
    return verdict


def _verdict(row: IncomingMail, now: datetime) -> tuple[Received | None, Verdict]:
    """R1 and R14: what no parser should see is refused, and a fault of ours puts the message before a person."""
    if not row.raw:
        return None, Verdict(REJECTED, "too_large" if row.size else "unreadable")
    try:
        raw = bytes(row.raw)
        mail = within(SECONDS, lambda: received.read(raw, authserv_id=settings.MAIL_AUTHSERV_ID))
    except limits.Unsafe as error:
        return None, Verdict(REJECTED, error.code)
    try:
        with transaction.atomic():
            return mail, deciding.decide(mail, now=now)
    except OperationalError:
        raise  # a lock: the answer is sound, and read again with the next tick
    except Exception:
        log.exception("Message %s cannot be judged", row.pk)
        return mail, _NOT_JUDGED


def _act(verdict: Verdict, now: datetime) -> Verdict:
    if verdict.disposition == BOUNCE:
        delivery = Delivery.objects.defer("raw").get(pk=verdict.facts["delivery"])
        failure = Failure(True, verdict.facts["status"], verdict.facts["words"])
        noted = bouncing.note_return(delivery, failure, now=now)
        return verdict if noted else Verdict(DUPLICATE, "returned_before", facts=verdict.facts)
    if verdict.disposition == APPLIED:
        return _apply(verdict, now)
    return verdict


def _apply(verdict: Verdict, now: datetime) -> Verdict:
    invitation, message = verdict.invitation, verdict.message
    assert invitation is not None
    assert message is not None
    meeting = invitation.meeting
    number = meeting.sequence if message.sequence is None else message.sequence
    by = Actor(invitation.person.key)
    if verdict.assistant:
        by = Actor(verdict.assistant.key).on_behalf_of(invitation.person.key)
    keeps_video = invitation.by_video and verdict.answer == invitation.answer
    try:
        with transaction.atomic():
            reply = replies.record(
                invitation,
                verdict.answer,
                by=by,
                now=now,
                source=Reply.Source.MAIL,
                sequence=number,
                by_video=keeps_video,
                comment=verdict.comment,
                stamp=message.stamp,
            )
            if message.stamp:
                # The same answer again is the same row, and as new as the last time it was said.
                Reply.objects.filter(pk=reply.pk, stamp__lt=message.stamp).update(stamp=message.stamp)
    except DomainError as error:
        return Verdict(IGNORED, error.code[:40], invitation, verdict.answer, verdict.person, meeting, message)
    return verdict


def _found(verdict: Verdict) -> dict[str, object]:
    invitation, message = verdict.invitation, verdict.message
    return {
        "answer": verdict.answer,
        "comment": verdict.comment,
        "invitation": invitation.pk if invitation else None,
        "sequence": deciding.date_answered(message, invitation) if invitation and message else None,
    }


def _keep(row: IncomingMail, mail: Received | None, verdict: Verdict, now: datetime) -> None:
    """R18: what was decided and why stays; the message itself goes when its time is over."""
    waits = verdict.disposition == REVIEW
    IncomingMail.objects.filter(pk=row.pk).update(
        state=Review if waits else Done,
        disposition=verdict.disposition,
        reason=verdict.reason,
        person=verdict.person.key if verdict.person else "",
        about=verdict.meeting.key if verdict.meeting else "",
        sender=mail.sender if mail else "",
        sender_name=mail.sender_name if mail else "",
        subject=mail.subject if mail else "",
        facts={**verdict.facts, **_found(verdict)},
        read_at=now,
    )
    known = {"disposition": verdict.disposition, "reason": verdict.reason}
    record("mail.received", f"message:{row.pk}", by=SYSTEM, now=now, **known)
