"""The management answers recommendations."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from foundation.web import clock
from foundation.web.wording import plain_day
from governance.rights.request import ReadingRequest
from opinions.outcomes import answering
from opinions.outcomes.forms import AnswerForm
from opinions.outcomes.models import ConsolidatedOpinion, Recommendation
from opinions.outcomes.rules import can_answer
from opinions.outcomes.views.shared import act_page, acting_person, address, trail


@login_required
def answer(request: ReadingRequest, pk: int) -> HttpResponse:
    """The management answers one recommendation, or corrects its answer."""
    request.section = "rounds"
    if not can_answer(request.reader):
        raise Http404
    adopted = Recommendation.objects.visible_to(request.reader).adopted().prefetch_related("responses")
    recommendation = get_object_or_404(adopted.select_related("opinion__round", "opinion__board"), pk=pk)
    opinion, last = recommendation.opinion, recommendation.answer
    assert opinion is not None
    today = clock.today()
    initial: dict[str, Any] = {"answer": last.answer, "reason": last.reason} if last else {}
    if last and last.again_on and last.again_on > today:
        initial["again_on"] = last.again_on
    form = AnswerForm(request.POST or None, initial=initial, today=today)

    def act() -> None:
        answering.give(
            recommendation,
            **form.cleaned_data,
            person=acting_person(request),
            by=request.reader.actor,
            now=clock.now(),
        )

    return act_page(
        request,
        form,
        act,
        back=address(opinion, request.reader),
        done=_("Your answer is saved."),
        crumbs=trail(opinion, request.reader),
        title=_("Answer a recommendation"),
        text=_about(recommendation, opinion),
        button=_("Save the answer"),
    )


def _about(recommendation: Recommendation, opinion: ConsolidatedOpinion) -> str:
    """What is answered: the words, whose opinion they stand in, and until when."""
    due = recommendation.next_due
    words = {"words": recommendation.text, "title": opinion.title, "board": opinion.board.name}
    about = _("“%(words)s” %(board)s, opinion “%(title)s”.") % words
    return f"{about} {_('Answer due: %(day)s.') % {'day': plain_day(due)}}" if due else about
