"""Rounds with their participation, and one round with what came of it."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from foundation.web import clock
from governance.rights.request import ReadingRequest
from opinions.outcomes.models import Recommendation
from opinions.outcomes.reading import (
    decided_opinions,
    participation,
    readable_opinions,
    shown_opinions,
    unrecorded_items,
)
from opinions.outcomes.rules import can_answer
from opinions.outcomes.views.shared import PER_PAGE, about, own_opinion
from opinions.rounds.models import Opinion, OpinionRound
from opinions.rounds.rules import can_request, can_run, can_see_rounds


@login_required
@require_safe
def rounds(request: ReadingRequest) -> HttpResponse:
    """All rounds with their participation, and recommendations that wait for an answer."""
    request.section = "rounds"
    reader = request.reader
    if not can_see_rounds(reader):
        raise Http404
    found = OpinionRound.objects.visible_to(reader).with_participation().select_related("board", "consolidated")
    page = Paginator(found.order_by("-deadline"), PER_PAGE).get_page(request.GET.get("seite"))
    waiting = Recommendation.objects.visible_to(reader).unanswered()
    context = {
        "page": page,
        "rows": [(one, participation(one)) for one in page],
        "waiting": waiting.select_related("opinion__board").order_by("waits_until", "opinion", "number"),
        "decided": decided_opinions(reader)[:PER_PAGE],
        "items": unrecorded_items() if reader.is_secretariat else [],
        "requests": can_request(reader),
        "answers": can_answer(reader),
        "crumbs": [(_("Opinions"), "")],
    }
    return render(request, "opinions/outcomes/rounds.html", context)


@login_required
@require_safe
def round_(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """One round: participation, what may be read of the assessments, and the board's opinion."""
    reader = request.reader
    request.section = "rounds" if can_see_rounds(reader) else "opinions"
    visible = OpinionRound.objects.visible_to(reader).with_participation()
    found = get_object_or_404(visible.select_related("board", "requested_by", "project"), pk=pk)
    opinions = readable_opinions(found, reader)
    mine = own_opinion(opinions, reader)
    runs = can_run(reader, found, mine=mine)
    opinion = shown_opinions(reader).filter(round=found).first()
    context = {
        "round": found,
        "forecast": participation(found),
        "given": [one for one in opinions if one.status == Opinion.Status.SUBMITTED],
        "missing": [one for one in opinions if one.status in Opinion.WAITING] if runs else [],
        "declined": [one for one in opinions if one.status == Opinion.Status.DECLINED] if runs else [],
        "mine": mine,
        "runs": runs,
        "papers": reader.is_secretariat and found.is_open,
        "late": found.is_open and clock.now() > found.deadline,
        "crumbs": [_first_crumb(reader), (found.title, "")],
        **(about(reader, opinion, writes=runs) if opinion else {}),
    }
    return render(request, "opinions/outcomes/round.html", context)


def _first_crumb(reader: Any) -> tuple[str, str]:
    if can_see_rounds(reader):
        return _("Opinions"), reverse("rounds")
    return (_("Assessments"), reverse("opinions")) if reader.is_member else (_("Effect"), reverse("effect"))
