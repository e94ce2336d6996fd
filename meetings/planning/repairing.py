"""Dates that no longer keep the rules, after one was moved or cancelled, and the smallest change that helps."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import combinations, pairwise
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation.almanac.days import at_wall_time
from foundation.almanac.periods import closed_days, seed
from foundation.journal.recording import record
from foundation.values import BERLIN, Actor, DomainError
from foundation.web.wording import day_in_words, plain_day
from governance.boards.models import Board
from governance.procedure import answers
from governance.procedure.rules_in_force import rules_on
from meetings.invitations import sending
from meetings.meeting import scheduling
from meetings.meeting.models import Meeting
from meetings.planning import instance, proposing, setting
from meetings.planning.models import PlannedDate, YearPlan
from meetings.planning.posing import problem, with_rules
from meetings.planning.reasons import Reason
from meetings.planning.scores import is_allowed, is_open
from meetings.planning.solver import Plan, solve

MOST_MOVED, MANY = 3, 8
"""So many dates are moved for a repair, one less where a year has many: every choice of them is tried while somebody
waits. A year that needs more is planned anew by hand."""
SECONDS = 5


@dataclass(frozen=True)
class Step:
    """A meeting moves to `day`; without a meeting, one more is set on it. `reason` as of a proposed date."""

    meeting: Meeting | None
    day: date
    reason: dict[str, Any]


@dataclass(frozen=True)
class Repair:
    """What breaks the rules, in sentences, and the steps that keep them again; none where no plan does."""

    breaches: list[str]
    steps: list[Step]
    obstacles: tuple[Reason, ...]

    @property
    def signature(self) -> str:
        """Names the steps, so that only what was shown is done."""
        return " ".join(f"{step.meeting.pk if step.meeting else 'new'}:{step.day}" for step in self.steps)


def look(plan: YearPlan, now: datetime) -> Repair | None:
    """The repair of a plan that was taken over; None where its dates keep the rules. Changes nothing.

    Fewest dates are moved, first those that nobody moved before or was told of; among these the best plan. Meetings
    that people are invited to stay where they are, and a day on which a date was cancelled is not tried again.
    """
    broken = _broken(plan, now)
    if broken is None:
        return None
    asked, meetings = broken
    days = tuple(one.day for one in meetings)
    freed, found = _smallest(asked, meetings)
    return Repair(list(_breaches(plan.board, asked, days)), list(_steps(asked, freed, days, found)), found.reasons)


def after(meeting: Meeting, now: datetime) -> YearPlan | None:
    """The plan that needs a repair since this date of it was moved or cancelled; None where there is none.

    The meeting comes with `planned_date__plan`.
    """
    planned: PlannedDate | None = getattr(meeting, "planned_date", None)
    if (
        planned is None
        or meeting.starts_at <= now
        or (meeting.status != Meeting.Status.CANCELLED and planned.day == meeting.day)
    ):
        return None
    return planned.plan if _broken(planned.plan, now) else None


@transaction.atomic
def repair(plan: YearPlan, seen: Repair, *, by: Actor, now: datetime) -> int:
    """Do what was shown: move meetings and add the missing ones; how many dates changed.

    Members who know the dates are told: of moved ones by the next change mail (`telling`), of new ones at once where
    the plan is confirmed. Raises DomainError (409) where a meeting changed meanwhile.
    """
    Board.objects.select_for_update(no_key=True).get(pk=plan.board_id)
    _check_unchanged(seen.steps)
    for step in sorted(seen.steps, key=lambda step: step.meeting is None):
        if step.meeting:
            _move(step.meeting, step.day, by=by, now=now)
        else:
            _add(plan, step, by=by, now=now)
    record("plan.repaired", f"plan:{plan.pk}", by=by, now=now, dates=len(seen.steps))
    return len(seen.steps)


def _broken(plan: YearPlan, now: datetime) -> tuple[instance.Instance, list[Meeting]] | None:
    """What is asked of the dates ahead, and the meetings on them; None where they keep the rules."""
    first, last = proposing.first_day(plan.year, now), date(plan.year, 12, 31)
    if plan.status == YearPlan.Status.PROPOSED or first > last or not with_rules([plan.board], first):
        return None
    seed([plan.year - 1, plan.year])
    meetings = _set(plan.board, first, last)
    asked = _asked(plan.board, meetings, first, last, now)
    kept = is_allowed(asked, {plan.board.slug: tuple(one.day for one in meetings)})
    return None if kept else (asked, meetings)


def _set(board: Board, first: date, last: date) -> list[Meeting]:
    held = Meeting.objects.between(first, last).filter(board=board, kind=Meeting.Kind.REGULAR)
    held = held.exclude(status=Meeting.Status.CANCELLED).select_related("board", "planned_date")
    return list(held.order_by("starts_at"))


def _asked(board: Board, meetings: Sequence[Meeting], first: date, last: date, now: datetime) -> instance.Instance:
    asked = problem([board], first, last, own=False, now=now)
    (one,) = asked.boards
    fixed = tuple(sorted(meeting.day for meeting in meetings))
    return replace(asked, boards=(replace(one, meetings=max(one.meetings, len(fixed)), fixed=fixed),))


def _smallest(asked: instance.Instance, meetings: Sequence[Meeting]) -> tuple[tuple[Meeting, ...], Plan]:
    """Which meetings have to move, and the plan with them moved; the plan has no dates where nothing helps."""
    movable = [one for one in meetings if one.status in (Meeting.Status.PLANNED, Meeting.Status.SCHEDULED)]
    most = MOST_MOVED - (len(movable) > MANY)
    for count in range(min(len(movable), most) + 1):
        found = [(freed, _without(asked, freed)) for freed in combinations(movable, count)]
        if possible := [one for one in found if one[1].boards]:
            return min(possible, key=lambda one: (*_burden(one[0]), one[1].cost or ()))
    return found[0]


def _burden(freed: Iterable[Meeting]) -> tuple[int, int]:
    """How many of the dates somebody moved before, and how many members know: both are moved only where they must."""
    planned = [(one, getattr(one, "planned_date", None)) for one in freed]
    chosen = sum(date.day != one.day for one, date in planned if date)
    return chosen, sum(one.status == Meeting.Status.SCHEDULED for one, _date in planned)


def _without(asked: instance.Instance, freed: Iterable[Meeting]) -> Plan:
    (board,) = asked.boards
    gone = {one.day for one in freed}
    fixed = tuple(day for day in board.fixed if day not in gone)
    return solve(replace(asked, boards=(replace(board, fixed=fixed),)), seconds=SECONDS)


def _steps(asked: instance.Instance, freed: Iterable[Meeting], days: Iterable[date], found: Plan) -> Iterator[Step]:
    """The meetings that move, each to the next of the new days; what is left over is added."""
    (board,) = asked.boards
    dates = found.boards.get(board.id, ())
    kept = set(days) - {one.day for one in freed}
    moving = iter(sorted(freed, key=lambda one: one.starts_at))
    for last, day in zip([board.last, *dates], dates, strict=False):
        if day not in kept:
            yield Step(next(moving, None), day, proposing.reason_of(asked, board, last, day))


def _breaches(board: Board, asked: instance.Instance, days: Sequence[date]) -> Iterator[str]:
    (one,) = asked.boards
    names = closed_days(days[0], days[-1]) if days else {}
    rules = rules_on(board, asked.begins).as_rules()
    for earlier, later in pairwise([*([one.last] if one.last else []), *days]):
        if not one.tolerated[0] <= (later - earlier).days <= one.tolerated[1]:
            words = {"first": plain_day(earlier), "last": plain_day(later)}
            sentence = answers.gap(rules, (later - earlier).days).sentence
            yield _("%(first)s to %(last)s: ") % words + sentence
    for day in days:
        if not is_open(asked, one, day):
            yield _closed(day, names.get(day, ""))
    if missing := one.meetings - len(days):
        yield ngettext(
            "%(count)s meeting of the year has no date.", "%(count)s meetings of the year have no date.", missing
        ) % {"count": missing}


def _closed(day: date, name: str) -> str:
    words = {"day": day_in_words(day), "name": name}
    if name:
        return _("%(day)s is closed: %(name)s.") % words
    if day.weekday() >= instance.SATURDAY:
        return _("%(day)s is at a weekend.") % words
    return _("%(day)s: another board meets with the same people or in the same place.") % words


def _check_unchanged(steps: Iterable[Step]) -> None:
    known = {step.meeting.pk: step.meeting.revision for step in steps if step.meeting}
    now = dict(Meeting.objects.filter(pk__in=known).values_list("pk", "revision"))
    if known != now:
        words = _("A date was changed meanwhile. Please look at the proposal again.")
        raise DomainError(words, code="repair_outdated")


def _move(meeting: Meeting, day: date, *, by: Actor, now: datetime) -> None:
    start = at_wall_time(day, meeting.starts_at.astimezone(BERLIN).time())
    sending.change(meeting, starts_at=start, ends_at=start + (meeting.ends_at - meeting.starts_at), by=by, now=now)


def _add(plan: YearPlan, step: Step, *, by: Actor, now: datetime) -> None:
    made = scheduling.pencil_in(plan.board, step.day, by=by, now=now)
    _make_room(plan, step.day)
    PlannedDate.objects.update_or_create(plan=plan, day=step.day, defaults={"reason": step.reason, "meeting": made})
    if plan.status == YearPlan.Status.CONFIRMED:
        setting.set_date(made, by=by, now=now)


def _make_room(plan: YearPlan, day: date) -> None:
    """A meeting of the plan that was moved away from the day keeps its place in the plan, on the day it has now."""
    there = plan.dates.filter(day=day).exclude(meeting=None).select_related("meeting").first()
    if there and there.meeting and there.meeting.day != day:
        there.day = there.meeting.day
        there.save(update_fields=["day"])
