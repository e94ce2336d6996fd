"""What is kept, for how long, what of it is due, and what was let go."""

from dataclasses import dataclass
from datetime import datetime

from foundation.retention.kinds import Kind, all_kinds
from foundation.retention.models import Clearing
from foundation.retention.periods import Kept, in_force
from governance.people.models import Person

EXAMPLES = 5
DONE = 20


@dataclass(frozen=True)
class Line:
    """A kind with the number of rows that are due now; `going` while a confirmed clearing is not finished."""

    kept: Kept
    due: int
    going: bool


@dataclass(frozen=True)
class Report:
    """What was let go, when, and who confirmed it."""

    clearing: Clearing
    title: str
    who: str


def lines(now: datetime) -> list[Line]:
    """All kinds in their order; two queries and one for each kind."""
    going = set(Clearing.objects.filter(finished_at=None).values_list("kind", flat=True))
    return [Line(kept, kept.kind.rows(kept.border(now)).count(), kept.kind.code in going) for kept in in_force()]


def kept(code: str) -> Kept | None:
    return next((one for one in in_force() if one.kind.code == code), None)


def examples(of: Kept, now: datetime) -> list[str]:
    """The oldest rows that would go, in words."""
    return [of.kind.example(row) for row in of.kind.rows(of.border(now))[:EXAMPLES]]


def reports() -> list[Report]:
    """The latest clearings, two queries."""
    found = list(Clearing.objects.all()[:DONE])
    keys = {one.confirmed_by.removeprefix("person:") for one in found if one.confirmed_by.startswith("person:")}
    names = {person.key: str(person) for person in Person.objects.filter(pk__in=keys)}
    titles: dict[str, Kind] = {kind.code: kind for kind in all_kinds()}
    return [
        Report(one, str(titles[one.kind].title) if one.kind in titles else one.kind, names.get(one.confirmed_by, ""))
        for one in found
    ]
