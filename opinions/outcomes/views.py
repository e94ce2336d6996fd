"""Rounds with their results, the board's opinion, and what became of the advice."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from foundation.documents.files import pdf_response
from foundation.values import DomainError
from foundation.web import clock
from foundation.web.forms import KernForm
from foundation.web.wording import day_in_words
from governance.confidentiality import Level, Reader
from governance.mandates.delegating import of_person
from governance.mandates.models import Delegation
from governance.people.models import Person
from governance.procedure.answers import dissent_until, response_due
from governance.procedure.rules_in_force import rules_on
from governance.rights import asking
from governance.rights.levels import file_level, max_level
from governance.rights.request import ReadingRequest
from opinions.outcomes import answering, consolidating, dissenting
from opinions.outcomes.course import with_course
from opinions.outcomes.forms import AdoptForm, AnswerForm, DissentForm, ItemOpinionForm, OpinionForm, PlainForm
from opinions.outcomes.models import ConsolidatedOpinion, Dissent, Recommendation
from opinions.outcomes.printing import adopted_on, adoption
from opinions.outcomes.reading import (
    addressed_opinions,
    adopting_vote,
    changing_opinions,
    count_rows,
    decided_opinions,
    participation,
    readable_opinions,
    round_rows,
    shown_opinions,
    unrecorded_items,
)
from opinions.outcomes.rules import can_answer, can_dissent, can_write
from opinions.rounds.models import Opinion, OpinionRound
from opinions.rounds.results import rating_rows
from opinions.rounds.rules import can_request, can_run, can_see_rounds, expect_unbiased, leads, presiding

PER_PAGE = 20


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
    mine = _own(opinions, reader)
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
        **(_about(reader, opinion, writes=runs) if opinion else {}),
    }
    return render(request, "opinions/outcomes/round.html", context)


def _own(opinions: list[Opinion], reader: Reader) -> Opinion | None:
    return next((one for one in opinions if one.person_id == reader.person_id), None)


def _first_crumb(reader: Any) -> tuple[str, str]:
    if can_see_rounds(reader):
        return _("Opinions"), reverse("rounds")
    return (_("Assessments"), reverse("opinions")) if reader.is_member else (_("Effect"), reverse("effect"))


def _about(reader: Any, opinion: ConsolidatedOpinion, *, writes: bool) -> dict[str, Any]:
    """What `_outcome.html` shows of an opinion to this reader."""
    with_course([opinion], reader)
    return {
        "opinion": opinion,
        "whole": opinion.level <= max_level(reader, opinion.board_id),
        "file": opinion.level <= file_level(reader, opinion.board_id),
        "counts": count_rows(opinion),
        "adoption": adoption(opinion) if opinion.is_adopted else "",
        "adopted_on": adopted_on(opinion) if writes else "",
        "writes": writes and not opinion.is_adopted,
        "dissents": can_dissent(reader, opinion, clock.today()),
        "own_dissent": next((one for one in opinion.dissents.all() if one.person_id == reader.person_id), None),
        "answers": can_answer(reader) and opinion.is_adopted,
    }


@require_safe
def outcome(request: ReadingRequest, pk: int) -> HttpResponse:
    """The board's opinion with recommendations and answers; what is public needs no login.

    The management finds the recommendations it has to answer here, even of an opinion above its level.
    """
    request.section = "rounds" if can_see_rounds(request.reader) else "effect"
    opinion = _found(addressed_opinions(request.reader), pk)
    writes = can_write(request.reader, opinion.round)
    context = {
        **_about(request.reader, opinion, writes=writes),
        "crumbs": [(_("Effect"), reverse("effect")), (opinion.title, "")],
    }
    return render(request, "opinions/outcomes/outcome.html", context)


def _opinion(request: ReadingRequest, pk: int) -> ConsolidatedOpinion:
    return _found(shown_opinions(request.reader), pk)


def _found(opinions: Any, pk: int) -> ConsolidatedOpinion:
    if pk > 2**63 - 1:
        raise Http404
    found: ConsolidatedOpinion = get_object_or_404(opinions, pk=pk)
    return found


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
    opinion = _opinion(request, pk)
    leaves_the_house = opinion.level <= file_level(request.reader, opinion.board_id)
    if not opinion.is_adopted or opinion.rendering is None or not leaves_the_house:
        raise Http404
    return pdf_response(opinion.rendering)


# --- acts ------------------------------------------------------------------------------------------


def _act(
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
    status = 200
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


def _person(request: ReadingRequest) -> Person:
    return get_object_or_404(Person.objects.filter(pk__in=[request.reader.person_id]))


def _address(opinion: ConsolidatedOpinion, reader: Reader) -> str:
    """Where an opinion is worked on: the page of its round, for those who may read it, else its own."""
    readable = opinion.round and opinion.round.level <= max_level(reader, opinion.board_id)
    return opinion.round.get_absolute_url() if opinion.round and readable else opinion.get_absolute_url()


def _written(request: ReadingRequest, pk: int) -> ConsolidatedOpinion:
    """An opinion of a round this reader may write."""
    request.section = "rounds"
    opinion = _opinion(request, pk)
    if not can_write(request.reader, opinion.round):
        raise Http404
    return opinion


def _trail(opinion: ConsolidatedOpinion, reader: Reader) -> list[tuple[str, str]]:
    return [(_("Opinions"), reverse("rounds")), (opinion.title, _address(opinion, reader))]


@login_required
def edit(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """The editor of the board's opinion beside the counts and what members recommended."""
    request.section = "rounds"
    visible = OpinionRound.objects.visible_to(request.reader).with_participation()
    found = get_object_or_404(visible.select_related("board"), pk=pk)
    opinions = readable_opinions(found, request.reader)
    if not can_write(request.reader, found, mine=_own(opinions, request.reader)):
        raise Http404
    opinion = ConsolidatedOpinion.objects.prefetch_related("recommendations").filter(round=found).first()
    form = OpinionForm(request.POST or None, initial=_initial(opinion))
    given = [one for one in opinions if one.status == Opinion.Status.SUBMITTED]

    def act() -> None:
        by, now = request.reader.actor, clock.now()
        if opinion is None:
            consolidating.draft(found, **form.content(), by=by, now=now)
        else:
            read = form.cleaned_data["revision"]
            consolidating.edit(opinion, **form.content(), revision=read, by=by, now=now)

    return _act(
        request,
        form,
        act,
        back=found.get_absolute_url(),
        done=_("The draft of the opinion is saved."),
        crumbs=[(_("Opinions"), reverse("rounds")), (found.title, found.get_absolute_url())],
        template="opinions/outcomes/edit.html",
        title=_("Write the board's opinion"),
        round=found,
        opinion=opinion,
        forecast=participation(found),
        given=given,
        ratings=rating_rows(found),
        counts=round_rows(found),
    )


def _initial(opinion: ConsolidatedOpinion | None) -> dict[str, Any]:
    if opinion is None:
        return {}
    texts = [one.text for one in opinion.recommendations.all()]
    return {"text": opinion.text, "recommendations": "\n\n".join(texts), "revision": opinion.revision}


@login_required
def circulate(request: ReadingRequest, pk: int) -> HttpResponse:
    opinion = _written(request, pk)
    form = PlainForm(request.POST if request.method == "POST" else None)
    last = dissent_until(rules_on(opinion.board, clock.today()).as_rules(), clock.today())
    return _act(
        request,
        form,
        lambda: consolidating.circulate(opinion, by=request.reader.actor, now=clock.now()),
        back=_address(opinion, request.reader),
        done=_("The draft is with the members."),
        crumbs=_trail(opinion, request.reader),
        title=_("Send the draft to the members"),
        text=_("The members get a mail and may add dissents until %(day)s.") % {"day": day_in_words(last)},
        button=_("Send the draft"),
    )


@login_required
def dissent(request: ReadingRequest, pk: int) -> HttpResponse:
    """A member's own dissent beside the text it speaks of; it can be changed while the draft is with the members."""
    opinion = _dissentable(request, pk)
    reader = request.reader
    mine = Dissent.objects.filter(opinion=opinion, person=reader.person_id).first()
    initial = {"text": mine.text if mine else "", "revision": opinion.revision}
    form = DissentForm(request.POST or None, initial=initial)

    def act() -> None:
        dissenting.dissent(opinion, _person(request), **form.cleaned_data, by=reader.actor, now=clock.now())

    return _act(
        request,
        form,
        act,
        back=opinion.get_absolute_url(),
        done=_("Your dissent is saved."),
        crumbs=[(_("Effect"), reverse("effect")), (opinion.title, opinion.get_absolute_url())],
        template="opinions/outcomes/dissent.html",
        title=_("Write a dissent"),
        text=opinion.title,
        button=_("Save the dissent"),
        opinion=opinion,
        mine=mine,
        stands=mine is not None and mine.withdrawn_at is None,
        open=can_dissent(reader, opinion, clock.today()),
    )


def _dissentable(request: ReadingRequest, pk: int) -> ConsolidatedOpinion:
    """An opinion of a board on which this reader sits.

    What was typed while the draft went back to its writers is shown again with the refusal, without the draft.
    """
    request.section = "opinions"
    if request.method == "POST" and (changing := changing_opinions(request.reader).filter(pk=pk).first()):
        return changing
    opinion = _opinion(request, pk)
    if opinion.board_id not in request.reader.boards:
        raise Http404
    return opinion


@login_required
def withdraw_dissent(request: ReadingRequest, pk: int) -> HttpResponse:
    """Asks before the author's dissent is taken back."""
    opinion = _dissentable(request, pk)
    reader = request.reader
    get_object_or_404(Dissent.objects.filter(opinion=opinion, person=reader.person_id))
    return _act(
        request,
        PlainForm(request.POST if request.method == "POST" else None),
        lambda: dissenting.withdraw_dissent(opinion, _person(request), by=reader.actor, now=clock.now()),
        back=opinion.get_absolute_url(),
        done=_("Your dissent is withdrawn."),
        crumbs=[(_("Effect"), reverse("effect")), (opinion.title, opinion.get_absolute_url())],
        title=_("Withdraw the dissent"),
        text=_("It is no longer shown with the opinion. You can use your text again as long as dissents are open."),
        button=_("Withdraw the dissent"),
    )


@login_required
def adopt(request: ReadingRequest, pk: int) -> HttpResponse:
    """The chair adopts, or the board office on a delegation; else it records the chair's word."""
    opinion = _written(request, pk)
    assert opinion.round is not None
    own_word = leads(request.reader, opinion.round)
    chair = None if own_word else presiding(opinion.round, clock.today())
    data = request.POST if request.method == "POST" else None
    delegation = of_person(opinion.board_id, Delegation.Act.ADOPTION, chair, clock.today())
    noted = not (own_word or delegation)
    form = AdoptForm(data, on_behalf=noted, confidential=opinion.is_confidential)

    def act() -> None:
        consolidating.adopt(
            opinion,
            by=request.reader.actor,
            principal=chair.key if chair else "",
            **form.cleaned_data,
            now=clock.now(),
        )

    return _act(
        request,
        form,
        act,
        back=_address(opinion, request.reader),
        done=_("The opinion is adopted. The management gets the recommendations."),
        crumbs=_trail(opinion, request.reader),
        template="opinions/outcomes/adopt.html",
        title=_("Adopt the opinion"),
        text=opinion.title,
        button=_("Adopt and send"),
        opinion=opinion,
        delegation=delegation,
        due=response_due(rules_on(opinion.board, clock.today()).as_rules(), clock.today()),
    )


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
    if request.method == "POST":
        consolidating.adopt(found, revision=visit.seen(request), by=visit.reader.actor, now=now)
        messages.success(request, _("The opinion is adopted. The management gets the recommendations."))
        return redirect("adopt_by_link", token)
    opinion = _found(shown_opinions(visit.reader), found.pk)
    waits = opinion.status == ConsolidatedOpinion.Status.CIRCULATED
    context = {
        "narrow": True,
        "person": visit.person,
        "revision": opinion.revision,
        "done": adoption(opinion) or ("" if waits else _("The draft is with the board office.")),
        "opinion": opinion,
        "whole": True,
        "counts": count_rows(opinion),
    }
    return render(request, "opinions/outcomes/by_link.html", context)


@login_required
def from_item(request: ReadingRequest, pk: int) -> HttpResponse:
    """The board office records the opinion that a meeting decided: first typed, then checked, then sent."""
    request.section = "rounds"
    if not request.reader.is_secretariat:
        raise Http404
    if pk > 2**63 - 1:
        raise Http404
    if recorded := ConsolidatedOpinion.objects.filter(item_id=pk).first():
        return redirect(recorded)
    item = get_object_or_404(unrecorded_items(), pk=pk)
    initial = {"title": item.title, "text": item.motion_text}
    form = ItemOpinionForm(request.POST or None, initial=initial, confidential=item.level > Level.BOARD)
    vote = adopting_vote(item)
    assert vote is not None
    due = response_due(rules_on(item.meeting.board, clock.today()).as_rules(), clock.today())
    words = {
        "title": _("Record the opinion of a meeting"),
        "text": f"{item.meeting.board.name}, {item.title}",
        "item": item,
        "vote": vote,
        "due": due,
        "steps": True,
    }
    crumbs = [(_("Opinions"), reverse("rounds"))]
    if request.method != "POST" or "confirm" not in request.POST:
        checked = request.method == "POST" and "change" not in request.POST and form.is_valid()
        page = "item_check.html" if checked else "item.html"
        context = {"form": form, "back_url": reverse("rounds"), "crumbs": [*crumbs, (words["title"], "")], **words}
        return render(request, f"opinions/outcomes/{page}", context)
    return _act(
        request,
        form,
        lambda: consolidating.record_from_item(item, **form.content(), by=request.reader.actor, now=clock.now()),
        back=reverse("rounds"),
        done=_("The opinion is recorded and stands under “Decided in meetings”. The management gets a mail."),
        crumbs=crumbs,
        template="opinions/outcomes/item.html",
        **words,
    )


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
            person=_person(request),
            by=request.reader.actor,
            now=clock.now(),
        )

    return _act(
        request,
        form,
        act,
        back=_address(opinion, request.reader),
        done=_("Your answer is saved."),
        crumbs=_trail(opinion, request.reader),
        title=_("Answer a recommendation"),
        text=recommendation.text,
        button=_("Save the answer"),
    )
