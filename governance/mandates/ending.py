"""Ending a mandate: its consequences first, then the end itself, and what the calendar does on its own."""

import logging
from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import partial
from itertools import chain
from typing import TypeVar

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from foundation.journal.recording import record
from foundation.values import BERLIN, SYSTEM, Actor, DomainError
from foundation.web.wording import plain_day
from governance.boards.models import Board
from governance.mandates import deputising, suspending
from governance.mandates.effects import Effect, bring_about, listed, stays
from governance.mandates.groups import votes_in_groups
from governance.mandates.leading import drop
from governance.mandates.models import RUNNING, Deputy, Mandate, Office, OfficeQuerySet
from governance.people.models import Person

log = logging.getLogger(__name__)
Dated = TypeVar("Dated", Mandate, Deputy)


def consequences(mandate: Mandate, on: date) -> list[Effect]:
    """What ends with this mandate after `on`; empty when the person stays on the board on another mandate."""
    if stays(mandate, on):
        return []
    return [*_dated(mandate, on), *listed(settings.MANDATE_EFFECTS, mandate, on)]


def preview(*, mandate: Mandate, on: date) -> list[Effect]:
    """What `end` would bring about, for the page that asks before; raises what `end` would raise about the day."""
    _check_end(mandate, on)
    return consequences(mandate, on)


def _dated(mandate: Mandate, on: date) -> list[Effect]:
    """What gets its end in the calendar at once: offices on this board, seats in its working groups."""
    return [] if stays(mandate, on) else [*_offices(mandate, on), *_groups(mandate, on)]


def _offices(mandate: Mandate, on: date) -> Iterator[Effect]:
    for office in _led(mandate, on):
        words = {"office": office.title, "day": plain_day(on)}
        yield Effect(_("The office of %(office)s ends on %(day)s.") % words, _ending_of(office, on))


def _ending_of(office: Office, on: date) -> Callable[..., None]:
    def act(*, by: Actor, now: datetime) -> None:
        last = max(on, office.start)
        if office.start > now.astimezone(BERLIN).date():
            drop(office, by=by, now=now)
            return
        if not Office.objects.filter(Q(end__isnull=True) | Q(end__gt=last), pk=office.pk).update(end=last):
            return
        record("office.ended", f"office:{office.pk}", by=by, now=now, on=str(on))

    return act


def _groups(mandate: Mandate, on: date) -> Iterator[Effect]:
    """Who leaves the board leaves its working groups, with all that follows there; guests on advisory seats stay."""
    for one in votes_in_groups(mandate, on):
        words = {"group": one.seat.board.name}
        if on < one.start:
            yield Effect(
                _("The seat in the working group is not taken: %(group)s.") % words, partial(_not_taken, one)
            )
            continue
        text, inner = _("The seat in the working group ends: %(group)s.") % words, tuple(consequences(one, on))
        hands_on = any(effect.hands_on for effect in inner)
        yield Effect(text, partial(_leave, one, on), hands_on, inner)


def _led(mandate: Mandate, on: date) -> OfficeQuerySet:
    later = Q(end__isnull=True) | Q(end__gt=on)
    return Office.objects.filter(later, board=mandate.seat.board_id, person=mandate.person_id)


def _leave(mandate: Mandate, on: date, *, to: Person | None = None, by: Actor, now: datetime) -> None:
    end(mandate=mandate, on=on, reason=Mandate.EndReason.PARENT, heir=to, by=by, now=now)


def _not_taken(mandate: Mandate, *, by: Actor, now: datetime) -> None:
    waiting = Mandate.objects.filter(pk=mandate.pk).exclude(status=Mandate.Status.WITHDRAWN)
    if waiting.update(status=Mandate.Status.WITHDRAWN):
        record("mandate.withdrawn", mandate.key, by=by, now=now)


@transaction.atomic
def end(
    *,
    mandate: Mandate,
    on: date,
    reason: str,
    document: str = "",
    heir: Person | None = None,
    by: Actor,
    now: datetime,
) -> None:
    """End a mandate at the end of `on`, the last day. A day that is over ends it now; today or later at its midnight.

    Offices and seats in working groups end at once by date, rests planned for later are taken back, and `heir`, if
    named, takes over open work at once, in the groups as well; all other consequences follow now when `on` is past,
    else at that midnight. The same end again changes nothing. Raises DomainError: 400 for an unknown reason or a day
    before the start, 409 for a mandate that has ended already or ends earlier.
    """
    if reason not in Mandate.EndReason.values:
        raise DomainError(_("Please choose why the mandate ends."), code="unknown_reason", status=400)
    Board.objects.select_for_update(no_key=True).get(pk=mandate.seat.board_id)
    mandate.refresh_from_db()
    if (mandate.end, mandate.ended_reason) == (on, reason):
        return
    _check_end(mandate, on)
    today = now.astimezone(BERLIN).date()
    effects = consequences(mandate, on) if on < today else _early(mandate, on, heir)
    mandate.end, mandate.ended_reason, mandate.end_document = on, reason, document
    if on < today:
        mandate.status = Mandate.Status.ENDED
    mandate.save(update_fields=["end", "ended_reason", "end_document", "status"])
    record("mandate.end_set", mandate.key, by=by, now=now, on=str(on), reason=reason)
    suspending.take_back_after(mandate, on, by=by, now=now)
    bring_about(effects, to=heir, by=by, now=now)


def _early(mandate: Mandate, on: date, heir: Person | None) -> list[Effect]:
    """What need not wait for the last day."""
    later = [] if stays(mandate, on) or heir is None else listed(settings.MANDATE_EFFECTS, mandate, on)
    return [*_dated(mandate, on), *(effect for effect in later if effect.hands_on)]


def _check_end(mandate: Mandate, on: date) -> None:
    if mandate.status not in RUNNING:
        raise DomainError(_("This mandate has ended already."), code="mandate_ended")
    if on < mandate.start:
        raise DomainError(
            _("The mandate begins on %(day)s. It cannot end before.") % {"day": plain_day(mandate.start)},
            code="end_before_start",
            status=400,
        )
    if mandate.end and on > mandate.end:
        raise DomainError(
            _("The mandate ends on %(day)s already.") % {"day": plain_day(mandate.end)}, code="ends_earlier"
        )


def follow_calendar(*, now: datetime) -> int:
    """Duty: at local midnight end the mandates and the deputies whose last day is over, then start the mandates whose
    first day has come, and let mandates rest and be taken up again on their days.

    Returns how many changed. One that fails does not hold up the others; its error is raised at the end.
    """
    today = now.astimezone(BERLIN).date()
    over = Mandate.objects.filter(status__in=RUNNING, end__lt=today)
    begun = Mandate.objects.filter(status=Mandate.Status.APPOINTED, start__lte=today)
    turns = chain(
        _turns(over, _finish),
        _turns(deputising.due(today), deputising.finish),
        _turns(begun, _begin),
        _turns(suspending.due(today), suspending.rest),
        _turns(suspending.over(today), suspending.come_back),
    )
    done, errors = 0, []
    for one, turn in turns:
        try:
            done += turn(now)
        except Exception as error:
            log.exception("%s %s", one._meta.model_name, one.pk)
            errors.append(error)
    if errors:
        raise ExceptionGroup("mandates or deputies that could not follow the calendar", errors)
    return done


def _turns(
    rows: QuerySet[Dated], turn: Callable[[Dated, datetime], int]
) -> Iterator[tuple[Dated, Callable[..., int]]]:
    """Asked only when it is their turn: what ends comes before what begins."""
    for one in rows.select_related("seat", "person").order_by("end", "pk"):
        yield one, partial(turn, one)


@transaction.atomic
def _finish(mandate: Mandate, now: datetime) -> int:
    assert mandate.end is not None
    reason = mandate.ended_reason or Mandate.EndReason.TERM
    still = Mandate.objects.filter(pk=mandate.pk, status__in=RUNNING, end=mandate.end)
    if not still.update(status=Mandate.Status.ENDED, ended_reason=reason):
        return 0
    record("mandate.ended", mandate.key, by=SYSTEM, now=now, reason=reason)
    bring_about(consequences(mandate, mandate.end), by=SYSTEM, now=now)
    return 1


@transaction.atomic
def _begin(mandate: Mandate, now: datetime) -> int:
    waiting = Mandate.objects.filter(pk=mandate.pk, status=Mandate.Status.APPOINTED)
    if not waiting.update(status=Mandate.Status.ACTIVE):
        return 0
    record("mandate.begun", mandate.key, by=SYSTEM, now=now)
    return 1
