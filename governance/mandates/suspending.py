"""A mandate rests for a time and is taken up again; the seat stays filled, and the quorum is counted as before."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as _

from foundation.journal.recording import record
from foundation.values import BERLIN, SYSTEM, Actor, DomainError
from foundation.web.wording import plain_day
from governance.boards.models import Board
from governance.mandates.appointing import check_recent
from governance.mandates.effects import Effect, bring_about, listed, stays
from governance.mandates.models import RUNNING, Mandate, MandateQuerySet, Suspension

ONE_DAY = timedelta(days=1)


def preview(*, mandate: Mandate, start: date) -> list[Effect]:
    """What `suspend` would bring about; raises what it would raise about the day."""
    _check(mandate, start)
    return _effects(mandate, start)


def _effects(mandate: Mandate, start: date) -> list[Effect]:
    last = start - ONE_DAY
    return [] if stays(mandate, last) else listed(settings.SUSPENSION_EFFECTS, mandate, last)


@transaction.atomic
def suspend(*, mandate: Mandate, start: date, reason: str, by: Actor, now: datetime) -> None:
    """Let a mandate rest from `start` on: at once when that day has come, else at its midnight. Twice is once.

    Raises DomainError: 400 for a day before the mandate or before yesterday, or without a reason, 409 for a mandate
    that has ended or rests then already.
    """
    _lock(mandate)
    if mandate.suspensions.filter(start=start, reason=reason, back_on=None).exists():
        return
    if not reason:
        raise DomainError(_("Please say why the mandate rests."), code="reason_missing", status=400)
    _check(mandate, start)
    check_recent(start, now)
    Suspension.objects.create(mandate=mandate, start=start, reason=reason)
    record("mandate.suspended", mandate.key, by=by, now=now, on=str(start))
    if start <= _day(now):
        rest(mandate, now, by=by)


@transaction.atomic
def resume(*, mandate: Mandate, back_on: date, note: str = "", by: Actor, now: datetime) -> None:
    """Let a mandate that rests be exercised again from `back_on` on. The same day again changes nothing.

    Raises DomainError: 400 for a day before it rests, 409 where nothing rests or the mandate has ended.
    """
    _lock(mandate)
    resting = mandate.suspensions.filter(Q(back_on=None) | Q(back_on__gt=_day(now)) | Q(back_on=back_on)).last()
    if resting is None or mandate.status not in RUNNING:
        raise DomainError(_("This mandate does not rest."), code="not_suspended")
    if resting.back_on == back_on:
        return
    if back_on < resting.start:
        words = _("The mandate rests from %(day)s. Choose that day or a later one.")
        raise DomainError(words % {"day": plain_day(resting.start)}, code="back_too_early", status=400)
    resting.back_on, resting.back_reason = back_on, note
    resting.save(update_fields=["back_on", "back_reason"])
    record("mandate.resumed", mandate.key, by=by, now=now, on=str(back_on))
    if back_on <= _day(now):
        come_back(mandate, now, by=by)


def _check(mandate: Mandate, start: date) -> None:
    if mandate.status not in RUNNING or (mandate.end and mandate.end < start):
        raise DomainError(_("This mandate has ended by then."), code="mandate_ended")
    if start < mandate.start:
        words = _("The mandate begins on %(day)s. It cannot rest before.")
        raise DomainError(words % {"day": plain_day(mandate.start)}, code="before_start", status=400)
    other = mandate.suspensions.filter(Q(back_on=None) | Q(back_on__gt=start)).exclude(back_on=F("start")).first()
    if other:
        words = _("The mandate rests from %(day)s already.") % {"day": plain_day(other.start)}
        raise DomainError(words, code="suspended_already")


def due(today: date) -> MandateQuerySet:
    """Mandates that should rest today and do not yet."""
    return Mandate.objects.filter(_rests(today), status=Mandate.Status.ACTIVE)


def over(today: date) -> MandateQuerySet:
    """Mandates that rest although their time of rest is over."""
    return Mandate.objects.filter(~_rests(today), status=Mandate.Status.SUSPENDED)


def _rests(today: date) -> Exists:
    return Exists(Suspension.objects.on(today).filter(mandate=OuterRef("pk")))


@transaction.atomic
def rest(mandate: Mandate, now: datetime, *, by: Actor = SYSTEM) -> int:
    """The mandate rests from now on, with all that follows. Returns 1, or 0 where it rests already."""
    current = Suspension.objects.on(_day(now)).get(mandate=mandate)
    if not _turn(mandate, Mandate.Status.ACTIVE, Mandate.Status.SUSPENDED):
        return 0
    record("mandate.rests", mandate.key, by=by, now=now)
    bring_about(_effects(mandate, current.start), by=by, now=now)
    return 1


@transaction.atomic
def come_back(mandate: Mandate, now: datetime, *, by: Actor = SYSTEM) -> int:
    """The mandate is exercised again; who missed an invitation is invited by the duty that looks for them."""
    changed = _turn(mandate, Mandate.Status.SUSPENDED, Mandate.Status.ACTIVE)
    if changed:
        record("mandate.taken_up", mandate.key, by=by, now=now)
    return changed


def _turn(mandate: Mandate, old: str, new: str) -> int:
    changed = Mandate.objects.filter(pk=mandate.pk, status=old).update(status=new)
    mandate.status = new if changed else mandate.status
    return changed


def _lock(mandate: Mandate) -> None:
    Board.objects.select_for_update(no_key=True).get(pk=mandate.seat.board_id)
    mandate.refresh_from_db()


def _day(now: datetime) -> date:
    return now.astimezone(BERLIN).date()
