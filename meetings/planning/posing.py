"""The question a year plan answers: boards, their people and the calendar as planning values."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from types import MappingProxyType
from uuid import UUID

from django.db import models
from django.db.models import Q

from foundation.almanac.days import days_next_to_holidays
from foundation.almanac.models import CalendarPeriod
from foundation.almanac.periods import closed_days, school_days
from foundation.values import midnight
from governance.boards.models import Board
from governance.mandates.models import Mandate, Office
from governance.procedure.answers import quorum_needed
from governance.procedure.models import RulesOfProcedure
from governance.procedure.rules_in_force import rules_on
from meetings.absences.away import on as away_on
from meetings.meeting.models import Meeting
from meetings.meeting.standing import quorum_basis_on
from meetings.planning import instance
from meetings.planning.solver import Plan, solve
from meetings.rooms import finding
from meetings.rooms.finding import Places

SECONDS = 10
CANCELLED = Meeting.Status.CANCELLED

Solved = dict[str, tuple[instance.Instance, Plan]]
"""By the board's slug: what was asked, and the answer."""


def with_rules(boards: Sequence[Board], day: date) -> list[Board]:
    """Those of the boards that have rules of procedure on that day."""
    known = set(RulesOfProcedure.objects.in_force(day).filter(board__in=boards).values_list("board_id", flat=True))
    return [board for board in boards if board.pk in known]


def problem(
    boards: Sequence[Board],
    first: date,
    last: date,
    kept: Mapping[int, Collection[date]] = MappingProxyType({}),
    *,
    own: bool = True,
    now: datetime,
) -> instance.Instance:
    """The boards as planning values: rules in force on the first day and mandates of that day.

    Required on a board is its chair. Boards that share a member with a vote or the place never meet on the same day,
    nor on a day that a board which is not planned now has taken already. Ordinary meetings that are set already, and
    days that were chosen by hand (`kept`, by board), are in the plan; a date nobody confirmed before it was over is
    not.
    Without `own` meetings the plan holds none of them, and a day on which one was cancelled is closed.
    """
    people = people_on(first)
    expected = set[UUID]().union(*(people.expected(board.pk) for board in boards))
    places = finding.places()
    apart = {board.pk: _apart(people, places, board.pk, board.place) for board in boards}
    others = _of_others(boards, first, last)
    theirs = [(one.day, _apart(people, places, one.board_id, one.place)) for one in others]
    taken = {pk: {day for day, other in theirs if these & other} for pk, these in apart.items()}
    standing = _ordinary(boards, first, last, cancelled=False)
    mine = standing if own else _ordinary(boards, first, last, cancelled=True)
    closed = {pk: days - mine[pk] if own else days | mine[pk] - standing[pk] for pk, days in taken.items()}
    fixed = {pk: set(kept.get(pk, ())) | (mine[pk] if own else set()) for pk in taken}
    margin = timedelta(days=7)
    blocked = closed_days(first - margin, last + margin)
    return instance.Instance(
        begins=first,
        ends=last,
        boards=tuple(
            _board(board, first, people, apart[board.pk], fixed[board.pk], closed[board.pk], now) for board in boards
        ),
        blocked=frozenset(blocked),
        school=frozenset(school_days(first, last)),
        avoid=frozenset(days_next_to_holidays(blocked)),
        absences={str(person): days for person, days in away_on(expected, first, last).items()},
    )


@dataclass(frozen=True)
class People:
    """Voting members and chair, by board."""

    members: dict[int, set[UUID]]
    chairs: dict[int, set[UUID]]

    def expected(self, board: int) -> set[UUID]:
        return self.members.get(board, set()) | self.chairs.get(board, set())

    def shared(self, board: int) -> set[UUID]:
        """Who sits on another board as well: nobody has two meetings on one day."""
        elsewhere = set[UUID]().union(*(people for other, people in self.members.items() if other != board))
        return self.members.get(board, set()) & elsewhere


def people_on(day: date) -> People:
    members: dict[int, set[UUID]] = defaultdict(set)
    held = Mandate.objects.on(day).filter(seat__voting=True)
    for board, person in held.values_list("seat__board_id", "person_id"):
        members[board].add(person)
    chairs: dict[int, set[UUID]] = defaultdict(set)
    for board, person in Office.objects.on(day).filter(role=Office.Role.CHAIR).values_list("board_id", "person_id"):
        chairs[board].add(person)
    return People(dict(members), dict(chairs))


def _of_others(boards: Sequence[Board], first: date, last: date) -> list[Meeting]:
    """The meetings of boards that are not planned now."""
    return list(Meeting.objects.between(first, last).exclude(board__in=boards).exclude(status=CANCELLED))


def _apart(people: People, places: Places, board: int, place: str) -> frozenset[str]:
    """What keeps boards apart without being required: shared members, and the room, which holds one board a day.

    As ids that are never absent: a member who sits on two boards and is away counts as one member away.
    """
    return frozenset(f"apart:{person}" for person in people.shared(board)) | {f"place:{places.spot(place)}"}


def _ordinary(boards: Sequence[Board], first: date, last: date, *, cancelled: bool) -> dict[int, set[date]]:
    """By board: the days of its ordinary meetings, those that were cancelled or the others."""
    status = Q(status=CANCELLED) if cancelled else ~Q(status=CANCELLED)
    days: dict[int, set[date]] = defaultdict(set)
    for meeting in Meeting.objects.between(first, last).filter(status, board__in=boards, kind=Meeting.Kind.REGULAR):
        days[meeting.board_id].add(meeting.day)
    return days


def _board(
    board: Board,
    first: date,
    people: People,
    apart: frozenset[str],
    fixed: set[date],
    closed: set[date],
    now: datetime,
) -> instance.Board:
    rules = rules_on(board, first).as_rules()
    missing = rules.meetings_per_year - _set_before(board, first, now)
    return instance.Board(
        id=board.slug,
        meetings=max(missing, len(fixed)),
        tolerated=(rules.tolerated_min, rules.tolerated_max),
        target=(rules.target_min, rules.target_max),
        last=_last_day(board, first, now),
        weekdays=frozenset({rules.weekday}),
        members=frozenset(map(str, people.members.get(board.pk, ()))),
        required=frozenset(map(str, people.chairs.get(board.pk, ()))) | apart,
        quorum=quorum_needed(quorum_basis_on(board.pk, first, rules), rules),
        blocked=frozenset(closed),
        fixed=tuple(sorted(fixed)),
    )


def _before(board: Board, first: date, now: datetime) -> models.QuerySet[Meeting]:
    """The meetings before that day, without those cancelled and those nobody confirmed before they were over.

    Extraordinary ones stand outside the cadence.
    """
    lapsed = Q(status=Meeting.Status.PLANNED, starts_at__lte=now)
    found = Meeting.objects.in_cadence().filter(board=board, starts_at__lt=midnight(first))
    return found.exclude(Q(status=CANCELLED) | lapsed)


def _set_before(board: Board, first: date, now: datetime) -> int:
    """How many ordinary meetings of the year lie before the first day that may be chosen."""
    this_year = Q(kind=Meeting.Kind.REGULAR, starts_at__gte=midnight(date(first.year, 1, 1)))
    return _before(board, first, now).filter(this_year).count()


def _last_day(board: Board, first: date, now: datetime) -> date | None:
    last = _before(board, first, now).order_by("starts_at").last()
    return last.day if last else None


def knows_school(year: int) -> bool:
    """Whether the school holidays of the whole year are entered: a year ends in them."""
    school = CalendarPeriod.objects.in_use().filter(kind=CalendarPeriod.Kind.SCHOOL)
    return school.filter(start__year=year, start__month=12).exists()


def best(asked: instance.Instance, seconds: float = SECONDS) -> Solved:
    """The best plan of all boards; where they fail together, one after the other, each clear of those before."""
    found = solve(asked, seconds=seconds)
    if found.boards or len(asked.boards) == 1:
        return {board.id: (asked, found) for board in asked.boards}
    alone: Solved = {}
    for board in asked.boards:
        near = [one for one in asked.boards if one.id in alone and asked.must_keep_apart(board, one)]
        taken = [alone[one.id][1].boards.get(one.id, ()) for one in near]
        single = replace(asked, boards=(replace(board, blocked=board.blocked.union(*taken)),))
        alone[board.id] = (single, solve(single, seconds=seconds))
    return alone
