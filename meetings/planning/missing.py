"""Who is away on the days of a plan: names for the board office, a number for everybody else."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.people.models import Person
from meetings.absences.away import away
from meetings.planning.posing import people_on


@dataclass(frozen=True)
class Missing:
    """One sentence; `grave`, which only the office is told, where the chair is away."""

    sentence: str
    grave: bool


def on_days(board: int, days: Collection[date], *, names: bool) -> dict[date, Missing]:
    """By day, without those on which all members are there; as absences are known now, whatever was planned with.

    The members are those of the first day.
    """
    people = people_on(min(days))
    chairs, members = people.chairs.get(board, set()), people.members.get(board, set())
    absent = away(members, days)
    found = {day: {person for person in members if day in absent[person]} for day in days}
    known = Person.objects.in_bulk(set[UUID]().union(*found.values())) if names else {}
    return {
        day: Missing(_named(known, gone, chairs) if names else _counted(len(gone)), names and bool(gone & chairs))
        for day, gone in found.items()
        if gone
    }


def _counted(count: int) -> str:
    return ngettext("%(count)s member is away.", "%(count)s members are away.", count) % {"count": count}


def _named(known: dict[UUID, Person], gone: Collection[UUID], chairs: Collection[UUID]) -> str:
    """The chair first."""
    ordered = sorted(gone, key=lambda pk: (pk not in chairs, known[pk].family_name, str(known[pk])))
    people = [_("%(person)s (chair)") % {"person": known[pk]} if pk in chairs else str(known[pk]) for pk in ordered]
    return _("Away: %(people)s.") % {"people": ", ".join(people)}
