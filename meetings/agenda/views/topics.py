"""The pool of topics: proposed, accepted, rejected."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.web import clock
from governance.people.models import Person
from governance.rights.request import ReadingRequest
from meetings.agenda import proposing, rules
from meetings.agenda.forms import RejectForm, TopicForm
from meetings.agenda.models import AgendaProposal
from meetings.meeting.rules import chairs_voice


@login_required
def proposals(request: ReadingRequest) -> HttpResponse:
    """Propose a topic, see what became of the own ones, and decide on those of the boards one leads."""
    if not rules.can_propose(request.reader):
        raise Http404
    request.section = "meetings"
    if "accept" in request.POST:
        return _accept(request, request.POST["accept"])
    reader = request.reader
    form = TopicForm(request.POST if request.method == "POST" else None, boards=rules.boards_to_propose_for(reader))
    if request.method == "POST" and form.is_valid():
        proposer = get_object_or_404(Person, pk=reader.person_id)
        proposing.propose(proposer=proposer, by=reader.actor, now=clock.now(), **form.cleaned_data)
        messages.success(request, _("Your topic is proposed. The chair decides on it."))
        return redirect("proposals")
    return _topics(request, form, form.status)


def _topics(request: ReadingRequest, form: TopicForm, status: int) -> HttpResponse:
    reader = request.reader
    seen = AgendaProposal.objects.visible_to(reader).select_related("board", "proposer")
    open_ = list((seen.undecided() | seen.waiting()).order_by("board__position", "proposed_at", "pk"))
    mine = seen.filter(proposer=reader.person_id).order_by("-proposed_at", "-pk")[:50]
    context = {
        "form": form,
        "to_decide": [one for one in open_ if one.status == "proposed" and rules.can_decide(reader, one.board_id)],
        "pool": [one for one in open_ if one.status != "proposed" and rules.can_decide(reader, one.board_id)],
        "decides": reader.is_secretariat or bool(reader.chairs),
        "mine": mine,
        "crumbs": [(_("Meetings"), reverse("meetings")), (_("Topics"), "")],
    }
    return render(request, "meetings/agenda/proposals.html", context, status=status)


def _topic(request: ReadingRequest, pk: str | int) -> AgendaProposal:
    if not str(pk).isdecimal() or len(str(pk)) > 15:
        raise Http404
    rows = AgendaProposal.objects.visible_to(request.reader).select_related("board", "proposer")
    topic = get_object_or_404(rows, pk=pk)
    if not rules.can_decide(request.reader, topic.board_id):
        raise Http404
    return topic


def _accept(request: ReadingRequest, value: str) -> HttpResponse:
    topic = _topic(request, value)
    by = chairs_voice(request.reader, topic.board_id, clock.today())
    proposing.accept(topic, by=by, now=clock.now())
    messages.success(request, _("The topic is accepted. The next agenda proposes it: %(title)s.") % {"title": topic})
    return redirect("proposals")


@login_required
def proposal_reject(request: ReadingRequest, pk: int) -> HttpResponse:
    """Not taken up, with a reason that the proposer reads."""
    topic = _topic(request, pk)
    request.section = "meetings"
    form = RejectForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        by = chairs_voice(request.reader, topic.board_id, clock.today())
        proposing.reject(topic, reason=form.cleaned_data["reason"], by=by, now=clock.now())
        messages.success(request, _("The topic is not taken up. The reason stands with it."))
        return redirect("proposals")
    crumbs = [(_("Meetings"), reverse("meetings")), (_("Topics"), reverse("proposals")), (_("Reject a topic"), "")]
    context = {"topic": topic, "form": form, "crumbs": crumbs}
    return render(request, "meetings/agenda/proposal_reject.html", context, status=form.status)
