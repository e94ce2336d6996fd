"""The acts that run a round: asked for, opened, extended, closed, cancelled, and answers on paper."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.values import Actor, DomainError
from foundation.web import clock
from foundation.web.forms import KernForm
from foundation.web.wording import local_day
from governance.boards.models import Board
from governance.mandates.delegating import no_chair
from governance.people.models import Person
from governance.rights.request import ReadingRequest
from opinions.rounds import absent, collecting, opening
from opinions.rounds.deadlines import end_of
from opinions.rounds.drafts import content_of
from opinions.rounds.forms import CancelForm, ExtendForm, OpenForm, PaperForm, PlainForm, RequestForm, initial_of
from opinions.rounds.models import Opinion, OpinionRevision, OpinionRound
from opinions.rounds.rules import can_enter_paper, can_request, can_run, leads, presiding
from portfolio.projects.models import Guideline


@login_required
def request_round(request: ReadingRequest) -> HttpResponse:
    """Management, chair or board office ask a board for its opinion."""
    request.section = "rounds"
    reader = request.reader
    if not can_request(reader):
        raise Http404
    everywhere = reader.is_secretariat or reader.is_management
    boards = Board.objects.all() if everywhere else Board.objects.filter(pk__in=reader.chairs)
    form = RequestForm(boards, request.POST or None, time_needed=opening.time_needed(boards, clock.now()))
    status = form.status
    if request.method == "POST" and form.is_valid():
        try:
            made = _prepare(request, form)
        except DomainError as error:
            form.add_error(None, error.message)
            status = error.status
        else:
            messages.success(request, _("The request is saved. The board office opens the round."))
            return redirect(made)
    context = {
        "form": form,
        "title": _("Ask for an opinion"),
        "text": _("The board office checks the request and asks the members."),
        "button": _("Save the request"),
        "back_url": reverse("rounds"),
        "crumbs": [(_("Opinions"), reverse("rounds")), (_("Ask for an opinion"), "")],
    }
    return render(request, "opinions/act.html", context, status=status)


def _person(request: ReadingRequest) -> Person:
    return get_object_or_404(Person.objects.filter(pk__in=[request.reader.person_id]))


def _prepare(request: ReadingRequest, form: RequestForm) -> OpinionRound:
    data = dict(form.cleaned_data)
    return opening.prepare(
        **{**data, "deadline": end_of(data["deadline"])},
        requested_by=_person(request),
        by=request.reader.actor,
        now=clock.now(),
    )


def _run(request: ReadingRequest, pk: UUID) -> OpinionRound:
    """A round this reader may run."""
    request.section = "rounds"
    found = get_object_or_404(OpinionRound.objects.visible_to(request.reader).select_related("board"), pk=pk)
    if not can_run(request.reader, found):
        raise Http404
    return found


def _for_chair(request: ReadingRequest, found: OpinionRound) -> Actor:
    """The chair acts, or the board office on the chair's word. DomainError (409) where nobody leads the board."""
    if leads(request.reader, found):
        return request.reader.actor
    chair = presiding(found, clock.today())
    if chair is None:
        raise no_chair()
    return request.reader.actor.on_behalf_of(chair.key)


def _act(
    request: ReadingRequest,
    found: OpinionRound,
    form: KernForm,
    act: Callable[[dict[str, Any]], object],
    *,
    done: str,
    **words: str,
) -> HttpResponse:
    """A page with one form and one button; a refusal stands above the form."""
    status = form.status
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except DomainError as error:
            form.add_error(None, error.message)
            status = error.status
        else:
            messages.success(request, done)
            return redirect(found)
    context = {
        "form": form,
        "back_url": found.get_absolute_url(),
        "crumbs": [
            (_("Opinions"), reverse("rounds")),
            (found.title, found.get_absolute_url()),
            (words["title"], ""),
        ],
        **words,
    }
    return render(request, "opinions/act.html", context, status=status)


@login_required
def open_(request: ReadingRequest, pk: UUID) -> HttpResponse:
    found = _run(request, pk)
    wished = local_day(found.deadline)
    form = OpenForm(request.POST or None, initial={"deadline": wished}, time_needed=_needed(found, wished))
    warning, done = {}, _("The round is open. Every voting member gets a mail.")
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["deadline"]
        done = f"{done} {absent.of_the_board(found, clock.today(), chosen)}".strip()
        if form.is_unusual:
            warning = _unusual(len(form.cleaned_data["important"]))
            form = OpenForm(initial={**form.cleaned_data, "many": True}, time_needed=_needed(found, chosen))

    def act(data: dict[str, Any]) -> None:
        opening.open_round(
            found,
            deadline=end_of(data["deadline"]),
            guidelines=Guideline.objects.all(),
            important=[guideline.number for guideline in data["important"]],
            by=request.reader.actor,
            now=clock.now(),
        )

    return _act(
        request,
        found,
        form,
        act,
        done=done,
        title=_("Open the round"),
        text=_("Every voting member of the board is asked. This cannot be taken back, only cancelled."),
        button=_("Open and send"),
        **warning,
    )


def _needed(found: OpinionRound, deadline: date) -> str:
    """How long members need, and how many of them are away all that time."""
    needed = opening.time_needed([found.board], clock.now())
    return f"{needed} {absent.of_the_board(found, clock.today(), deadline)}".strip()


def _unusual(chosen: int) -> dict[str, str]:
    """A friendly word above the form; sent once more it opens the round."""
    if not chosen:
        words = _("The two to four that matter should be asked first. Open without any all the same?")
        return {"warning": _("No guideline is chosen as important"), "warning_text": words}
    words = _("You chose %(number)s. Members must rate each of them; four take about 10 minutes. Open all the same?")
    return {"warning": _("These are many important guidelines"), "warning_text": words % {"number": chosen}}


@login_required
def extend_(request: ReadingRequest, pk: UUID) -> HttpResponse:
    found = _run(request, pk)

    def act(data: dict[str, Any]) -> None:
        opening.extend(
            found,
            deadline=end_of(data["deadline"]),
            reason=data["reason"],
            by=_for_chair(request, found),
            now=clock.now(),
        )

    text = _("The chair can extend a deadline once. The board office records it on the chair's word.")
    return _act(
        request,
        found,
        ExtendForm(request.POST or None),
        act,
        done=_("The deadline is extended. Those who have not answered get a mail."),
        title=_("Extend the deadline"),
        text=f"{text} {absent.of_the_waiting(found, clock.today(), local_day(found.deadline))}".strip(),
        button=_("Extend the deadline"),
    )


@login_required
def close_(request: ReadingRequest, pk: UUID) -> HttpResponse:
    found = _run(request, pk)
    return _act(
        request,
        found,
        PlainForm(request.POST if request.method == "POST" else None),
        lambda _data: opening.close(found, by=_for_chair(request, found), now=clock.now()),
        done=_("The round is closed."),
        title=_("Close the round"),
        text=_("After that nobody can give or change an assessment."),
        button=_("Close the round"),
    )


@login_required
def cancel_(request: ReadingRequest, pk: UUID) -> HttpResponse:
    found = _run(request, pk)
    return _act(
        request,
        found,
        CancelForm(request.POST or None),
        lambda data: opening.cancel(found, reason=data["reason"], by=_for_chair(request, found), now=clock.now()),
        done=_("The round is cancelled. Everybody asked gets a mail."),
        title=_("Cancel the round"),
        text=_("Nothing that was given is used. Everybody asked is told why."),
        button=_("Cancel the round"),
    )


def _on_paper(opinion: Opinion) -> dict[str, Any]:
    """What the board office entered last, so that a slip is corrected and not typed anew; and which answer counts."""
    last = opinion.newest_revision()
    own = last.as_draft() if last and last.source == OpinionRevision.Source.PAPER else {}
    return {**initial_of(own), "seen": last.number if last else 0}


@login_required
def paper(request: ReadingRequest, pk: UUID, opinion_pk: int) -> HttpResponse:
    """The board office enters an answer that came on paper or by phone."""
    found = _run(request, pk)
    if not can_enter_paper(request.reader):
        raise Http404
    theirs = get_object_or_404(found.opinions.select_related("person", "round__board"), pk=opinion_pk)
    asked = list(found.round_guidelines.select_related("guideline"))
    form = PaperForm(asked, request.POST or None, initial=_on_paper(theirs))
    status = form.status
    if request.method == "POST" and form.is_valid():
        try:
            collecting.submit(
                theirs,
                **content_of(form.draft()),
                source=OpinionRevision.Source.PAPER,
                seen=form.cleaned_data["seen"],
                by=request.reader.actor.on_behalf_of(theirs.person.key),
                now=clock.now(),
            )
        except DomainError as error:
            form.add_error(None, error.message)
            status = error.status
        else:
            messages.success(request, _("The answer of %(person)s is entered.") % {"person": theirs.person})
            return redirect(found)
    crumbs = [(_("Opinions"), reverse("rounds")), (found.title, found.get_absolute_url()), (_("Answer on paper"), "")]
    context = {"form": form, "opinion": theirs, "round": found, "paper": True, "crumbs": crumbs}
    return render(request, "opinions/rounds/opinion.html", context, status=status)
