"""Ending a mandate: its consequences first, then the end itself, and what the calendar does on its own."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from foundation.journal.recording import record
from foundation.values import BERLIN, SYSTEM, Actor, DomainError
from foundation.web.wording import plain_day
from governance.boards.models import Board
from governance.mandates.models import Mandate, Office

log = logging.getLogger(__name__)

RUNNING = (Mandate.Status.APPOINTED, Mandate.Status.ACTIVE, Mandate.Status.SUSPENDED)


@dataclass(frozen=True)
class Effect:
    """Something that follows from the end of a mandate: a sentence to show before, and the act, safe to repeat.

    `act` is called as `act(by=..., now=...)`.
    """

    text: str
    act: Callable[..., object]


def consequences(mandate: Mandate, on: date) -> list[Effect]:
    """What ends with this mandate after `on`; empty when the person stays on the board on another mandate."""
    if _stays(mandate, on):
        return []
    effects = _offices(mandate, on)
    for path in settings.MANDATE_EFFECTS:
        effects.extend(import_string(path)(mandate, on))
    return effects


def preview(*, mandate: Mandate, on: date) -> list[Effect]:
    """What `end` would bring about, for the page that asks before; raises what `end` would raise about the day."""
    _check_end(mandate, on)
    return consequences(mandate, on)


def _stays(mandate: Mandate, on: date) -> bool:
    """Whether the person is on the board the day after on another mandate, such as a second term."""
    others = Mandate.objects.on(on + timedelta(days=1)).exclude(pk=mandate.pk)
    return others.filter(person=mandate.person_id, seat__board=mandate.seat.board_id).exists()


def _offices(mandate: Mandate, on: date) -> list[Effect]:
    if _stays(mandate, on):
        return []
    offices = Office.objects.filter(
        Q(end__isnull=True) | Q(end__gt=on), board=mandate.seat.board_id, person=mandate.person_id
    )
    day = plain_day(on)
    return [
        Effect(
            _("The office of %(office)s ends on %(day)s.") % {"office": office.get_role_display(), "day": day},
            _ending_of(office, on),
        )
        for office in offices
    ]


def _ending_of(office: Office, on: date) -> Callable[..., None]:
    def act(*, by: Actor, now: datetime) -> None:
        if office.start > on:
            Office.objects.filter(pk=office.pk).delete()
        elif not Office.objects.filter(Q(end__isnull=True) | Q(end__gt=on), pk=office.pk).update(end=on):
            return
        record("office.ended", f"office:{office.pk}", by=by, now=now, on=str(on))

    return act


@transaction.atomic
def end(*, mandate: Mandate, on: date, reason: str, by: Actor, now: datetime) -> None:
    """End a mandate at the end of `on`, the last day. A day that is over ends it now; a later one at its midnight.

    Offices end at once by date; all other consequences follow now when `on` is today or past, else at that midnight.
    The same end again changes nothing. Raises DomainError: 400 for an unknown reason or a day before the start, 409
    for a mandate that has ended already or ends earlier.
    """
    if reason not in Mandate.EndReason.values:
        raise DomainError(_("Please choose why the mandate ends."), code="unknown_reason", status=400)
    Board.objects.select_for_update(no_key=True).get(pk=mandate.seat.board_id)
    mandate.refresh_from_db()
    if (mandate.end, mandate.ended_reason) == (on, reason):
        return
    _check_end(mandate, on)
    today = now.astimezone(BERLIN).date()
    effects = consequences(mandate, on) if on <= today else _offices(mandate, on)
    mandate.end, mandate.ended_reason = on, reason
    if on < today:
        mandate.status = Mandate.Status.ENDED
    mandate.save(update_fields=["end", "ended_reason", "status"])
    record("mandate.end_set", f"mandate:{mandate.pk}", by=by, now=now, on=str(on), reason=reason)
    for effect in effects:
        effect.act(by=by, now=now)


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
    """Duty: at local midnight end the mandates whose last day is over, then start those whose first day has come.

    Returns how many changed. One that fails does not hold up the others; its error is raised at the end.
    """
    today = now.astimezone(BERLIN).date()
    over = Mandate.objects.filter(status__in=RUNNING, end__lt=today)
    begun = Mandate.objects.filter(status=Mandate.Status.APPOINTED, start__lte=today)
    done, errors = 0, []
    for find, turn in ((over, _finish), (begun, _begin)):
        for mandate in find.select_related("seat", "person").order_by("end", "pk"):
            try:
                done += turn(mandate, now)
            except Exception as error:
                log.exception("mandate %s", mandate.pk)
                errors.append(error)
    if errors:
        raise ExceptionGroup("mandates that could not follow the calendar", errors)
    return done


@transaction.atomic
def _finish(mandate: Mandate, now: datetime) -> int:
    assert mandate.end is not None
    reason = mandate.ended_reason or Mandate.EndReason.TERM
    still = Mandate.objects.filter(pk=mandate.pk, status__in=RUNNING, end=mandate.end)
    if not still.update(status=Mandate.Status.ENDED, ended_reason=reason):
        return 0
    record("mandate.ended", f"mandate:{mandate.pk}", by=SYSTEM, now=now, reason=reason)
    for effect in consequences(mandate, mandate.end):
        effect.act(by=SYSTEM, now=now)
    return 1


@transaction.atomic
def _begin(mandate: Mandate, now: datetime) -> int:
    waiting = Mandate.objects.filter(pk=mandate.pk, status=Mandate.Status.APPOINTED)
    if not waiting.update(status=Mandate.Status.ACTIVE):
        return 0
    record("mandate.begun", f"mandate:{mandate.pk}", by=SYSTEM, now=now)
    return 1
