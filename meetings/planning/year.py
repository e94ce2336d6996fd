"""The year plan: proposed for all boards at once, adopted (pencilled in), confirmed (everybody is told)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.almanac.days import days_next_to_holidays
from foundation.almanac.periods import closed_days, school_days
from foundation.journal.recording import record
from foundation.values import BERLIN, SYSTEM, Actor, DomainError
from governance.boards.mailing import post
from governance.boards.models import Board
from governance.mandates.models import Mandate, Office
from governance.people.models import Person
from governance.procedure.answers import Rules, quorum_needed
from governance.procedure.rules_in_force import rules_on
from meetings.invitations.entries import occasion
from meetings.invitations.ical import save_the_dates
from meetings.meeting import scheduling
from meetings.meeting.models import Meeting
from meetings.planning import instance
from meetings.planning.models import PlannedDate, YearPlan
from meetings.planning.solver import solve

SEASON = (10, 1)
SECONDS = 10
# Topics, release and notice take this long; nobody can be called in time to an earlier day.
LEAD = timedelta(days=28)
OVERVIEW = "year_overview"


@transaction.atomic
def propose(*, year: int, boards: Iterable[Board], by: Actor, now: datetime) -> list[YearPlan]:
    """Find the best dates of `year` for these boards together and store them as proposals.

    A proposal nobody adopted is replaced; adopted and confirmed plans stay. Where no allowed plan exists the row
    says "infeasible" and has no dates. Raises DomainError (409) for a year that is over.
    """
    first = max(date(year, 1, 1), now.astimezone(BERLIN).date() + LEAD)
    if first.year > year:
        raise DomainError(_("This year is over. Please choose a coming year."), code="year_over")
    fixed = set(YearPlan.objects.filter(year=year).exclude(status="proposed").values_list("board_id", flat=True))
    open_boards = [board for board in boards if board.pk not in fixed]
    if not open_boards:
        return []
    problem = _problem(open_boards, first, date(year, 12, 31))
    found = solve(problem, seconds=SECONDS)
    if not found.boards and len(open_boards) > 1:
        return [plan for board in open_boards for plan in propose(year=year, boards=[board], by=by, now=now)]
    return [_store(board, year, problem, found, by, now) for board in open_boards]


def _problem(boards: list[Board], first: date, last: date) -> instance.Instance:
    """The boards as planning values: rules in force on the first day and mandates of that day.

    Required on a board: its chair, and members who lead another board. So these boards never meet on the same day.
    """
    chairs = set(Office.objects.on(first).filter(role=Office.Role.CHAIR).values_list("person_id", flat=True))
    margin = timedelta(days=7)
    closed = closed_days(first - margin, last + margin)
    return instance.Instance(
        begins=first,
        ends=last,
        boards=tuple(_board(board, first, chairs) for board in boards),
        blocked=frozenset(closed),
        school=frozenset(school_days(first, last)),
        avoid=frozenset(days_next_to_holidays(closed)),
    )


def _board(board: Board, first: date, chairs: set[UUID]) -> instance.Board:
    rules = rules_on(board, first).as_rules()
    held = Mandate.objects.on(first).filter(seat__board=board, seat__voting=True)
    members = set(held.values_list("person_id", flat=True))
    return instance.Board(
        id=board.slug,
        meetings=rules.meetings_per_year,
        tolerated=(rules.tolerated_min, rules.tolerated_max),
        target=(rules.target_min, rules.target_max),
        last=_last_day(board, first),
        weekdays=frozenset({rules.weekday}),
        members=frozenset(map(str, members)),
        required=frozenset(map(str, members & chairs)),
        quorum=quorum_needed(board.seats.voting().count()),
    )


def _last_day(board: Board, first: date) -> date | None:
    before = Meeting.objects.filter(
        board=board, starts_at__lt=datetime(first.year, first.month, first.day, tzinfo=BERLIN)
    )
    last = before.exclude(status=Meeting.Status.CANCELLED).order_by("starts_at").last()
    return last.day if last else None


def _store(board, year: int, problem: instance.Instance, found, by: Actor, now: datetime) -> YearPlan:
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
    one = next(each for each in problem.boards if each.id == board.slug)
    before = [one.last, *days] if one.last else [None, *days]
    PlannedDate.objects.bulk_create(
        PlannedDate(plan=plan, day=day, reason=_reason(problem, one, last, day)) for last, day in pairwise(before)
    )
    record("plan.proposed", f"plan:{plan.pk}", by=by, now=now, dates=len(days), outcome=found.status)
    return plan


def _reason(problem: instance.Instance, board: instance.Board, last: date | None, day: date) -> dict[str, object]:
    """Numbers and marks behind the sentence shown with a date."""
    return {
        "gap": (day - last).days if last else None,
        "school": day in problem.school,
        "beside_holiday": day in problem.avoid,
        "usual_weekday": day.weekday() in board.weekdays,
    }


@transaction.atomic
def adopt(plan: YearPlan, *, by: Actor, now: datetime) -> list[Meeting]:
    """Pencil the proposed dates in. Adopted twice is adopted once.

    Raises DomainError (409) for a plan without dates.
    """
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
        one.meeting = scheduling.pencil_in(plan.board, one.day, by=by, now=now)
        one.save(update_fields=["meeting"])
        made.append(one.meeting)
    record("plan.adopted", f"plan:{plan.pk}", by=by, now=now, meetings=len(made))
    return made


@transaction.atomic
def confirm(plans: Iterable[YearPlan], *, by: Actor, now: datetime) -> int:
    """Schedule the adopted dates and send each member one overview with the save-the-date entries of all of them.

    Returns how many mails were queued. Confirmed twice is confirmed once.
    """
    confirmed = []
    for plan in plans:
        if YearPlan.objects.filter(pk=plan.pk, status="adopted").update(status="confirmed"):
            meetings = Meeting.objects.filter(planned_date__plan=plan).select_related("board")
            scheduling.confirm(meetings, by=by, now=now)
            record("plan.confirmed", f"plan:{plan.pk}", by=by, now=now)
            confirmed.append(plan)
    return _tell(confirmed, now) if confirmed else 0


def _tell(plans: list[YearPlan], now: datetime) -> int:
    today = now.astimezone(BERLIN).date()
    meetings = list(
        Meeting.objects.filter(planned_date__plan__in=plans).select_related("board").order_by("starts_at")
    )
    boards_of: dict[Person, set[int]] = defaultdict(set)
    mandates = Mandate.objects.on(today).filter(seat__board__in=[plan.board_id for plan in plans])
    for mandate in mandates.select_related("person", "seat"):
        boards_of[mandate.person].add(mandate.seat.board_id)
    groups: dict[frozenset[int], list[Person]] = defaultdict(list)
    for person, boards in boards_of.items():
        groups[frozenset(boards)].append(person)
    return sum(
        _post(people, [m for m in meetings if m.board_id in boards], plans, now) for boards, people in groups.items()
    )


def _post(people: list[Person], meetings: list[Meeting], plans: list[YearPlan], now: datetime) -> int:
    """The same overview for everybody who sits on the same boards."""
    calendar = save_the_dates(
        [replace(occasion(meeting, created_at=now), status="TENTATIVE") for meeting in meetings], now
    )
    year = meetings[0].year
    key = f"{OVERVIEW}:{year}:" + "-".join(str(plan.pk) for plan in sorted(plans, key=lambda plan: plan.pk))
    sent = post(
        OVERVIEW,
        people,
        key=key,
        topic=f"year:{year}",
        version=1,
        context={"meetings": meetings, "year": year},
        now=now,
        attachments=(("termine.ics", calendar, "application", "ics"),),
    )
    return len(sent)


def propose_due(*, now: datetime) -> int:
    """Duty: from 1 October on, boards without a plan for next year get a proposal. Returns how many."""
    today = now.astimezone(BERLIN).date()
    if (today.month, today.day) < SEASON:
        return 0
    missing = Board.objects.filter(parent=None).exclude(year_plans__year=today.year + 1).order_by("position")
    boards = list(missing)
    return len(propose(year=today.year + 1, boards=boards, by=SYSTEM, now=now)) if boards else 0


def rules_for(plan: YearPlan) -> Rules:
    """The rules the plan was made under."""
    return rules_on(plan.board, date(plan.year, 1, 1)).as_rules()
