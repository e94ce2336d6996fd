"""The board office gives more time, and sends a lost link once more."""

from datetime import date, timedelta
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from foundation.almanac.periods import working_day_until
from foundation.values import DomainError
from foundation.web import clock
from foundation.web.wording import local_day
from governance.people.models import Person
from governance.rights.request import ReadingRequest
from meetings.polls import prolonging, reminding
from meetings.polls.forms import ExtendForm
from meetings.polls.models import DatePoll
from meetings.polls.views.shared import crumbs, office_poll, posted

A_WEEK, ONE_DAY = timedelta(days=7), timedelta(days=1)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def poll_extend(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """A later last day for answers, also where the present one is over; who is silent is told."""
    poll = office_poll(request, pk)
    form = ExtendForm(posted(request), initial={"deadline": _proposed(poll)})
    status = form.status
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["deadline"]
        try:
            told = prolonging.extend(poll, day, by=request.reader.actor, now=clock.now())
        except DomainError as error:
            status = form.refuse(error)
        else:
            messages.success(request, _extended(told))
            return redirect(poll)
    context = {
        "poll": poll,
        "form": form,
        "over": not poll.takes_answers(clock.now()),
        "silent": reminding.silent(poll, clock.today()),
        "crumbs": crumbs(poll, (_("Extend the deadline"), "")),
    }
    return render(request, "meetings/polls/extend.html", context, status=status)


def _proposed(poll: DatePoll) -> date | None:
    """A week more on a working day, at most until the day before the first date; nothing where that leaves no day."""
    begin, first = max(poll.deadline, clock.today()), poll.options.offered().first()
    day = min(begin + A_WEEK, local_day(first.starts_at) - ONE_DAY) if first else begin + A_WEEK
    day = working_day_until(day)
    return day if day > poll.deadline and day >= clock.today() else None


def _extended(told: int) -> str:
    if not told:
        return _("The deadline is extended.")
    words = ngettext(
        "The deadline is extended. %(count)s member who has not answered is told.",
        "The deadline is extended. %(count)s members who have not answered are told.",
        told,
    )
    return words % {"count": told}


@login_required
@require_POST
def poll_link(request: ReadingRequest, pk: UUID, person: UUID) -> HttpResponse:
    """The personal link once more, to one person."""
    poll, member = office_poll(request, pk), get_object_or_404(Person, pk=person)
    try:
        prolonging.send_link(poll, member, by=request.reader.actor, now=clock.now())
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("%(person)s gets a mail with the link.") % {"person": member})
    return redirect(poll)
