"""Projects begin in a field and a phase of the current strategy, and are held against adopted guidelines."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.journal.recording import record
from foundation.values import Actor, DomainError
from governance.people.models import Organisation
from portfolio.projects.models import Guideline, Project
from portfolio.strategy.models import Field, Phase


@dataclass(frozen=True)
class GuidelinePlan:
    """`note` says where the wording comes from."""

    number: int
    title: str
    text: str
    note: str = ""


@transaction.atomic
def start(
    *,
    key: str,
    title: str,
    summary: str,
    field: Field,
    phase: Phase,
    lead: Organisation,
    by: Actor,
    now: datetime,
) -> Project:
    """Begin a project; begun twice with the same key and title is begun once.

    Raises DomainError: 400 when field and phase belong to different strategies, 409 when the key is taken.
    """
    if field.strategy_id != phase.strategy_id:
        raise DomainError(_("Field and phase must belong to the same strategy."), code="two_strategies", status=400)
    made, is_new = Project.objects.get_or_create(
        key=key, defaults={"title": title, "summary": summary, "field": field, "phase": phase, "lead": lead}
    )
    if is_new:
        record("project.started", made.journal_key, by=by, now=now, field=field.pk, phase=phase.number)
    elif made.title != title:
        raise DomainError(_("Another project has this short name. Please choose a new one."), code="key_taken")
    return made


@transaction.atomic
def adopt_guidelines(guidelines: Sequence[GuidelinePlan], *, by: Actor, now: datetime) -> list[Guideline]:
    """Store the guidelines that are not known by their number yet; return all known ones."""
    known = set(Guideline.objects.values_list("number", flat=True))
    new = [one for one in guidelines if one.number not in known]
    Guideline.objects.bulk_create(
        Guideline(number=one.number, title=one.title, text=one.text, note=one.note) for one in new
    )
    if new:
        record("guidelines.adopted", "guidelines", by=by, now=now, numbers=[one.number for one in new])
    return list(Guideline.objects.all())
