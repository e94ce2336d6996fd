"""One date of a proposal is moved by hand; the rest is proposed anew around it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from foundation.almanac.periods import closed_days
from foundation.values import Actor, DomainError
from foundation.web.wording import day_in_words
from governance.boards.models import Board
from meetings.planning import proposing
from meetings.planning.instance import SATURDAY, Instance
from meetings.planning.models import PlannedDate, YearPlan
from meetings.planning.posing import problem
from meetings.planning.proposing import Found
from meetings.planning.weighing import alone, board_of, replacements
from meetings.planning.wording import obstacle

OFFERED = 6


@dataclass(frozen=True)
class Change:
    """What becomes of one board's dates; days that stay are in neither."""

    board: Board
    gone: list[date]
    come: list[date]


@dataclass(frozen=True)
class Outlook:
    """What moving a date to `day` would do. With `problems`, sentences for people, it cannot be moved there."""

    day: date
    problems: list[str]
    reason: dict[str, Any]
    changes: list[Change]
    found: Found


def offers(planned: PlannedDate, now: datetime) -> list[tuple[date, dict[str, Any]]]:
    """The best other days for this date while the rest stays, each with the numbers behind its sentence."""
    plan = planned.plan
    boards = _boards(plan.year)
    asked = problem(boards, *proposing.span(plan.year, now), now=now)
    stored = _stored(boards, plan.year)
    dates = stored[plan.board_id]
    single = alone(asked, plan.board.slug, {board.slug: tuple(stored[board.pk]) for board in boards})
    days = sorted(day for day, _cost in replacements(single, dates, planned.day, OFFERED))
    return [(day, _reason(single, plan.board, [one for one in dates if one != planned.day], day)) for day in days]


def look(planned: PlannedDate, day: date, now: datetime) -> Outlook:
    """What would become of all proposals of the year with this date on `day`. Changes nothing.

    Raises DomainError (409) for a year that is over.
    """
    plan = planned.plan
    known = _choices_without(planned)
    known.kept.setdefault(plan.board_id, set()).add(day)
    found = proposing.search(plan.year, _boards(plan.year), known, now)
    problems = list(_closed(planned, day, now)) or list(_unplanned(plan, found))
    if problems:
        return Outlook(day, problems, {}, [], found)
    reason = _reason(found.solved[plan.board.slug][0], plan.board, found.days(plan.board), day)
    return Outlook(day, [], reason, list(_changes(found)), found)


def choose(seen: Outlook, *, by: Actor, now: datetime) -> list[YearPlan]:
    """Choose the day that was looked at and store the proposals around it.

    Raises DomainError (409) where that cannot be, and where somebody proposed or chose meanwhile.
    """
    if seen.problems:
        raise DomainError(" ".join(seen.problems), code="day_impossible")
    return proposing.store(seen.found, by=by, now=now)


def release(planned: PlannedDate, *, by: Actor, now: datetime) -> list[YearPlan]:
    """The day is no longer chosen by hand: the proposals become what they would be without it.

    Raises DomainError (409) where another chosen day has become impossible, and where somebody was quicker.
    """
    year = planned.plan.year
    found = proposing.search(year, _boards(year), _choices_without(planned), now)
    proposing.check_choices(found)
    return proposing.store(found, by=by, now=now)


def _boards(year: int) -> list[Board]:
    """The boards whose plan of that year is still a proposal."""
    proposed = Board.objects.filter(year_plans__year=year, year_plans__status=YearPlan.Status.PROPOSED)
    return list(proposed.order_by("position"))


def _choices_without(planned: PlannedDate) -> proposing.Choices:
    """What was chosen by hand, without this day."""
    known = proposing.choices(planned.plan.year)
    known.kept.get(planned.plan.board_id, set()).discard(planned.day)
    return known


def _stored(boards: Iterable[Board], year: int) -> dict[int, list[date]]:
    """The dates of the proposals, by board."""
    days: dict[int, list[date]] = {board.pk: [] for board in boards}
    rows = PlannedDate.objects.filter(plan__year=year, plan__board__in=list(days)).order_by("day")
    for board, day in rows.values_list("plan__board_id", "day"):
        days[board].append(day)
    return days


def _reason(asked: Instance, board: Board, days: Iterable[date], day: date) -> dict[str, Any]:
    one = board_of(asked, board.slug)
    return proposing.reason_of(asked, one, max([other for other in days if other < day], default=one.last), day)


def _closed(planned: PlannedDate, day: date, now: datetime) -> Iterator[str]:
    """Why the board may not meet on that day at all."""
    words = {"day": day_in_words(day)}
    plan = planned.plan
    if not proposing.first_day(plan.year, now) <= day <= date(plan.year, 12, 31):
        yield _("%(day)s is too early to call people in time, or in another year.") % words
    elif day.weekday() >= SATURDAY:
        yield _("%(day)s is at a weekend.") % words
    elif name := closed_days(day, day).get(day):
        yield _("%(day)s is closed: %(name)s.") % (words | {"name": name})
    elif PlannedDate.objects.filter(plan=plan, day=day).exclude(pk=planned.pk).exists():
        yield _("%(day)s is a date of this plan already.") % words


def _unplanned(plan: YearPlan, found: Found) -> Iterator[str]:
    """Why no plan holds that day: the rules of this board, or another board that would lose its dates."""
    stored = _stored(found.boards, plan.year)
    for board in found.boards:
        if found.days(board):
            continue
        if board.pk == plan.board_id:
            yield _("With this day the year has no plan that keeps the rules.")
            reasons = found.solved[board.slug][1].reasons
            yield from (words for one in reasons if one.board == board.slug for words in obstacle(one.to_json()))
        elif stored[board.pk]:
            yield _("%(board)s would have no dates any more.") % {"board": board.name}


def _changes(found: Found) -> Iterator[Change]:
    stored = _stored(found.boards, found.year)
    for board in found.boards:
        before, after = set(stored[board.pk]), set(found.days(board))
        if after != before:
            yield Change(board, sorted(before - after), sorted(after - before))
