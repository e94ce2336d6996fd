"""The house the matrix of rights is proven in, and what a reader gets as a word of its table."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from governance.boards.models import Board
from governance.confidentiality import Level, Reader
from governance.people.models import Person
from governance.rights.reader import reader_of_person
from meetings.agenda.models import Agenda, AgendaItem, ItemKind
from meetings.meeting.models import Meeting

TODAY = date(2026, 11, 23)
Word = Callable[[Reader], str]


@dataclass
class House:
    """`here` is the board the columns speak of; on the other one sits nobody who asks."""

    world: Any
    now: Any
    who: dict[str, Person | None]
    here: Board
    other: Board
    fellow: Person
    stranger: Person

    @property
    def both(self) -> list[Board]:
        return [self.here, self.other]

    @property
    def owners(self) -> list[tuple[Board, Person]]:
        """Everybody who asks, a fellow member and a stranger, each with the board their rows belong to."""
        asking = [person for person in self.who.values() if person is not None]
        return [*((self.here, person) for person in (*asking, self.fellow)), (self.other, self.stranger)]

    def reader(self, role: str) -> Reader:
        person = self.who[role]
        return Reader() if person is None else reader_of_person(person, today=TODAY, proven=True)

    def meetings(self, status: str = "scheduled") -> list[Meeting]:
        return [self.world.meeting(one, status=status) for one in self.both]

    def items(self, status: str = "released") -> dict[AgendaItem, tuple[bool, int]]:
        """An item of each level on both boards."""
        made = {}
        for meeting in self.meetings():
            Agenda.objects.create(meeting=meeting, status=status)
            for level in Level:
                item = AgendaItem.objects.create(
                    meeting=meeting, position=level + 1, title=f"Stufe {level}", kind=ItemKind.DECISION, level=level
                )
                made[item] = (meeting.board == self.here, int(level))
        return made


def whose(seen: Iterable[Any], here: Iterable[Any], elsewhere: Iterable[Any], mine: Iterable[Any] = ()) -> str:
    """The word for what was seen of rows of this board and of others; `mine` are the reader's."""
    seen, here, elsewhere, mine = set(seen), set(here), set(elsewhere), set(mine)
    words = {"-": set(), "own": mine, "all": here | elsewhere, "here": here | mine}
    return next((word for word, rows in words.items() if rows == seen), f"leak: {seen}")


def depth(seen: Iterable[Any], made: dict[Any, tuple[bool, int]]) -> str:
    """The word for the levels seen, of rows marked (of this board, level)."""
    seen = set(seen)
    tops = []
    for here in (True, False):
        levels = sorted(level for row, (at, level) in made.items() if at is here and row in seen)
        if levels != list(range(len(levels))):
            return f"leak: {levels}"
        tops.append(len(levels) - 1)
    top, elsewhere = tops
    if top == elsewhere:
        return "-" if top < 0 else str(top)
    return f"b{top}" + (f"+{elsewhere}" if elsewhere >= 0 else "")


def queried(house: House, made: Iterable[Any], way: Callable[[Any], Board]) -> Word:
    """`visible_to` of rows that belong to boards."""
    made = list(made)
    model = type(made[0])
    here = [one for one in made if way(one) == house.here]
    elsewhere = [one for one in made if way(one) != house.here]
    pks = [one.pk for one in made]
    return lambda reader: whose(model.objects.filter(pk__in=pks).visible_to(reader), here, elsewhere)


def owned(house: House, made: dict[Any, tuple[Board, Person]], visible: Callable[[Reader], Iterable[Any]]) -> Word:
    """Rows that belong to a person on a board."""
    here = [one for one, (place, _owner) in made.items() if place == house.here]
    elsewhere = [one for one, (place, _owner) in made.items() if place != house.here]

    def word(reader: Reader) -> str:
        mine = [one for one, (_place, owner) in made.items() if owner.pk == reader.person_id]
        return whose(set(visible(reader)) & made.keys(), here, elsewhere, mine)

    return word


def levelled(made: dict[Any, tuple[bool, int]]) -> Word:
    model = type(next(iter(made)))
    return lambda reader: depth(set(model.objects.visible_to(reader)) & made.keys(), made)


def allowed(house: House, things: dict[Board, Any], rule: Callable[[Reader, Any], bool]) -> Word:
    """A rule asked about a thing of each board."""
    here, elsewhere = [things[house.here]], [things[house.other]]
    return lambda reader: whose((one for one in (*here, *elsewhere) if rule(reader, one)), here, elsewhere)


def on_boards(rule: Callable[[Reader, Board], bool]) -> Callable[[House], Word]:
    return lambda house: allowed(house, {one: one for one in house.both}, rule)


def at_all(rule: Callable[[Reader], bool]) -> Callable[[House], Word]:
    """A rule that knows no board."""
    return on_boards(lambda reader, _board: rule(reader))


def in_meetings(rule: Callable[[Reader, Meeting], bool]) -> Callable[[House], Word]:
    return lambda house: allowed(house, {one.board: one for one in house.meetings()}, rule)
