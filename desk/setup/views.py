"""Set-up for real use: what is done, what is missing, and where to go on."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from desk.setup.steps import OPTIONAL, State, steps
from foundation.web import clock
from governance.boards import presenting
from governance.boards.models import Company
from governance.boards.rules import can_set_up
from governance.rights.request import ReadingRequest


def _admitted(request: ReadingRequest) -> None:
    request.section = "more" if request.reader.is_secretariat else "home"
    if not can_set_up(request.reader):
        raise Http404


@login_required
@require_safe
def setup(request: ReadingRequest) -> HttpResponse:
    """The steps as a list; each state follows from what is there, so that anybody goes on at any time."""
    _admitted(request)
    found = steps(request.reader, Company.objects.first(), today=clock.today())
    left = [one for one in found if one.state == State.OPEN]
    context = {
        "steps": found,
        "next": next((one for one in left if one.url), None),
        "done": sum(one.state == State.DONE for one in found),
        "left": left,
        "minutes": sum(one.minutes for one in left),
        "crumbs": [(_("Set-up"), "")],
    }
    return render(request, "desk/setup/setup.html", context)


@login_required
@require_POST
def leave_out(request: ReadingRequest) -> HttpResponse:
    """Leave a step out, or take it up again."""
    _admitted(request)
    step = request.POST.get("step", "")
    if step not in OPTIONAL:
        raise Http404
    wish = "again" not in request.POST
    presenting.leave_out(step, left_out=wish, by=request.reader.actor, now=clock.now())
    return redirect("setup")
