"""A mandate rests for a time and is taken up again; the seat stays filled, and the quorum is counted as before.

Who rests on a board rests in its working groups, because a vote there belongs to the members of the board.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from foundation.journal.recording import record
from foundation.values import BERLIN, SYSTEM, Actor, DomainError
from foundation.web.wording import plain_day
from governance.boards.models import Board
from governance.mandates.appointing import check_recent
from governance.mandates.effects import Effect, bring_about, listed, stays
from governance.mandates.groups import votes_in_groups
from governance.mandates.models import RUNNING, Mandate, MandateQuerySet, Suspension

ONE_DAY = timedelta(days=1)


def preview(*, mandate: Mandate, start: date, back_on: date | None = None) -> list[Effect]:
    """What `suspend` would bring about; raises what it would raise about the days."""
    _check(mandate, start, back_on)
    return [*_groups(mandate, start, back_on), *_effects(mandate, start)]


def _effects(mandate: Mandate, start: date) -> list[Effect]:
    last = start - ONE_DAY
    return [] if stays(mandate, last) else listed(settings.SUSPENSION_EFFECTS, mandate, last)


def _groups(mandate: Mandate, start: date, back_on: date | None) -> Iterator[Effect]:
    """Votes in working groups rest for the same time; one that rests then already stays as it is."""
    if stays(mandate, start - ONE_DAY):
        return
    for one in votes_in_groups(mandate, start - ONE_DAY):
        first = max(start, one.start)
        if (back_on and back_on <= first) or one.suspensions.within(first, back_on).exists():
            continue
        text = _("The seat in the working group rests as well: %(group)s.") % {"group": one.seat.board.name}
        act = partial(_rest_along, one, first, mandate, start)
        yield Effect(text, act, inner=tuple(_effects(one, first)))


def _rest_along(group: Mandate, first: date, mandate: Mandate, start: date, *, by: Actor, now: datetime) -> None:
    above = mandate.suspensions.within(start, start + ONE_DAY).get()
    _lock(group)
    _enter(group, first, above.back_on, above.reason, above, by, now)


@transaction.atomic
def suspend(
    *, mandate: Mandate, start: date, back_on: date | None = None, reason: str, by: Actor, now: datetime
) -> None:
    """Let a mandate rest from `start` on, until the day before `back_on` where that is known; votes in working groups
    of the board rest as long. It rests at once when the day has come, else from its midnight. Twice is once.

    Raises DomainError: 400 for a day before the mandate or before yesterday, for a return that is not later or lies
    after the end of the mandate, or without a reason, 409 for a mandate that has ended or rests then already.
    """
    _lock(mandate)
    if mandate.suspensions.filter(start=start, reason=reason, back_on=back_on).exists():
        return
    if not reason:
        raise DomainError(_("Please say why the mandate rests."), code="reason_missing", status=400)
    _check(mandate, start, back_on)
    check_recent(start, now)
    groups = list(_groups(mandate, start, back_on))
    _enter(mandate, start, back_on, reason, None, by, now)
    bring_about(groups, by=by, now=now)


def _enter(
    mandate: Mandate,
    start: date,
    back_on: date | None,
    reason: str,
    follows: Suspension | None,
    by: Actor,
    now: datetime,
) -> None:
    made = Suspension.objects.create(mandate=mandate, start=start, back_on=back_on, reason=reason, follows=follows)
    record("mandate.suspended", mandate.key, by=by, now=now, on=str(start))
    if made.covers(_day(now)):
        rest(mandate, now, by=by)


@transaction.atomic
def resume(*, mandate: Mandate, back_on: date, note: str = "", by: Actor, now: datetime) -> None:
    """Let a mandate that rests today be exercised again from `back_on` on, and the votes in working groups that rest
    along with it. The same day again changes nothing; a rest to come is taken back instead.

    Raises DomainError: 400 for a day before it rests, before yesterday or after the mandate's last, 409 where nothing
    rests, the mandate has ended, or it rests again before that day.
    """
    _lock(mandate)
    today = _day(now)
    resting = mandate.suspensions.on(today).first()
    if mandate.status in RUNNING and _comes_back_already(mandate, resting, back_on):
        return
    if resting is None or mandate.status not in RUNNING:
        raise DomainError(_("This mandate does not rest."), code="not_suspended")
    _check_return(mandate, resting.start, back_on)
    check_recent(back_on, now)
    again = mandate.suspensions.planned(today).filter(start__lt=back_on).first()
    if again:
        words = _("The mandate rests again from %(day)s. Take that back first, or choose an earlier day.")
        raise DomainError(words % {"day": plain_day(again.start)}, code="rests_again")
    _end_rest(resting, back_on, note, "mandate.resumed", by, now)


def _comes_back_already(mandate: Mandate, resting: Suspension | None, back_on: date) -> bool:
    if resting:
        return resting.back_on == back_on
    return mandate.suspensions.filter(start__lte=back_on, back_on=back_on).exists()


@transaction.atomic
def take_back(rest: Suspension, *, note: str = "", by: Actor, now: datetime) -> None:
    """A rest that has not begun does not take place, nor do those in working groups along with it. Twice is once.

    Raises DomainError (409) for a rest that has begun.
    """
    _lock(rest.mandate)
    rest.refresh_from_db()
    if rest.taken_back:
        return
    if rest.start <= _day(now):
        raise DomainError(_("This rest has begun. Please resume the mandate instead."), code="rest_begun")
    _end_rest(rest, rest.start, note, "mandate.rest_taken_back", by, now)


def take_back_after(mandate: Mandate, last: date, *, by: Actor, now: datetime) -> None:
    """What was to rest after the last day of a mandate needs no rest."""
    for one in mandate.suspensions.planned(max(last, _day(now))).select_related("mandate__seat"):
        _end_rest(one, one.start, "", "mandate.rest_taken_back", by, now)


def _end_rest(resting: Suspension, back_on: date, note: str, action: str, by: Actor, now: datetime) -> None:
    """Those that follow it end with it, unless they were given another day of their own."""
    mandate = resting.mandate
    along = resting.followers.filter(back_on=resting.back_on, mandate__status__in=RUNNING)
    followers = list(along.select_related("mandate__seat"))
    resting.back_on, resting.back_reason = max(back_on, resting.start), note
    resting.save(update_fields=["back_on", "back_reason"])
    record(action, mandate.key, by=by, now=now, on=str(back_on))
    if back_on <= _day(now):
        come_back(mandate, now, by=by)
    for one in followers:
        _lock(one.mandate)
        _end_rest(one, back_on, note, action, by, now)


def _check(mandate: Mandate, start: date, back_on: date | None) -> None:
    if mandate.status not in RUNNING or (mandate.end and mandate.end < start):
        raise DomainError(_("This mandate has ended by then."), code="mandate_ended")
    if start < mandate.start:
        words = _("The mandate begins on %(day)s. It cannot rest before.")
        raise DomainError(words % {"day": plain_day(mandate.start)}, code="before_start", status=400)
    if back_on:
        _check_return(mandate, start + ONE_DAY, back_on)
    other = mandate.suspensions.within(start, back_on).first()
    if other:
        words = _("The mandate rests from %(day)s already.") % {"day": plain_day(other.start)}
        raise DomainError(words, code="suspended_already")


def _check_return(mandate: Mandate, first: date, back_on: date) -> None:
    if back_on < first:
        words = _("The mandate can be exercised again on %(day)s at the earliest.") % {"day": plain_day(first)}
        raise DomainError(words, code="back_too_early", status=400)
    if mandate.end and back_on > mandate.end:
        words = _("The mandate ends on %(day)s. Choose that day or an earlier one.") % {"day": plain_day(mandate.end)}
        raise DomainError(words, code="back_after_end", status=400)


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
