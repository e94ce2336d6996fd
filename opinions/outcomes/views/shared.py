"""What the pages of an opinion have in common: finding it, crumbs, a page with one act."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.values import DomainError
from foundation.web import clock
from foundation.web.forms import KernForm
from governance.confidentiality import Reader
from governance.people.models import Person
from governance.rights.levels import file_level, max_level
from governance.rights.request import ReadingRequest
from opinions.outcomes.course import with_course
from opinions.outcomes.models import ConsolidatedOpinion
from opinions.outcomes.printing import adoption, adoption_words
from opinions.outcomes.reading import changing_opinions, count_rows, shown_opinions
from opinions.outcomes.rules import can_answer, can_dissent, can_write
from opinions.rounds.models import Opinion

PER_PAGE = 20


def own_opinion(opinions: list[Opinion], reader: Reader) -> Opinion | None:
    return next((one for one in opinions if one.person_id == reader.person_id), None)


def about(reader: Any, opinion: ConsolidatedOpinion, *, writes: bool) -> dict[str, Any]:
    """What `_outcome.html` shows of an opinion to this reader."""
    with_course([opinion], reader)
    return {
        "opinion": opinion,
        "whole": opinion.level <= max_level(reader, opinion.board_id),
        "file": opinion.level <= file_level(reader, opinion.board_id),
        "counts": count_rows(opinion),
        "adoption": adoption_words(opinion) if writes else adoption(opinion),
        "writes": writes and not opinion.is_adopted,
        "dissents": can_dissent(reader, opinion, clock.today()),
        "own_dissent": next((one for one in opinion.dissents.all() if one.person_id == reader.person_id), None),
        "answers": can_answer(reader) and opinion.is_adopted,
    }


def opinion_for(request: ReadingRequest, pk: int) -> ConsolidatedOpinion:
    return found_or_404(shown_opinions(request.reader), pk, request.reader)


def found_or_404(opinions: Any, pk: int, reader: Reader) -> ConsolidatedOpinion:
    """One of these opinions. Raises DomainError 409 for a draft this reader was sent and that is being changed."""
    if pk > 2**63 - 1:
        raise Http404
    found: ConsolidatedOpinion | None = opinions.filter(pk=pk).first()
    if found is None and changing_opinions(reader).filter(pk=pk).exists():
        message = _("The draft is being revised. You get a mail as soon as you can read it again.")
        raise DomainError(message, code="draft_changing")
    if found is None:
        raise Http404
    return found


def act_page(
    request: ReadingRequest,
    form: KernForm,
    act: Callable[[], object],
    *,
    back: str,
    done: str,
    crumbs: list[tuple[str, str]],
    template: str = "opinions/act.html",
    **words: Any,
) -> HttpResponse:
    """A page with one form and one button; a refusal stands above the form."""
    status = form.status
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except DomainError as error:
            form.add_error(None, error.message)
            status = error.status
        else:
            messages.success(request, done)
            return redirect(back)
    context = {"form": form, "back_url": back, "crumbs": [*crumbs, (words["title"], "")], **words}
    return render(request, template, context, status=status)


def acting_person(request: ReadingRequest) -> Person:
    return get_object_or_404(Person.objects.filter(pk__in=[request.reader.person_id]))


def address(opinion: ConsolidatedOpinion, reader: Reader) -> str:
    """Where an opinion is worked on: the page of its round, for those who may read it, else its own."""
    readable = opinion.round and opinion.round.level <= max_level(reader, opinion.board_id)
    return opinion.round.get_absolute_url() if opinion.round and readable else opinion.get_absolute_url()


def written(request: ReadingRequest, pk: int) -> ConsolidatedOpinion:
    """An opinion of a round this reader may write."""
    request.section = "rounds"
    opinion = opinion_for(request, pk)
    if not can_write(request.reader, opinion.round):
        raise Http404
    return opinion


def trail(opinion: ConsolidatedOpinion, reader: Reader) -> list[tuple[str, str]]:
    return [(_("Opinions"), reverse("rounds")), (opinion.title, address(opinion, reader))]
