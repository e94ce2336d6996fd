"""One date of a proposal is moved: look first, then choose."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from foundation.almanac.periods import school_days
from foundation.web import clock
from foundation.web.wording import day_in_words
from governance.rights.request import ReadingRequest
from meetings.planning import moving, rules, year
from meetings.planning.forms import ChosenDayForm
from meetings.planning.models import PlannedDate, YearPlan
from meetings.planning.wording import Why, why


@dataclass(frozen=True)
class Offer:
    """Another day for the date, with its sentence."""

    day: date
    why: Why


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def planned_date(request: ReadingRequest, pk: int) -> HttpResponse:
    """Other days for one date of a proposal; a day asked for shows what it does, choosing it stores that.

    A date that has become a meeting already is moved as a meeting.
    """
    planned = _proposed(request, pk)
    if held := year.meetings_of(planned.plan).get(planned.day):
        return redirect("meeting_change", held.pk)
    form = ChosenDayForm(request.POST if request.method == "POST" else _asked(request))
    seen = moving.look(planned, form.cleaned_data["day"], clock.now()) if form.is_bound and form.is_valid() else None
    if request.method == "POST" and seen and not seen.problems:
        moving.choose(seen, by=request.reader.actor, now=clock.now())
        messages.success(request, _("%(day)s is chosen. The rest is proposed around it.") % _words(seen.day))
        return redirect(planned.plan)
    context = {
        "planned": planned,
        "form": form,
        "seen": seen,
        "why": _why(planned, seen.day, seen.reason) if seen and not seen.problems else None,
        "offers": [] if seen else [Offer(day, _why(planned, day, one)) for day, one in _offers(planned)],
        "crumbs": _crumbs(planned),
    }
    status = 409 if request.method == "POST" and seen else form.status
    return render(request, "meetings/planning/planned_date.html", context, status=status)


@login_required
@require_POST
def planned_date_release(request: ReadingRequest, pk: int) -> HttpResponse:
    """The day is left to the proposal again."""
    planned = _proposed(request, pk)
    moving.release(planned, by=request.reader.actor, now=clock.now())
    messages.success(request, _("The date is left to the proposal again."))
    return redirect(planned.plan)


def _proposed(request: ReadingRequest, pk: int) -> PlannedDate:
    """A date of a proposal, for those who plan; a date that was replaced meanwhile is not there any more."""
    request.section = "boards"
    if not rules.can_plan(request.reader):
        raise Http404
    dates = PlannedDate.objects.select_related("plan__board").filter(plan__status=YearPlan.Status.PROPOSED)
    return get_object_or_404(dates, pk=pk)


def _asked(request: ReadingRequest) -> QueryDict | None:
    return request.GET if "day" in request.GET else None


def _offers(planned: PlannedDate) -> list[tuple[date, dict[str, Any]]]:
    return moving.offers(planned, clock.now())


def _why(planned: PlannedDate, day: date, reason: dict[str, Any]) -> Why:
    return why(reason, year.rules_for(planned.plan), school=school_days(day, day).get(day, ""))


def _words(day: date) -> dict[str, str]:
    return {"day": day_in_words(day)}


def _crumbs(planned: PlannedDate) -> list[tuple[str, str]]:
    plan = planned.plan
    return [
        (_("Boards"), reverse("boards")),
        (plan.board.name, plan.board.get_absolute_url()),
        (_("Year plan %(year)s") % {"year": plan.year}, plan.get_absolute_url()),
        (_("Move the date"), ""),
    ]
