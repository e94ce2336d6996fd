"""The chair adopts the board's opinion."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from foundation.web import clock
from governance.mandates.delegating import of_person
from governance.mandates.models import Delegation
from governance.procedure.answers import response_due
from governance.procedure.rules_in_force import rules_on
from governance.rights import asking
from governance.rights.levels import max_level
from governance.rights.request import ReadingRequest
from opinions.outcomes import consolidating
from opinions.outcomes import counts as numbers
from opinions.outcomes.forms import AdoptForm
from opinions.outcomes.models import ConsolidatedOpinion
from opinions.outcomes.printing import adoption
from opinions.outcomes.reading import count_rows, shown_opinions
from opinions.outcomes.views.shared import act_page, address, found_or_404, trail, written
from opinions.rounds.rules import expect_unbiased, leads, presiding


@login_required
def adopt(request: ReadingRequest, pk: int) -> HttpResponse:
    """The chair adopts, or the board office on a delegation; else it records the chair's word."""
    opinion = written(request, pk)
    assert opinion.round is not None
    own_word = leads(request.reader, opinion.round)
    chair = None if own_word else presiding(opinion.round, clock.today())
    data = request.POST if request.method == "POST" else None
    delegation = of_person(opinion.board_id, Delegation.Act.ADOPTION, chair, clock.today())
    noted = not (own_word or delegation)
    form = AdoptForm(data, on_behalf=noted, confidential=opinion.is_confidential, today=clock.today())

    def act() -> None:
        consolidating.adopt(
            opinion,
            by=request.reader.actor,
            principal=chair.key if chair else "",
            note=form.note,
            **form.publishing,
            now=clock.now(),
        )

    return act_page(
        request,
        form,
        act,
        back=address(opinion, request.reader),
        done=_("The opinion is adopted. The management gets the recommendations."),
        crumbs=trail(opinion, request.reader),
        template="opinions/outcomes/adopt.html",
        title=_("Adopt the opinion"),
        text=opinion.title,
        button=_("Adopt and send"),
        opinion=opinion,
        whole=_level(opinion) <= max_level(request.reader, opinion.board_id),
        **_matter(opinion),
        delegation=delegation,
        chair=chair if noted else None,
        due=response_due(rules_on(opinion.board, clock.today()).as_rules(), clock.today()),
    )


def _level(opinion: ConsolidatedOpinion) -> int:
    """What it takes to read the question together with the opinion."""
    return max(opinion.level, opinion.round.level) if opinion.round else opinion.level


def _matter(opinion: ConsolidatedOpinion) -> dict[str, Any]:
    """The numbers beside the text that is adopted."""
    return {"counts": count_rows(opinion), "participation": numbers.participation(opinion.counts)}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def adopt_by_link(request: ReadingRequest, token: str) -> HttpResponseBase:
    """Who leads the board reads the opinion and adopts it, without a login."""
    now = clock.now()
    visit = asking.visit(token, Delegation.Act.ADOPTION, now=now)
    found = get_object_or_404(ConsolidatedOpinion.objects.select_related("round"), pk=visit.pk("board-opinion"))
    if proof := visit.challenge(request, found.board_id, now=now):
        return proof
    expect_unbiased(found.round, visit.reader.actor)
    whole = _level(found) <= visit.reader.up_to
    if request.method == "POST":
        visit.expect_whole(whole)
        consolidating.adopt(found, revision=visit.seen(request), by=visit.reader.actor, now=now)
        messages.success(request, _("The opinion is adopted. The management gets the recommendations."))
        return redirect("adopt_by_link", token)
    opinion = found_or_404(shown_opinions(visit.reader), found.pk, visit.reader) if whole else found
    waits = opinion.status == ConsolidatedOpinion.Status.CIRCULATED
    context = {
        "narrow": True,
        "person": visit.person,
        "revision": opinion.revision,
        "done": adoption(opinion) or ("" if waits else _("The draft is with the board office.")),
        "opinion": opinion,
        "whole": whole,
        "login_url": reverse("outcome_adopt", args=[opinion.pk]),
        **_matter(opinion),
    }
    return render(request, "opinions/outcomes/by_link.html", context)
