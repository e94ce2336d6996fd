"""The proposal of a year: the best dates for all boards at once, around the days somebody chose by hand."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from foundation.almanac.periods import seed
from foundation.journal.recording import record
from foundation.values import BERLIN, SYSTEM, Actor, DomainError
from governance.boards.models import Board
from governance.procedure.rules_in_force import rules_on
from meetings.planning import instance
from meetings.planning.models import PlannedDate, YearPlan
from meetings.planning.posing import SECONDS, Solved, best, problem, with_rules
from meetings.planning.scores import cost
from meetings.planning.weighing import alone, board_of, first_difference, replacements

SEASON = (10, 1)
# Topics, release and notice take this long; nobody can be called in time to an earlier day.
LEAD = timedelta(days=28)

Kept = Mapping[int, Collection[date]]
"""By board: days chosen by hand, which every new proposal holds."""


@dataclass(frozen=True)
class Choices:
    """What stands in the proposals of a year: the days `kept`, and `before`, by board, when each was made."""

    before: Mapping[int, datetime]
    kept: dict[int, set[date]]


@dataclass(frozen=True)
class Found:
    """The best dates around the days kept; `free` is what would be best without them, None where none is kept.

    `before` says by board when the proposal it replaces was made.
    """

    year: int
    boards: list[Board]
    kept: Kept
    solved: Solved
    free: Solved | None
    before: Mapping[int, datetime]

    def days(self, board: Board) -> tuple[date, ...]:
        return self.solved[board.slug][1].boards.get(board.slug, ())


def propose(*, year: int, boards: Iterable[Board], by: Actor, now: datetime, forget: bool = False) -> list[YearPlan]:
    """Find the best dates of `year` for these boards together and store them as proposals.

    A proposal nobody adopted is replaced, around the days that were chosen by hand unless they are to be forgotten;
    adopted and confirmed plans stay. Where no allowed plan exists the row says "infeasible" and has no dates. Boards
    whose rules begin later are left out. Raises DomainError (409) for a year that is over, where none of the
    boards has rules, where a day chosen by hand has become impossible, and where somebody was quicker.
    """
    fixed = set(YearPlan.objects.filter(year=year).exclude(status="proposed").values_list("board_id", flat=True))
    open_boards = [board for board in boards if board.pk not in fixed]
    if not open_boards:
        return []
    # Searching may take seconds, so it comes before the transaction.
    known = choices(year)
    found = search(year, open_boards, replace(known, kept={}) if forget else known, now)
    check_choices(found)
    return store(found, by=by, now=now)


def search(year: int, boards: list[Board], known: Choices, now: datetime) -> Found:
    """The best dates, not stored. Raises DomainError as `propose`."""
    first, last = span(year, now)
    ready = with_rules(boards, first)
    if not ready:
        rules_on(boards[0], first)
    seed([year - 1, year])
    held = {board: [day for day in days if day >= first] for board, days in known.kept.items()}
    if not any(held.values()):
        return Found(year, ready, held, best(problem(ready, first, last, now=now)), None, known.before)
    # Two searches share the time of one, so that the page answers in it.
    free = best(problem(ready, first, last, now=now), seconds=SECONDS / 2)
    around = best(problem(ready, first, last, held, now=now), seconds=SECONDS / 2)
    return Found(year, ready, held, around, free, known.before)


def check_choices(found: Found) -> None:
    """A board never loses its dates because a day somebody chose has become impossible; DomainError (409)."""
    lost = [board.name for board in found.boards if found.kept.get(board.pk) and not found.days(board)]
    if lost:
        words = _("With the days chosen by hand there is no plan any more: %(boards)s. Please undo the choice first.")
        raise DomainError(words % {"boards": ", ".join(lost)}, code="choice_impossible")


@transaction.atomic
def store(found: Found, *, by: Actor, now: datetime) -> list[YearPlan]:
    """The proposals as rows; plans adopted while the search was on stay as they are.

    Raises DomainError (409) where somebody proposed or chose meanwhile: nothing is overwritten unseen.
    """
    known = {plan.board_id: plan for plan in _proposals(found.year).select_for_update()}
    boards = {board.pk for board in found.boards}
    if any(found.before.get(pk) != plan.proposed_at for pk, plan in known.items() if pk in boards):
        words = _("Somebody changed the proposal at the same time. Please look at it and choose again.")
        raise DomainError(words, code="proposal_changed")
    stored = [_store(board, found, by, now) for board in found.boards]
    return [plan for plan in stored if plan]


def choices(year: int) -> Choices:
    """What somebody may have chosen since is noticed when a proposal made from it is stored."""
    # Read first: a choice that comes between the two makes the proposal newer than this.
    before = dict(_proposals(year).values_list("board_id", "proposed_at"))
    kept: dict[int, set[date]] = defaultdict(set)
    chosen = PlannedDate.objects.filter(plan__year=year, plan__status=YearPlan.Status.PROPOSED, kept=True)
    for board, day in chosen.values_list("plan__board_id", "day"):
        kept[board].add(day)
    return Choices(before, kept)


def _proposals(year: int) -> QuerySet[YearPlan]:
    return YearPlan.objects.filter(year=year, status=YearPlan.Status.PROPOSED).order_by("pk")


def span(year: int, now: datetime) -> tuple[date, date]:
    """The first and the last day that may be chosen. Raises DomainError (409) for a year that is over."""
    first, last = first_day(year, now), date(year, 12, 31)
    if first > last:
        raise DomainError(_("This year is over. Please choose a coming year."), code="year_over")
    return first, last


def first_day(year: int, now: datetime) -> date:
    """The first day of the year that people can still be called to."""
    return max(date(year, 1, 1), now.astimezone(BERLIN).date() + LEAD)


def _store(board: Board, found: Found, by: Actor, now: datetime) -> YearPlan | None:
    known = YearPlan.objects.select_for_update().filter(board=board, year=found.year).first()
    if known and known.status != YearPlan.Status.PROPOSED:
        return None
    _asked, answer = found.solved[board.slug]
    values = {
        "proposed_at": now,
        "outcome": answer.status,
        "weighing": _weighing(found, board),
        "reasons": [one.to_json() for one in answer.reasons if one.board == board.slug],
    }
    plan, _made = YearPlan.objects.update_or_create(board=board, year=found.year, defaults=values)
    plan.dates.all().delete()
    PlannedDate.objects.bulk_create(_dates(plan, board, found))
    days = found.days(board)
    record("plan.proposed", f"plan:{plan.pk}", by=by, now=now, dates=len(days), outcome=answer.status)
    return plan


def _weighing(found: Found, board: Board) -> dict[str, Any]:
    """The costs behind "Why these dates?": of this board, of all together with the bound, of the free choice."""
    asked, answer = found.solved[board.slug]
    if not found.days(board):
        return {}
    weighing: dict[str, Any] = {
        "own": _own(asked, board, found.days(board)),
        "all": list(answer.cost or ()),
        "bound": list(answer.bound or ()),
    }
    if found.free and (days := found.free[board.slug][1].boards.get(board.slug)):
        weighing["best"] = {"days": [day.isoformat() for day in days], "own": _own(asked, board, days)}
    return weighing


def _own(asked: instance.Instance, board: Board, days: tuple[date, ...]) -> list[int]:
    single = alone(asked, board.slug, {})
    return list(cost(single, {board.slug: days}))


def _dates(plan: YearPlan, board: Board, found: Found) -> list[PlannedDate]:
    asked, answer = found.solved[board.slug]
    days, one = found.days(board), board_of(asked, board.slug)
    single = alone(asked, board.slug, answer.boards)
    own, chosen = _own(asked, board, days) if days else [], found.kept.get(board.pk, ())
    return [
        PlannedDate(
            plan=plan,
            day=day,
            kept=day in chosen,
            reason=reason_of(asked, one, last, day) | _instead(single, days, day, own),
        )
        for last, day in zip([one.last, *days], days, strict=False)
    ]


def reason_of(asked: instance.Instance, board: instance.Board, last: date | None, day: date) -> dict[str, Any]:
    """Numbers and marks behind the sentence shown with a date."""
    return {
        "gap": (day - last).days if last else None,
        "school": day in asked.school,
        "beside_holiday": day in asked.avoid,
        "usual_weekday": day.weekday() in board.weekdays,
    }


def _instead(single: instance.Instance, days: tuple[date, ...], day: date, own: list[int]) -> dict[str, Any]:
    """The next best day for this date, and which criterion speaks against it."""
    found = replacements(single, days, day, 1)
    if not found:
        return {}
    other, weight = found[0]
    return {"instead": other.isoformat(), "worse": first_difference(own, weight)}


def propose_due(*, now: datetime) -> int:
    """Duty: from 1 October on, boards without a plan for next year get a proposal. Returns how many."""
    today = now.astimezone(BERLIN).date()
    if (today.month, today.day) < SEASON:
        return 0
    coming = today.year + 1
    missing = Board.objects.filter(parent=None).exclude(year_plans__year=coming).order_by("position")
    boards = with_rules(list(missing), date(coming, 1, 1))
    return len(propose(year=coming, boards=boards, by=SYSTEM, now=now)) if boards else 0
