"""Set-up for real use: what is done, what is missing, and where to go on."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from desk.setup.mail import told
from desk.setup.steps import OPTIONAL, State, steps
from foundation.outbox import transport
from foundation.web import clock
from governance.boards import presenting, probing
from governance.boards.models import Company
from governance.boards.rules import can_set_up
from governance.people.models import Person
from governance.rights.request import ReadingRequest


def _admitted(request: ReadingRequest) -> None:
    request.section = "more" if request.reader.is_secretariat else "setup"
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


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mail(request: ReadingRequest) -> HttpResponse:
    """Who sends and by which way; a test mail to oneself, and what became of it."""
    _admitted(request)
    person = get_object_or_404(Person, pk=request.reader.person_id)
    if request.method == "POST":
        probing.probe(person, by=request.reader.actor, now=clock.now())
        return redirect("setup_mail")
    delivery = probing.last_probe(person)
    context = {
        "sender": settings.MAIL_FROM,
        "way": transport.way(),
        "delivery": delivery,
        "told": told(delivery) if delivery else None,
        "crumbs": [(_("Set-up"), reverse("setup")), (_("Sender of mails"), "")],
    }
    return render(request, "desk/setup/mail.html", context)
