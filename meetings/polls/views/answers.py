"""Answering signed in, for oneself, for whom one assists, or as the board office; and what everybody said."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from foundation.web import clock
from foundation.web.addresses import safe_next
from governance.people.models import Person
from governance.rights.request import ReadingRequest
from meetings.polls import results, rules
from meetings.polls.asked import instead_of, is_asked
from meetings.polls.forms import EnterForm
from meetings.polls.models import DatePoll, DateVote
from meetings.polls.views.shared import asking, crumbs, office_poll, visible

BADGES = {DatePoll.Status.OPEN: "info", DatePoll.Status.FIXED: "success", DatePoll.Status.CANCELLED: "warning"}


@login_required
@require_safe
def poll(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """Everybody's answers and the dates in their order; members come to their own answer instead."""
    found = visible(request, pk)
    if not rules.sees_answers(request.reader, found):
        return redirect("poll_answer", found.pk)
    now = clock.now()
    context = {
        "poll": found,
        "board": found.board,
        "badge": BADGES[DatePoll.Status(found.status)],
        "result": results.result(found, now, named=rules.can_ask(request.reader)),
        "may_ask": rules.can_ask(request.reader),
        "over": not found.takes_answers(now),
        "own": found.board_id in request.reader.boards,
        "crumbs": crumbs(found),
    }
    return render(request, "meetings/polls/poll.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def poll_answer(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """The own answer; members of the board are asked, and deputies in their place."""
    found, reader = visible(request, pk), request.reader
    if not rules.may_answer(reader, found, reader.person_id, clock.today()):
        raise Http404
    person = get_object_or_404(Person, pk=reader.person_id)
    deputises = found.board_id in reader.deputises
    page = asking(
        request,
        found,
        person,
        by=reader.actor,
        source=DateVote.Source.PAGE,
        instead_of=instead_of(found.board_id, person.pk, clock.today()) if deputises else None,
        crumbs=crumbs(found, (_("Your answer"), "")),
    )
    return page or redirect("poll_answer", found.pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def poll_answer_for(request: ReadingRequest, pk: UUID, person: UUID) -> HttpResponse:
    """An assistant answers for somebody; the answer keeps both. Subject, dates and place are all there is to see."""
    found = get_object_or_404(DatePoll.objects.select_related("board", "meeting"), pk=pk)
    if person == request.reader.person_id or not rules.may_answer(request.reader, found, person, clock.today()):
        raise Http404
    request.section = "home"
    principal = get_object_or_404(Person, pk=person)
    words = {"person": principal}
    page = asking(
        request,
        found,
        principal,
        by=request.reader.actor.on_behalf_of(principal.key),
        source=DateVote.Source.PAGE,
        others=False,
        instead_of=instead_of(found.board_id, person, clock.today()),
        answers_for=True,
        crumbs=[(_("Answer for %(person)s") % words, "")],
    )
    if page:
        return page
    messages.success(request, _("The answer for %(person)s is saved.") % words)
    return HttpResponseRedirect(safe_next(request, reverse("home")))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def poll_enter(request: ReadingRequest, pk: UUID, person: UUID) -> HttpResponse:
    """The office enters what a member said by phone, in writing or in person."""
    found = office_poll(request, pk)
    if not is_asked(found.board_id, person, clock.today()):
        raise Http404
    member = get_object_or_404(Person, pk=person)
    page = asking(
        request,
        found,
        member,
        by=request.reader.actor.on_behalf_of(member.key),
        form_class=EnterForm,
        others=False,
        instead_of=instead_of(found.board_id, person, clock.today()),
        answers_for=True,
        crumbs=crumbs(found, (_("Enter answer"), "")),
    )
    if page:
        return page
    messages.success(request, _("The answer is saved."))
    return redirect(found)
