"""The first screen of each role: what do I have to do, by when?"""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from desk.home import assisted, member, office, operation, owed, partner, polls, public, staff
from desk.home.rows import listed
from desk.setup.steps import State, steps
from foundation.web import clock
from governance.boards.models import Board, Company
from governance.boards.rules import can_set_up
from governance.rights.request import ReadingRequest


@require_safe
def home(request: ReadingRequest) -> HttpResponse:
    """One address, one question; the answer follows from who reads."""
    request.section = "home"
    template, context = _screen(request)
    if _is_bare(template, context) and not Company.objects.exists():
        if can_set_up(request.reader):
            return redirect("setup")
        return render(request, "desk/home/unready.html")
    context["assisted"] = assisted.meetings(request.reader, clock.now())
    context["polls"] = listed(polls.of_assistant(request.reader, clock.now()), clock.today())
    return render(request, f"desk/home/{template}.html", context)


def _is_bare(template: str, context: dict[str, Any]) -> bool:
    """Whether there is nothing that an installation in use has: only then is it worth a question more."""
    if template == "office":
        return not context["view"].panels
    return template in ("administration", "nobody") or (template == "public" and not context["front"].boards)


def _screen(request: ReadingRequest) -> tuple[str, dict[str, Any]]:
    reader, now = request.reader, clock.now()
    if not reader.is_known:
        return "public", {"front": public.front(reader, now)}
    if reader.is_secretariat:
        return "office", {"view": office.today_of(reader, now)}
    if reader.is_mayors_office and not reader.is_member:
        lead = _("Reports waiting for your review")
        return "staff", {"desk": staff.mayors_office(reader, now), "lead": lead}
    if reader.is_management:
        return "staff", {"desk": staff.management(reader, now), "lead": _("To be answered and written")}
    if reader.is_member or reader.chairs:
        return "member", {"view": member.overview(reader, now)}
    if reader.partner_of:
        return "partner", {"desk": partner.desk(reader, clock.today())}
    if reader.is_admin:
        return "administration", {"todo": operation.to_do(reader, now)}
    if reader.assists:
        return "assistant", {"owed": listed(owed.actions(reader), clock.today())}
    return "nobody", {"owed": listed(owed.actions(reader), clock.today())}


@require_safe
@login_required
def more(request: ReadingRequest) -> HttpResponse:
    """What the board office needs less often."""
    if not request.reader.is_secretariat:
        raise Http404
    request.section = "more"
    today = clock.today()
    year = today.year + 1 if (today.month, today.day) >= office.SEASON else today.year
    found = steps(request.reader, Company.objects.first(), today=today)
    context = {
        "year": year,
        "boards": Board.objects.filter(parent=None).order_by("position"),
        "setup_open": sum(one.state == State.OPEN for one in found),
    }
    return render(request, "desk/home/more.html", context)
