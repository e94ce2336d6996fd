"""The year plan of a board: proposed, pencilled in, confirmed."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation.almanac.periods import school_days
from foundation.web import clock
from governance.boards.models import Board
from governance.boards.rules import can_call
from governance.rights.request import ReadingRequest
from meetings.meeting import neighbours
from meetings.meeting.models import Meeting
from meetings.planning import missing, proposing, repairing, rules, year
from meetings.planning.models import PlannedDate, YearPlan
from meetings.planning.posing import knows_school
from meetings.planning.wording import Why, criteria, distance, instead, obstacle, why
from meetings.rooms import finding

YEARS = range(2000, 2101)
BADGES = {YearPlan.Status.PROPOSED: "info", YearPlan.Status.ADOPTED: "warning", YearPlan.Status.CONFIRMED: "success"}


@dataclass(frozen=True)
class Line:
    """One date with its sentence; the meeting only for those who may open it."""

    date: PlannedDate
    why: Why
    meeting: Meeting | None
    others: str
    """Which boards meet on the same day, for the board office alone."""
    missing: missing.Missing | None
    instead: str


@login_required
def year_plan(request: ReadingRequest, slug: str, year: int) -> HttpResponse:
    """The dates of one board and year, each with the sentence why; the office proposes, adopts and confirms."""
    board = get_object_or_404(Board.objects.visible_to(request.reader), slug=slug)
    if year not in YEARS or not rules.can_see(request.reader, board):
        raise Http404
    request.section = "boards"
    if request.method == "POST":
        act = ACTS.get(request.POST.get("act", ""))
        if act is None or not rules.can_plan(request.reader):
            raise Http404
        return act(request, board, year)
    return _show(request, board, year)


def _show(request: ReadingRequest, board: Board, chosen: int) -> HttpResponse:
    reader = request.reader
    plan = YearPlan.objects.filter(board=board, year=chosen).first()
    if plan and not rules.sees_dates(reader, plan):
        plan = None
    if plan:
        plan.board = board
    adopted, waiting = _others(chosen) if rules.can_plan(reader) else ([], [])
    lines = _lines(request, plan) if plan else []
    repair = repairing.look(plan, clock.now()) if plan and rules.can_plan(reader) else None
    context = {
        "board": board,
        "year": chosen,
        "plan": plan,
        "badge": BADGES[YearPlan.Status(plan.status)] if plan else "",
        "lines": lines,
        "obstacles": [obstacle(one) for one in plan.reasons] if plan else [],
        "plans": rules.can_plan(reader),
        "calls": can_call(reader, board),
        "school_unknown": bool(lines) and rules.can_plan(reader) and not knows_school(chosen),
        **(_judged(plan) if plan and lines and rules.can_plan(reader) else {}),
        "repair": repair,
        "steps": [(step, why(step.reason, year.rules_for(plan))) for step in repair.steps] if plan and repair else [],
        "no_repair": [obstacle(one.to_json()) for one in repair.obstacles] if repair else [],
        "chosen": any(line.date.kept for line in lines),
        "over": chosen < clock.today().year,
        "adopted": adopted,
        "waiting": waiting,
        "years": [one for one in (chosen - 1, chosen, chosen + 1) if one in YEARS],
        "crumbs": [
            (_("Boards"), reverse("boards")),
            (board.name, board.get_absolute_url()),
            (_("Year plan %(year)s") % {"year": chosen}, ""),
        ],
    }
    return render(request, "meetings/planning/year_plan.html", context)


def _judged(plan: YearPlan) -> dict[str, Any]:
    """What stands behind "Why these dates?"; a plan from before it was kept has nothing to show."""
    if "own" not in plan.weighing:
        return {}
    days = plan.weighing.get("best", {}).get("days", ())
    return {
        "criteria": criteria(plan.weighing),
        "compared": [date.fromisoformat(day) for day in days],
        "distance": distance(plan.weighing),
    }


def _others(chosen: int) -> tuple[list[str], list[str]]:
    """Names of the boards that are confirmed together, and of those whose proposal nobody adopted."""
    found = YearPlan.objects.filter(year=chosen, status__in=["proposed", "adopted"]).order_by("board__position")
    rows = list(found.values_list("status", "board__name"))
    return [name for status, name in rows if status == "adopted"], [n for status, n in rows if status == "proposed"]


def _lines(request: ReadingRequest, plan: YearPlan) -> list[Line]:
    dates = [one for one in year.standing(plan) if _is_told(request, one.meeting)]
    if not dates:
        return []
    days = [one.day for one in dates]
    named = school_days(days[0], days[-1])
    under = year.rules_for(plan)
    plans = rules.can_plan(request.reader)
    others = _beside(one.meeting for one in dates) if plans else {}
    absent = missing.on_days(plan.board_id, days, names=plans)
    return [
        Line(
            one.planned,
            why(one.reason(under, school=one.day in named), under, school=named.get(one.day, "")),
            _opened(request, one.meeting),
            others.get(one.meeting.pk, "") if one.meeting else "",
            absent.get(one.day),
            instead(one.planned.reason),
        )
        for one in dates
    ]


def _beside(planned: Iterable[Meeting | None]) -> dict[UUID | None, str]:
    """By the key of a meeting: which other boards meet on its day."""
    meetings = [one for one in planned if one and one.status != Meeting.Status.CANCELLED]
    if not meetings:
        return {}
    days = [one.day for one in meetings]
    others, known = neighbours.by_day(meetings[0].board_id, min(days), max(days)), finding.places()
    return {
        one.pk: neighbours.told(others[one.day], one.starts_at, one.ends_at, one.place, known) for one in meetings
    }


def _is_told(request: ReadingRequest, meeting: Meeting | None) -> bool:
    """A date dropped before anybody was told of it is the office's and the chair's (`MeetingQuerySet.visible_to`)."""
    if meeting is None or not meeting.dropped:
        return True
    return rules.can_set(request.reader, meeting)


def _opened(request: ReadingRequest, meeting: Meeting | None) -> Meeting | None:
    planned = meeting is not None and meeting.status == Meeting.Status.PLANNED
    return meeting if rules.can_plan(request.reader) or not planned else None


def _propose(request: ReadingRequest, board: Board, chosen: int, forget: bool = False) -> HttpResponse:
    """All boards that have no adopted plan of this year, together, so that none stands in another's way."""
    boards = list(Board.objects.filter(parent=None).order_by("position"))
    if board not in boards:
        boards.append(board)
    made = proposing.propose(year=chosen, boards=boards, by=request.reader.actor, now=clock.now(), forget=forget)
    words = ngettext("%(count)s board is planned.", "%(count)s boards are planned together.", len(made))
    messages.success(request, words % {"count": len(made)} if made else _("All boards have a plan already."))
    return redirect("year_plan", board.slug, chosen)


def _adopt(request: ReadingRequest, board: Board, chosen: int) -> HttpResponse:
    plan = get_object_or_404(YearPlan.objects.select_related("board"), board=board, year=chosen)
    made = year.adopt(plan, by=request.reader.actor, now=clock.now())
    words = ngettext("%(count)s date is pencilled in.", "%(count)s dates are pencilled in.", len(made))
    messages.success(request, words % {"count": len(made)})
    return redirect(plan)


def _confirm(request: ReadingRequest, board: Board, chosen: int) -> HttpResponse:
    """All adopted plans of the year at once: every member gets one overview, whatever boards they sit on."""
    plans = YearPlan.objects.filter(year=chosen, status=YearPlan.Status.ADOPTED).select_related("board")
    sent = year.confirm(list(plans), by=request.reader.actor, now=clock.now())
    words = ngettext(
        "The dates are confirmed. %(count)s person gets an overview.",
        "The dates are confirmed. %(count)s people get an overview.",
        sent,
    )
    messages.success(request, words % {"count": sent} if sent else _("The dates are confirmed."))
    return redirect("year_plan", board.slug, chosen)


def _repair(request: ReadingRequest, board: Board, chosen: int) -> HttpResponse:
    """Only what was shown is done; where the dates changed meanwhile, the page shows what helps now."""
    plan = get_object_or_404(YearPlan.objects.select_related("board"), board=board, year=chosen)
    seen = repairing.look(plan, clock.now())
    if seen is None or seen.signature != request.POST.get("steps"):
        messages.error(request, _("The dates were changed meanwhile. Please look at the proposal again."))
        return redirect(plan)
    changed = repairing.repair(plan, seen, by=request.reader.actor, now=clock.now())
    words = ngettext("%(count)s date is changed.", "%(count)s dates are changed.", changed)
    messages.success(request, words % {"count": changed})
    return redirect(plan)


ACTS: dict[str, Callable[[ReadingRequest, Board, int], HttpResponse]] = {
    "propose": _propose,
    "forget": partial(_propose, forget=True),
    "adopt": _adopt,
    "confirm": _confirm,
    "repair": _repair,
}
