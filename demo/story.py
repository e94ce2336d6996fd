"""The day that is being played: its clock, the people by their key, and a chance that is the same on every run."""

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime, time

from demo import cast
from foundation.almanac.days import at_wall_time
from foundation.values import Actor
from governance.boards.models import Board
from governance.people.models import Person


@dataclass
class Story:
    """`first_year` anchors the cast's dates; `people` and `boards` are read once and kept."""

    first_year: int
    people: dict[str, Person] = field(default_factory=dict)
    boards: dict[str, Board] = field(default_factory=dict)

    def load(self) -> None:
        """Read people and boards of the cast from the database; those not yet there stay out."""
        by_mail = {person.email: person for person in Person.objects.all()}
        self.people = {one.key: by_mail[one.email] for one in cast.PEOPLE if one.email in by_mail}
        self.boards = {board.slug: board for board in Board.objects.all()}

    def person(self, key: str) -> Person:
        return self.people[key]

    def actor(self, key: str) -> Actor:
        """The person of the cast with this key, acting for themselves."""
        return Actor(self.people[key].key)

    @property
    def office(self) -> Actor:
        return self.actor("wendt")

    def for_chair(self, board: Board) -> Actor:
        """The board office records the chair's word."""
        return self.office.on_behalf_of(self.person(cast.board(board.slug).chair).key)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """A wall time of `day` in Darmstadt, in UTC."""
    return at_wall_time(day, time(hour, minute))


def chance(*what: object) -> float:
    """A number in [0, 1) that depends on nothing but its arguments."""
    digest = hashlib.sha256("|".join(map(str, what)).encode()).digest()
    return int.from_bytes(digest[:8], "big") / 2**64
