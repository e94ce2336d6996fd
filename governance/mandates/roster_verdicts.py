"""What a roster would do: the verdict on each line, and the rows that carrying it out would write."""

import hashlib
from dataclasses import dataclass, field

from governance.boards.models import Seat, SeatChange
from governance.mandates.models import Mandate, Office
from governance.people.models import Organisation, Person

NEW, CHANGED, UNCHANGED, ERROR = "new", "changed", "unchanged", "error"


@dataclass
class Verdict:
    """One line of the report: `state` is new, changed, unchanged or error; notes say what, problems why not."""

    number: int
    title: str
    state: str
    notes: list[str]
    problems: list[tuple[str, str]]


@dataclass
class Plan:
    """The report and the rows that carrying it out would write. Nothing is written while a line has an error."""

    encoding: str
    ignored: list[str]
    verdicts: list[Verdict] = field(default_factory=list)
    bodies: list[Organisation] = field(default_factory=list)
    seats: list[Seat] = field(default_factory=list)
    changed_seats: dict[int, tuple[Seat, set[str]]] = field(default_factory=dict)
    seat_changes: dict[int, SeatChange] = field(default_factory=dict)
    people: list[Person] = field(default_factory=list)
    changed_people: dict[object, tuple[Person, set[str]]] = field(default_factory=dict)
    mandates: list[Mandate] = field(default_factory=list)
    changed_mandates: dict[int, tuple[Mandate, set[str]]] = field(default_factory=dict)
    offices: list[Office] = field(default_factory=list)

    def count(self, state: str) -> int:
        return sum(verdict.state == state for verdict in self.verdicts)

    @property
    def counts(self) -> dict[str, int]:
        return {state: self.count(state) for state in (NEW, CHANGED, UNCHANGED, ERROR)}

    @property
    def is_refused(self) -> bool:
        return any(verdict.state == ERROR for verdict in self.verdicts)

    @property
    def is_empty(self) -> bool:
        return all(verdict.state == UNCHANGED for verdict in self.verdicts)

    @property
    def fingerprint(self) -> str:
        """The same for the same report: what was confirmed is what is carried out."""
        told = "\n".join(f"{one.number}|{one.title}|{one.state}|{one.notes}" for one in self.verdicts)
        return hashlib.sha256(told.encode()).hexdigest()
