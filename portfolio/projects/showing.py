"""What the page of a project shows of its course: entries with who entered them, the newest first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from governance.people.models import Person
from portfolio.projects.models import Indicator, Measurement, Milestone, MilestoneEntry, Project

State = MilestoneEntry.State


@dataclass(frozen=True)
class Line:
    """An entry, who made it (empty for the system), and whether a newer one of the same day corrects it."""

    entry: Any
    who: str
    corrected: bool


@dataclass(frozen=True)
class Stone:
    """A milestone: its newest entry, the day it was last planned for, and the entries before."""

    milestone: Milestone
    now: Line
    planned_for: date | None
    before: Sequence[Line]

    def is_late(self, today: date) -> bool:
        return self.now.entry.state == State.PLANNED and self.now.entry.day < today


@dataclass(frozen=True)
class Gauge:
    """An indicator: its newest value, None before the first, and the values before."""

    indicator: Indicator
    now: Line | None
    before: Sequence[Line]


@dataclass(frozen=True)
class Course:
    notes: Sequence[Line]
    stones: Sequence[Stone]
    gauges: Sequence[Gauge]


def course(project: Project, today: date) -> Course:
    """All entries of a project, in five queries."""
    notes = list(project.notes.filter(as_of__lte=today))
    steps = list(
        MilestoneEntry.objects.filter(milestone__project=project).select_related("milestone").order_by("-pk")
    )
    indicators = list(project.indicators.all())
    values = list(Measurement.objects.filter(indicator__project=project))
    who = _names([*notes, *steps, *values])
    return Course(
        _lines(notes, "as_of", who),
        _stones(steps, who),
        [_gauge(one, [value for value in values if value.indicator_id == one.pk], who) for one in indicators],
    )


def _names(entries: Iterable[Any]) -> dict[str, str]:
    keys = {one.entered_by.removeprefix("person:") for one in entries if one.entered_by.startswith("person:")}
    return {one.key: str(one) for one in Person.objects.filter(pk__in=keys)}


def _lines(entries: Sequence[Any], day: str, who: dict[str, str]) -> list[Line]:
    """Entries come by day, of each day the one that counts first."""
    days = [getattr(one, day) for one in entries]
    return [
        Line(one, who.get(one.entered_by, ""), place > 0 and days[place - 1] == days[place])
        for place, one in enumerate(entries)
    ]


def _stones(steps: Sequence[MilestoneEntry], who: dict[str, str]) -> list[Stone]:
    """What is planned first, by day."""
    of: dict[Milestone, list[MilestoneEntry]] = {}
    for one in steps:
        of.setdefault(one.milestone, []).append(one)
    stones = [_stone(milestone, entries, who) for milestone, entries in of.items()]
    return sorted(stones, key=lambda one: (one.now.entry.state != State.PLANNED, one.now.entry.day))


def _stone(milestone: Milestone, entries: Sequence[MilestoneEntry], who: dict[str, str]) -> Stone:
    lines = [Line(one, who.get(one.entered_by, ""), False) for one in entries]
    planned = next((one.day for one in entries if one.state == State.PLANNED), None)
    return Stone(milestone, lines[0], planned, lines[1:])


def _gauge(indicator: Indicator, values: Sequence[Measurement], who: dict[str, str]) -> Gauge:
    lines = _lines(values, "day", who)
    return Gauge(indicator, lines[0] if lines else None, lines[1:])
