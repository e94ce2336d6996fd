"""The year plan: proposed for all boards at once, adopted (pencilled in), confirmed (everybody is told)."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.almanac.periods import seed
from foundation.journal.recording import record
from foundation.values import BERLIN, SYSTEM, Actor, DomainError
from governance.boards.models import Board
from governance.procedure.answers import Rules
from governance.procedure.rules_in_force import rules_on
from meetings.meeting import scheduling
from meetings.meeting.models import Meeting
from meetings.planning import instance, setting
from meetings.planning.models import PlannedDate, YearPlan
from meetings.planning.posing import best, problem, with_rules
from meetings.planning.solver import Plan

SEASON = (10, 1)
# Topics, release and notice take this long; nobody can be called in time to an earlier day.
LEAD = timedelta(days=28)
OVERVIEW = "year_overview"


def propose(*, year: int, boards: Iterable[Board], by: Actor, now: datetime) -> list[YearPlan]:
    """Find the best dates of `year` for these boards together and store them as proposals.

    A proposal nobody adopted is replaced; adopted and confirmed plans stay. Where no allowed plan exists the row
    says "infeasible" and has no dates. Boards whose rules begin later are left out. Raises DomainError (409) for a
    year that is over, and where none of the boards has rules.
    """
    first, last = _first_day(year, now), date(year, 12, 31)
    if first > last:
        raise DomainError(_("This year is over. Please choose a coming year."), code="year_over")
    fixed = set(YearPlan.objects.filter(year=year).exclude(status="proposed").values_list("board_id", flat=True))
    open_boards = [board for board in boards if board.pk not in fixed]
    if not open_boards:
        return []
    ready = with_rules(open_boards, first)
    if not ready:
        rules_on(open_boards[0], first)
    seed([year - 1, year])
    # Searching may take seconds, so it comes before the transaction.
    found = best(problem(ready, first, last))
    with transaction.atomic():
        stored = [_store(board, year, *found[board.slug], by, now) for board in ready]
    return [plan for plan in stored if plan]


def _store(
    board: Board, year: int, asked: instance.Instance, found: Plan, by: Actor, now: datetime
) -> YearPlan | None:
    """The proposal as a row; None where the plan was adopted while the search was on."""
    known = YearPlan.objects.select_for_update().filter(board=board, year=year).first()
    if known and known.status != YearPlan.Status.PROPOSED:
        return None
    reasons = [one.to_json() for one in found.reasons if one.board == board.slug]
    values = {
        "proposed_at": now,
        "outcome": found.status,
        "cost": list(found.cost or []),
        "reasons": reasons,
    }
    plan, _made = YearPlan.objects.update_or_create(board=board, year=year, defaults=values)
    plan.dates.all().delete()
    days = found.boards.get(board.slug, ())
    one = next(each for each in asked.boards if each.id == board.slug)
    before = [one.last, *days]
    PlannedDate.objects.bulk_create(
        PlannedDate(plan=plan, day=day, reason=_reason(asked, one, last, day))
        for last, day in zip(before, days, strict=False)
    )
    record("plan.proposed", f"plan:{plan.pk}", by=by, now=now, dates=len(days), outcome=found.status)
    return plan


def _reason(asked: instance.Instance, board: instance.Board, last: date | None, day: date) -> dict[str, object]:
    """Numbers and marks behind the sentence shown with a date."""
    return {
        "gap": (day - last).days if last else None,
        "school": day in asked.school,
        "beside_holiday": day in asked.avoid,
        "usual_weekday": day.weekday() in board.weekdays,
    }


@transaction.atomic
def adopt(plan: YearPlan, *, by: Actor, now: datetime) -> list[Meeting]:
    """Pencil the proposed dates in; ordinary meetings set before on their days are theirs. Adopted twice is once.

    Raises DomainError (409) for a plan without dates, for one whose dates have begun to pass, and for one that does
    not know a meeting set meanwhile.
    """
    known = _meetings_of(plan)
    _check_current(plan, known, now)
    changed = YearPlan.objects.filter(pk=plan.pk, status="proposed").exclude(dates=None).update(status="adopted")
    plan.refresh_from_db()
    if not changed:
        if plan.status == YearPlan.Status.PROPOSED:
            raise DomainError(
                _("This plan has no dates. Please change the rules or try another year."), code="no_dates"
            )
        return [one.meeting for one in plan.dates.select_related("meeting") if one.meeting]
    made = []
    for one in plan.dates.all():
        one.meeting = known.get(one.day) or scheduling.pencil_in(plan.board, one.day, by=by, now=now)
        one.save(update_fields=["meeting"])
        made.append(one.meeting)
    record("plan.adopted", f"plan:{plan.pk}", by=by, now=now, meetings=len(made))
    return made


def _check_current(plan: YearPlan, known: Iterable[date], now: datetime) -> None:
    today = now.astimezone(BERLIN).date()
    proposed = set(plan.dates.filter(plan__status="proposed").values_list("day", flat=True))
    if not proposed:
        return
    words = ""
    if min(proposed) <= today:
        words = _("Dates of this proposal are over already. Please create a new proposal.")
    elif {day for day in known if day >= min(proposed)} - proposed:
        words = _("A date of this board was set after the proposal. Please create a new proposal.")
    if words:
        raise DomainError(words, code="proposal_outdated")


def _meetings_of(plan: YearPlan) -> dict[date, Meeting]:
    """By day: ordinary meetings of the plan's year that were set before it was adopted."""
    found = Meeting.objects.filter(board=plan.board, starts_at__year=plan.year, kind=Meeting.Kind.REGULAR)
    return {one.day: one for one in found.exclude(status=Meeting.Status.CANCELLED)}


@transaction.atomic
def confirm(plans: Iterable[YearPlan], *, by: Actor, now: datetime) -> int:
    """Schedule the adopted dates and send each member one overview with the save-the-date entries of all of them.

    Returns how many mails were queued. Confirmed twice is confirmed once.
    """
    confirmed = []
    for plan in plans:
        if YearPlan.objects.filter(pk=plan.pk, status="adopted").update(status="confirmed"):
            pencilled = Meeting.objects.filter(planned_date__plan=plan).select_related("board")
            scheduling.confirm(pencilled, by=by, now=now)
            record("plan.confirmed", f"plan:{plan.pk}", by=by, now=now)
            confirmed.append(plan.pk)
    scheduled = Meeting.objects.filter(planned_date__plan__in=confirmed, status=Meeting.Status.SCHEDULED)
    meetings = list(scheduled.select_related("board").order_by("starts_at"))
    if not meetings:
        return 0
    year = meetings[0].year
    key = f"{OVERVIEW}:{year}:" + "-".join(map(str, sorted(confirmed)))
    return setting.tell(OVERVIEW, meetings, key=key, topic=f"year:{year}", now=now)


def propose_due(*, now: datetime) -> int:
    """Duty: from 1 October on, boards without a plan for next year get a proposal. Returns how many."""
    today = now.astimezone(BERLIN).date()
    if (today.month, today.day) < SEASON:
        return 0
    coming = today.year + 1
    missing = Board.objects.filter(parent=None).exclude(year_plans__year=coming).order_by("position")
    boards = with_rules(list(missing), date(coming, 1, 1))
    return len(propose(year=coming, boards=boards, by=SYSTEM, now=now)) if boards else 0


def rules_for(plan: YearPlan) -> Rules:
    """The rules the plan was made under: those of the first day it could plan."""
    return rules_on(plan.board, _first_day(plan.year, plan.proposed_at)).as_rules()


def _first_day(year: int, now: datetime) -> date:
    return max(date(year, 1, 1), now.astimezone(BERLIN).date() + LEAD)
