"""Who is away when: one query for all people asked about, for planning, polls and deadlines."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from meetings.absences.models import Absence
from meetings.absences.stretches import Stretch, merged


def on(people: Collection[UUID], first: date, last: date) -> dict[UUID, frozenset[date]]:
    """By person the days from `first` to `last`; without those who are there every day."""
    return {
        person: frozenset(day for one in stretches for day in one.days(first, last))
        for person, stretches in _stretches(people, first, last).items()
    }


def away(people: Collection[UUID], days: Collection[date]) -> dict[UUID, set[date]]:
    """By person those of the days; every person asked about is there, most with none."""
    known = on(people, min(days), max(days)) if days else {}
    return {person: set(known.get(person, ())) & set(days) for person in people}


def throughout(people: Collection[UUID], first: date, last: date) -> int:
    """How many of them are away on every day from `first` to `last`."""
    found = _stretches(people, first, last).values()
    return sum(any(one.start <= first and last <= one.end for one in stretches) for stretches in found)


def _stretches(people: Collection[UUID], first: date, last: date) -> dict[UUID, list[Stretch]]:
    rows = Absence.objects.filter(person__in=people).touching(first, last).values_list("person_id", "start", "end")
    found: dict[UUID, list[Stretch]] = {}
    for person, start, end in rows:
        found.setdefault(person, []).append(Stretch(start, end))
    return {person: merged(stretches) for person, stretches in found.items()}
