"""The draft of the board's opinion: written, sent to the members, or recorded from a meeting."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.web import clock
from foundation.web.wording import day_in_words
from governance.confidentiality import Level
from governance.procedure.answers import response_due
from governance.procedure.rules_in_force import rules_on
from governance.rights.request import ReadingRequest
from opinions.outcomes import consolidating
from opinions.outcomes.forms import ItemOpinionForm, OpinionForm, PlainForm
from opinions.outcomes.models import ConsolidatedOpinion
from opinions.outcomes.reading import adopting_vote, participation, readable_opinions, round_rows, unrecorded_items
from opinions.outcomes.rules import can_write
from opinions.outcomes.views.shared import act_page, address, own_opinion, trail, written
from opinions.rounds.models import Opinion, OpinionRound
from opinions.rounds.results import rating_rows


@login_required
def edit(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """The editor of the board's opinion beside the counts and what members recommended."""
    request.section = "rounds"
    visible = OpinionRound.objects.visible_to(request.reader).with_participation()
    found = get_object_or_404(visible.select_related("board"), pk=pk)
    opinions = readable_opinions(found, request.reader)
    if not can_write(request.reader, found, mine=own_opinion(opinions, request.reader)):
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

    return act_page(
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
    opinion = written(request, pk)
    form = PlainForm(request.POST if request.method == "POST" else None)
    last = consolidating.last_day_for_dissents(opinion, clock.today())
    return act_page(
        request,
        form,
        lambda: consolidating.circulate(opinion, by=request.reader.actor, now=clock.now()),
        back=address(opinion, request.reader),
        done=_("The draft is with the members."),
        crumbs=trail(opinion, request.reader),
        title=_("Send the draft to the members"),
        text=_("The members get a mail and may add dissents until %(day)s.") % {"day": day_in_words(last)},
        button=_("Send the draft"),
    )


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
    return act_page(
        request,
        form,
        lambda: consolidating.record_from_item(item, **form.content(), by=request.reader.actor, now=clock.now()),
        back=reverse("rounds"),
        done=_("The opinion is recorded and stands under “Decided in meetings”. The management gets a mail."),
        crumbs=crumbs,
        template="opinions/outcomes/item.html",
        **words,
    )
