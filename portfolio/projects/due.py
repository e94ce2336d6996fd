"""What the projects of a partner wait for: a word on how they stand, a milestone whose day has come, a value.

A word is due every quarter, as management reports are (domain rule: a period of three months).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import OuterRef, Subquery

from portfolio.projects.models import Indicator, Measurement, Milestone, MilestoneEntry, Project

EVERY = timedelta(days=92)
AHEAD = timedelta(days=14)


@dataclass(frozen=True)
class Due:
    """`kind`: "note", "milestone" or "value"; `since` is the day of the last entry, None without one."""

    kind: str
    project: Project
    day: date | None
    title: str = ""
    since: date | None = None


def led_by(organisations: frozenset[int], today: date) -> list[Any]:
    """The projects these organisations lead, with how they stand."""
    rows = Project.objects.filter(lead__in=organisations).with_status(today)
    return list(rows.select_related("field", "phase", "lead").order_by("title"))


def due(projects: list[Any], today: date) -> Iterator[Due]:
    """What is late or comes within two weeks, for projects that still run; two queries."""
    running = {one.pk: one for one in projects if one.status != Project.Status.DONE}
    for one in running.values():
        if _waits(one.noted_on, today):
            yield Due("note", one, _next(one.noted_on), since=one.noted_on)
    for milestone in _milestones(running, today):
        yield Due("milestone", running[milestone.project_id], milestone.day, milestone.title)
    for indicator in _indicators(running):
        if _waits(indicator.last, today):
            yield Due("value", running[indicator.project_id], _next(indicator.last), indicator.title, indicator.last)


def _next(last: date | None) -> date | None:
    return last + EVERY if last else None


def _waits(last: date | None, today: date) -> bool:
    return last is None or last + EVERY <= today + AHEAD


def _milestones(projects: Any, today: date) -> Any:
    newest = MilestoneEntry.objects.filter(milestone=OuterRef("pk")).order_by("-pk")
    rows = Milestone.objects.filter(project__in=list(projects)).annotate(
        state=Subquery(newest.values("state")[:1]), day=Subquery(newest.values("day")[:1])
    )
    return rows.filter(state=MilestoneEntry.State.PLANNED, day__lte=today + AHEAD)


def _indicators(projects: Any) -> Any:
    newest = Measurement.objects.filter(indicator=OuterRef("pk")).order_by("-day")
    return Indicator.objects.filter(project__in=list(projects)).annotate(last=Subquery(newest.values("day")[:1]))
