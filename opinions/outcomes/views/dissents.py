"""A member's dissent from the draft."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.web import clock
from governance.rights.request import ReadingRequest
from opinions.outcomes import dissenting
from opinions.outcomes.forms import DissentForm, PlainForm
from opinions.outcomes.models import ConsolidatedOpinion, Dissent
from opinions.outcomes.reading import changing_opinions
from opinions.outcomes.rules import can_dissent
from opinions.outcomes.views.shared import act_page, acting_person, opinion_for


@login_required
def dissent(request: ReadingRequest, pk: int) -> HttpResponse:
    """A member's own dissent beside the text it speaks of; it can be changed while the draft is with the members."""
    opinion = _dissentable(request, pk)
    reader = request.reader
    mine = Dissent.objects.filter(opinion=opinion, person=reader.person_id).first()
    initial = {"text": mine.text if mine else "", "revision": opinion.revision}
    form = DissentForm(request.POST or None, initial=initial)

    def act() -> None:
        dissenting.dissent(opinion, acting_person(request), **form.cleaned_data, by=reader.actor, now=clock.now())

    return act_page(
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
    opinion = opinion_for(request, pk)
    if opinion.board_id not in request.reader.sits_on:
        raise Http404
    return opinion


@login_required
def withdraw_dissent(request: ReadingRequest, pk: int) -> HttpResponse:
    """Asks before the author's dissent is taken back."""
    opinion = _dissentable(request, pk)
    reader = request.reader
    get_object_or_404(Dissent.objects.filter(opinion=opinion, person=reader.person_id))
    return act_page(
        request,
        PlainForm(request.POST if request.method == "POST" else None),
        lambda: dissenting.withdraw_dissent(opinion, acting_person(request), by=reader.actor, now=clock.now()),
        back=opinion.get_absolute_url(),
        done=_("Your dissent is withdrawn."),
        crumbs=[(_("Effect"), reverse("effect")), (opinion.title, opinion.get_absolute_url())],
        title=_("Withdraw the dissent"),
        text=_("It is no longer shown with the opinion. You can use your text again as long as dissents are open."),
        button=_("Withdraw the dissent"),
    )
