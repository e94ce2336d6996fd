"""What boards advised and what became of it."""

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from foundation.documents.files import pdf_response
from governance.rights.levels import file_level
from governance.rights.request import ReadingRequest
from opinions.outcomes.course import with_course
from opinions.outcomes.reading import addressed_opinions, shown_opinions
from opinions.outcomes.rules import can_write
from opinions.outcomes.views.shared import PER_PAGE, about, found_or_404, opinion_for
from opinions.rounds.rules import can_see_rounds


@require_safe
def outcome(request: ReadingRequest, pk: int) -> HttpResponse:
    """The board's opinion with recommendations and answers; what is public needs no login.

    The management finds the recommendations it has to answer here, even of an opinion above its level.
    """
    request.section = "rounds" if can_see_rounds(request.reader) else "effect"
    opinion = found_or_404(addressed_opinions(request.reader), pk, request.reader)
    writes = can_write(request.reader, opinion.round)
    context = {
        **about(request.reader, opinion, writes=writes),
        "crumbs": [(_("Effect"), reverse("effect")), (opinion.title, "")],
    }
    return render(request, "opinions/outcomes/outcome.html", context)


@require_safe
def effect(request: ReadingRequest) -> HttpResponse:
    """What boards advised and what became of it; everybody sees what is public."""
    request.section = "effect"
    found = shown_opinions(request.reader).adopted().order_by("-adopted_at")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("seite"))
    context = {"page": page, "opinions": with_course(page, request.reader), "crumbs": [(_("Effect"), "")]}
    return render(request, "opinions/outcomes/effect.html", context)


@require_safe
def pdf(request: ReadingRequest, pk: int) -> FileResponse:
    """The adopted opinion as a document."""
    opinion = opinion_for(request, pk)
    leaves_the_house = opinion.level <= file_level(request.reader, opinion.board_id)
    if not opinion.is_adopted or opinion.rendering is None or not leaves_the_house:
        raise Http404
    return pdf_response(opinion.rendering)
