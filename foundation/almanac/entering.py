"""Entering, changing and taking out days nobody should meet on. Nothing is deleted: see `CalendarPeriod`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.almanac.models import CalendarPeriod
from foundation.journal.recording import record
from foundation.values import Actor, DomainError

OWN = "own"
CORRECTED = "corrected"
"""Published days whose last one a person changed: they keep the row, which publishing would write over."""
BY_HAND = (OWN, CORRECTED)
MOST_DAYS = 366


@dataclass(frozen=True)
class Stretch:
    """Days in a row, both ends included, and why; `kind` is one of `CalendarPeriod.Kind`."""

    kind: str
    name: str
    start: date
    end: date

    @property
    def problem(self) -> str:
        """What is wrong with the days, or nothing."""
        if self.end < self.start:
            return _("The end lies before the start.")
        if (self.end - self.start).days >= MOST_DAYS:
            return _("More than a year. Please check the days.")
        return ""


@transaction.atomic
def enter(stretch: Stretch, *, by: Actor, now: datetime) -> CalendarPeriod:
    """Enter days. The same again returns the row there is; a row taken out is taken in again.

    Raises DomainError: 400 for impossible days, 409 where the same name begins on that day and ends on another.
    """
    _check(stretch)
    values = {"end": stretch.end, "source": OWN}
    known, is_new = CalendarPeriod.objects.select_for_update().get_or_create(**_place(stretch), defaults=values)
    if is_new:
        record("period.entered", known.key, by=by, now=now)
        return known
    if not known.withdrawn and known.end != stretch.end:
        words = otherwise(stretch)
        raise DomainError(words, code="period_known", fields={"start": words})
    if known.withdrawn:
        if known.source != OWN and known.end != stretch.end:
            known.source = CORRECTED
        known.end, known.withdrawn = stretch.end, False
        known.save(update_fields=["end", "withdrawn", "source"])
        record("period.taken_in", known.key, by=by, now=now)
    return known


def otherwise(stretch: Stretch) -> str:
    """Why days are not entered where others of this name begin on the same day."""
    return _("“%(name)s” from that day on is entered already. Please change that entry.") % {"name": stretch.name}


def known_otherwise(stretches: Iterable[Stretch]) -> set[Stretch]:
    """Those that `enter` would refuse because the calendar has them with another end."""
    wanted = list(stretches)
    rows = CalendarPeriod.objects.in_use().filter(name__in={one.name for one in wanted})
    ends = {(row.kind, row.name, row.start): row.end for row in rows}
    return {one for one in wanted if ends.get((one.kind, one.name, one.start), one.end) != one.end}


def _place(stretch: Stretch) -> dict[str, Any]:
    """What stands in the calendar once."""
    return {"kind": stretch.kind, "name": stretch.name, "start": stretch.start}


def _known(stretch: Stretch) -> CalendarPeriod | None:
    return CalendarPeriod.objects.select_for_update().filter(**_place(stretch)).first()


def _check(stretch: Stretch) -> None:
    if words := stretch.problem:
        raise DomainError(words, code="period_days", status=400, fields={"end": words})


@transaction.atomic
def change(period: CalendarPeriod, stretch: Stretch, *, by: Actor, now: datetime) -> CalendarPeriod:
    """Other days or another name; the row that counts from now on.

    Published days are taken out and entered anew, so that publishing them again does not undo the change. Raises
    DomainError as `enter`; the same values change nothing.
    """
    _check(stretch)
    if Stretch(period.kind, period.name, period.start, period.end) == stretch:
        return period
    if period.source == OWN and _known(stretch) in (None, period):
        CalendarPeriod.objects.filter(pk=period.pk).update(**vars(stretch))
        record("period.changed", period.key, by=by, now=now)
        period.refresh_from_db()
        return period
    take_out(period, by=by, now=now)
    return enter(stretch, by=by, now=now)


@transaction.atomic
def take_out(period: CalendarPeriod, *, by: Actor, now: datetime) -> None:
    """The calendar counts with these days no more. Twice is once."""
    if CalendarPeriod.objects.in_use().filter(pk=period.pk).update(withdrawn=True):
        record("period.taken_out", period.key, by=by, now=now)


@transaction.atomic
def take_in(period: CalendarPeriod, *, by: Actor, now: datetime) -> None:
    """The calendar counts with these days again. Twice is once."""
    if CalendarPeriod.objects.filter(pk=period.pk, withdrawn=True).update(withdrawn=False):
        record("period.taken_in", period.key, by=by, now=now)


@transaction.atomic
def enter_all(stretches: Iterable[Stretch], *, by: Actor, now: datetime) -> int:
    """Enter a list as a whole, or nothing of it; how many of its rows are new. Raises DomainError as `enter`."""
    before = CalendarPeriod.objects.in_use().count()
    for stretch in stretches:
        enter(stretch, by=by, now=now)
    return CalendarPeriod.objects.in_use().count() - before
