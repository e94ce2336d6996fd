"""Random year plans to be made: a few boards with all that may be asked, and a city with many."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from foundation.almanac.days import days_next_to_holidays, german_holidays, school_holidays
from meetings.planning.instance import Board, Instance

BEGINS, ENDS = date(2027, 1, 1), date(2028, 1, 31)
YEARS = (2026, 2027, 2028)
HOLIDAYS = frozenset(german_holidays(YEARS))
SCHOOL = frozenset(school_holidays(YEARS))
AVOID = frozenset(days_next_to_holidays(HOLIDAYS))
OPEN = [
    day
    for day in (BEGINS + timedelta(days=n) for n in range((ENDS - BEGINS).days + 1))
    if day.weekday() < 5 and day not in HOLIDAYS
]
WORKDAYS = range(4)


def few_boards(random: Random, separation: int) -> Instance:
    """Two or three boards that share their chair and perhaps more; one in five has a day that is fixed already."""
    people = [f"p{n}" for n in range(30)]
    wished = random.sample(WORKDAYS, random.choice((1, 1, 2)))
    boards = tuple(_small_board(random, f"b{n}", people, wished) for n in range(random.choice((2, 3, 3))))
    return _instance(random, boards, people, separation)


def _small_board(random: Random, name: str, people: list[str], wished: list[int]) -> Board:
    shortest = random.randint(70, 84)
    longest = shortest + random.randint(30, 45)
    members = random.sample(people[1:], random.randint(7, 20))
    return Board(
        id=name,
        last=random.choice((None, *(BEGINS - timedelta(days=n) for n in range(30, 45)))),
        meetings=random.choice((2, 3, 4)),
        tolerated=(shortest, longest),
        target=(shortest + random.randint(0, 7), longest - random.randint(0, 7)),
        weekdays=frozenset(wished),
        members=frozenset({people[0], *members}),
        required=frozenset({people[0], *members[: random.randint(0, 2)]}),
        quorum=len(members) // 2 + 1,
        blocked=frozenset(random.sample(OPEN, random.randint(0, 20))),
        fixed=tuple(random.sample(OPEN[:120], 1)) if random.random() < 0.2 else (),
    )


def three_boards(random: Random) -> Instance:
    """31, 12 and 15 members, four meetings each, the chair on all three: the house of the demo."""
    people = [f"p{n}" for n in range(56)]
    groups = (people[:31], [people[0], *people[31:42]], [people[0], *people[42:]])
    return _instance(random, _four_times_a_year(random, groups, people[:1]), people, 1)


def a_city(random: Random, *, boards: int, people: int, shared: int) -> Instance:
    """Many boards; `shared` people sit on two of them, or on three, and are required on each."""
    names = [f"p{n}" for n in range(people)]
    groups: list[list[str]] = [[] for _board in range(boards)]
    for number, name in enumerate(names):
        if number < shared:
            for group in random.sample(groups, 3 if number % 10 == 0 else 2):
                group.append(name)
        else:
            groups[number % boards].append(name)
    return _instance(random, _four_times_a_year(random, groups, names[:shared]), names, 1)


def _four_times_a_year(random: Random, groups: Sequence[list[str]], required: Sequence[str]) -> tuple[Board, ...]:
    return tuple(
        Board(
            id=f"b{number}",
            last=BEGINS - timedelta(days=random.randint(20, 80)),
            meetings=4,
            tolerated=(84, 126),
            target=(91, 122),
            weekdays=frozenset({random.choice(WORKDAYS)}),
            members=frozenset(members),
            required=frozenset(members).intersection(required),
            quorum=len(members) // 2 + 1,
        )
        for number, members in enumerate(groups)
    )


def _instance(random: Random, boards: tuple[Board, ...], people: list[str], separation: int) -> Instance:
    return Instance(
        begins=BEGINS,
        ends=ENDS,
        boards=boards,
        blocked=HOLIDAYS,
        school=SCHOOL,
        avoid=AVOID,
        separation_days=separation,
        absences={person: _absences(random) for person in people},
    )


def _absences(random: Random) -> frozenset[date]:
    """A fortnight, and single days."""
    begin = random.choice(OPEN)
    return frozenset([*(begin + timedelta(days=n) for n in range(14)), *random.sample(OPEN, random.randint(0, 12))])
