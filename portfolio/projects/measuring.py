"""What is measured of a project, and the values. A value is never changed: a newer one of its day corrects it."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.journal.recording import record
from foundation.values import Actor, DomainError
from portfolio.projects.models import Indicator, Measurement, Project
from portfolio.projects.progress import expect_past, one_line


@transaction.atomic
def define(project: Project, *, title: str, unit: str, target: Decimal | None, by: Actor, now: datetime) -> Indicator:
    """Add an indicator. DomainError: 400 for a text that cannot be kept, 409 when it has that title."""
    values = {"unit": one_line(unit, 30), "target": target}
    made, is_new = Indicator.objects.get_or_create(project=project, title=one_line(title, 200), defaults=values)
    if not is_new:
        words = _("There is an indicator with this title already.")
        raise DomainError(words, code="title_taken", fields={"title": words})
    record("indicator.defined", project.journal_key, by=by, now=now, indicator=made.pk)
    return made


@transaction.atomic
def enter(indicator: Indicator, *, day: date, value: Decimal, by: Actor, now: datetime) -> Measurement:
    """Keep the value of a day; entered twice it is entered once, another one corrects it. DomainError (400): a day
    to come."""
    expect_past(day, now)
    locked = (
        Indicator.objects.select_for_update(no_key=True, of=("self",)).select_related("project").get(pk=indicator.pk)
    )
    before = locked.measurements.filter(day=day).first()
    if before and before.value == value:
        return before
    made = Measurement.objects.create(indicator=locked, day=day, value=value, entered_at=now, entered_by=by.key)
    action = "measurement.corrected" if before else "measurement.entered"
    record(action, locked.project.journal_key, by=by, now=now, measurement=made.pk)
    return made
