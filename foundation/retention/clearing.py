"""Letting data go: found every Monday, confirmed by a person, done in batches that may be broken off."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from foundation.journal.recording import record
from foundation.retention.kinds import Kind, kind_of
from foundation.retention.models import Clearing, Finding
from foundation.retention.periods import Kept, in_force
from foundation.values import BERLIN, Actor, DomainError
from foundation.web import nudges

CLEAR_DUE = "foundation.retention.clearing.clear_due"
BATCH = 200
HOUR = 6


def review_due(*, now: datetime) -> int:
    """Duty: on Mondays from 6:00 in Berlin count once what is due; return how many rows. Nothing is let go."""
    local = now.astimezone(BERLIN)
    monday = (local - timedelta(days=local.weekday())).date()
    if (local.weekday(), local.hour) < (0, HOUR) or Finding.objects.filter(monday=monday).exists():
        return 0
    counts = {kept.kind.code: kept.kind.rows(kept.border(now)).count() for kept in in_force()}
    Finding.objects.get_or_create(monday=monday, defaults={"found_at": now, "counts": counts})
    return sum(counts.values())


@transaction.atomic
def confirm(kept: Kept, *, expected: int, by: Actor, now: datetime) -> Clearing:
    """A person wants what is due let go; the work itself is done by `clear_due`. Confirmed twice is confirmed once.

    `expected` is the number that was shown. Raises DomainError (409) when nothing is due, or more than shown.
    """
    going = Clearing.objects.filter(kind=kept.kind.code, finished_at=None).first()
    if going:
        return going
    before = kept.border(now)
    count = kept.kind.rows(before).count()
    if not count:
        raise DomainError(_("Nothing of this is due any more."), code="nothing_due")
    if count > expected:
        raise DomainError(_("More is due by now than was shown. Please look at the numbers again."), code="more_due")
    try:
        with transaction.atomic():
            made = Clearing.objects.create(
                kind=kept.kind.code,
                before=before,
                days=kept.days,
                expected=count,
                confirmed_at=now,
                confirmed_by=by.key,
            )
    except IntegrityError:
        return Clearing.objects.get(kind=kept.kind.code, finished_at=None)
    record("retention.confirmed", f"retention:{kept.kind.code}", by=by, now=now, days=kept.days, count=count)
    nudges.soon(CLEAR_DUE)
    return made


def clear_due(*, now: datetime) -> int:
    """Duty: let go what was confirmed, batch by batch; return how many rows. Broken off, it goes on next time."""
    return sum(_clear(clearing, now) for clearing in Clearing.objects.filter(finished_at=None).order_by("pk"))


def _clear(clearing: Clearing, now: datetime) -> int:
    kind = kind_of(clearing.kind)
    done = 0
    while kind and (count := _batch(kind, clearing, now)):
        done += count
    _finish(clearing, now)
    return done


@transaction.atomic
def _batch(kind: Kind, clearing: Clearing, now: datetime) -> int:
    """One step; whoever comes meanwhile waits for it and finds what is left."""
    if Clearing.objects.select_for_update().filter(pk=clearing.pk, finished_at=None).first() is None:
        return 0
    by = Actor(clearing.confirmed_by)
    rows = list(kind.rows(clearing.before)[:BATCH])
    count = kind.forget(rows, before=clearing.before, by=by, now=now) if rows else 0
    Clearing.objects.filter(pk=clearing.pk).update(count=F("count") + count)
    return count


@transaction.atomic
def _finish(clearing: Clearing, now: datetime) -> None:
    if Clearing.objects.filter(pk=clearing.pk, finished_at=None).update(finished_at=now):
        clearing.refresh_from_db()
        by = Actor(clearing.confirmed_by)
        record("retention.cleared", f"retention:{clearing.kind}", by=by, now=now, count=clearing.count)
