"""A strategy is published as a whole: with its phases, fields and core goals. Versions are never changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.journal.recording import record
from foundation.values import Actor, DomainError
from portfolio.strategy.models import CoreGoal, Field, Phase, Strategy


@dataclass(frozen=True)
class PhasePlan:
    """`name_is_assumed` where the printed strategy names no phase."""

    number: int
    name: str
    is_open_ended: bool = False
    name_is_assumed: bool = False


@dataclass(frozen=True)
class GoalPlan:
    number: int
    title: str
    note: str = ""


@transaction.atomic
def publish(
    *,
    title: str,
    published_on: date,
    phases: Sequence[PhasePlan],
    fields: Sequence[str],
    goals: Sequence[GoalPlan],
    by: Actor,
    now: datetime,
) -> Strategy:
    """Publish a version; it becomes the current one. The same title published twice is published once.

    Raises DomainError (400) when phases do not run from 1 without a gap or one before the last has no end.
    """
    if known := Strategy.objects.filter(title=title).first():
        return known
    _check(phases)
    Strategy.objects.filter(is_current=True).update(is_current=False)
    strategy = Strategy.objects.create(title=title, published_on=published_on, is_current=True)
    Phase.objects.bulk_create(
        Phase(
            strategy=strategy,
            number=one.number,
            name=one.name,
            is_open_ended=one.is_open_ended,
            name_is_assumed=one.name_is_assumed,
        )
        for one in phases
    )
    Field.objects.bulk_create(Field(strategy=strategy, name=name) for name in fields)
    CoreGoal.objects.bulk_create(
        CoreGoal(strategy=strategy, number=one.number, title=one.title, note=one.note) for one in goals
    )
    record("strategy.published", f"strategy:{strategy.pk}", by=by, now=now, phases=len(phases), fields=len(fields))
    return strategy


def _check(phases: Sequence[PhasePlan]) -> None:
    if [one.number for one in phases] != list(range(1, len(phases) + 1)) or not phases:
        raise DomainError(_("Please number the phases from 1 without a gap."), code="phases_out_of_order", status=400)
    if any(one.is_open_ended for one in phases[:-1]):
        raise DomainError(_("Only the last phase may be open-ended."), code="open_phase_before_last", status=400)
