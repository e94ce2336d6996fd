"""The life of a mandate: it rests, is taken up again, and ends; each with its consequences shown first."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.values import DomainError
from foundation.web import clock
from foundation.web.forms import KernForm
from foundation.web.wording import plain_day
from governance.boards.rules import can_propose
from governance.mandates import ending, suspending
from governance.mandates.appointing import sign_secrecy
from governance.mandates.effects import Effect
from governance.mandates.models import Mandate
from governance.mandates.proposing import withdraw
from governance.pages.forms import EndForm, ResumeForm, SecrecyCorrectionForm, SecrecyForm, SuspendForm
from governance.pages.views.forming import FormPage, form_page, posted
from governance.pages.views.shared import confirm_seat, page, seat_crumbs, seat_for, seat_name
from governance.people.models import Person
from governance.rights.request import ReadingRequest


def _mandate_for(request: ReadingRequest, slug: str, number: int, pk: int) -> Mandate:
    """A mandate of this seat, a proposal included, for the board office."""
    place = seat_for(request, slug, number, manage=True)
    return get_object_or_404(place.mandates.select_related("person", "seat__board"), pk=pk)


@dataclass(frozen=True)
class Steps:
    """What is typed (GET) is answered with its consequences; sent on (POST) it is done, and said in a sentence.

    `certain` are the consequences that every such act has.
    """

    title: str
    button: str
    when: Promise
    certain: tuple[Promise, ...]
    preview: Callable[[dict[str, Any]], list[Effect]]
    act: Callable[[dict[str, Any]], str]


def _in_two_steps(request: ReadingRequest, mandate: Mandate, form: KernForm, steps: Steps) -> HttpResponse:
    effects: list[Effect] | None = None
    status, seat = form.status, mandate.seat
    words: dict[str, object] = {"number": seat.number, "seats": seat.board.seats.voting().on(clock.today()).count()}
    if form.is_bound and form.is_valid():
        words["day"] = plain_day(form.cleaned_data["on"])
        try:
            if "preview" not in request.POST:
                messages.success(request, steps.act(form.cleaned_data))
                return redirect("seat", seat.board.slug, seat.number)
            effects = steps.preview(form.cleaned_data)
        except DomainError as error:
            form.add_error(None, error.message)
            status = error.status
    return page(
        request,
        "mandate_act",
        seat_crumbs(seat, steps.title),
        status=status,
        seat=seat,
        mandate=mandate,
        form=form,
        effects=effects,
        hands_on=any(effect.hands_on for effect in effects or []),
        title=steps.title,
        button=steps.button,
        when=steps.when % words if effects is not None else "",
        certain=[line % words for line in steps.certain],
    )


ENDS = (
    gettext_lazy("Access to papers and meetings of this board ends."),
    gettext_lazy("Seat %(number)s becomes vacant. The quorum is still counted of %(seats)s."),
)
RESTS = (
    gettext_lazy("Access to papers and meetings of this board rests, and no invitations are sent."),
    gettext_lazy("Seat %(number)s stays filled. The quorum is still counted of %(seats)s."),
)


def mandate_end(request: ReadingRequest, slug: str, number: int, pk: int) -> HttpResponse:
    """Ending a mandate: day and reason, then the consequences and who takes over open work."""
    mandate = _mandate_for(request, slug, number, pk)
    in_group = mandate.seat.board.parent_id is not None
    form = EndForm(**posted(request), initial={"on": clock.today()}, heirs=_colleagues(mandate), in_group=in_group)

    def preview(data: dict[str, Any]) -> list[Effect]:
        return ending.preview(mandate=mandate, on=data["on"])

    def act(data: dict[str, Any]) -> str:
        ending.end(mandate=mandate, **data, by=request.reader.actor, now=clock.now())
        words = {"person": mandate.person, "day": plain_day(data["on"])}
        return _("The mandate of %(person)s ends on %(day)s.") % words

    when = gettext_lazy("This follows at the end of %(day)s")
    return _in_two_steps(
        request, mandate, form, Steps(_("End a mandate"), _("End the mandate"), when, ENDS, preview, act)
    )


def _colleagues(mandate: Mandate) -> QuerySet[Person]:
    """Who may take over: the others on the board."""
    held = Mandate.objects.on(clock.today()).filter(seat__board=mandate.seat.board_id)
    return Person.objects.filter(pk__in=held.values("person")).exclude(pk=mandate.person_id)


def mandate_suspension(request: ReadingRequest, slug: str, number: int, pk: int) -> HttpResponse:
    """Letting a mandate rest: day and reason, then the consequences."""
    mandate = _mandate_for(request, slug, number, pk)
    form = SuspendForm(**posted(request), initial={"on": clock.today()})

    def preview(data: dict[str, Any]) -> list[Effect]:
        return suspending.preview(mandate=mandate, start=data["on"], back_on=data["back_on"])

    def act(data: dict[str, Any]) -> str:
        by, now = request.reader.actor, clock.now()
        plan = {"start": data["on"], "back_on": data["back_on"], "reason": data["reason"]}
        suspending.suspend(mandate=mandate, **plan, by=by, now=now)
        words = {"person": mandate.person, "day": plain_day(data["on"])}
        return _("The mandate of %(person)s rests from %(day)s.") % words

    title, when = _("Let the mandate rest"), gettext_lazy("This follows on %(day)s")
    return _in_two_steps(request, mandate, form, Steps(title, title, when, RESTS, preview, act))


def mandate_resumption(request: ReadingRequest, slug: str, number: int, pk: int) -> HttpResponse:
    """A mandate that rests is taken up again, in working groups as well."""
    mandate = _mandate_for(request, slug, number, pk)
    form = ResumeForm(**posted(request), initial={"on": clock.today()})

    def act() -> str:
        data, by, now = form.cleaned_data, request.reader.actor, clock.now()
        suspending.resume(mandate=mandate, back_on=data["on"], note=data["note"], by=by, now=now)
        words = {"person": mandate.person, "day": plain_day(data["on"])}
        return _("%(person)s exercises the mandate again from %(day)s.") % words

    return _mandate_form(request, mandate, form, _("Resume the mandate"), act)


def rest_withdrawal(request: ReadingRequest, slug: str, number: int, pk: int, rest: int) -> HttpResponse:
    """A rest that has not begun is taken back."""
    mandate = _mandate_for(request, slug, number, pk)
    planned = get_object_or_404(mandate.suspensions.select_related("mandate__seat"), pk=rest)
    words = {"person": mandate.person, "day": plain_day(planned.start)}
    if request.method == "POST":
        suspending.take_back(planned, by=request.reader.actor, now=clock.now())
        messages.success(request, _("The mandate of %(person)s does not rest from %(day)s.") % words)
        return redirect("seat", slug, number)
    text = _("The mandate of %(person)s was to rest from %(day)s. It goes on, in working groups as well.") % words
    return confirm_seat(request, mandate.seat, _("Take back the rest"), text)


def mandate_secrecy(request: ReadingRequest, slug: str, number: int, pk: int) -> HttpResponse:
    """The day on which the declaration of secrecy was signed; once entered, its correction."""
    mandate = _mandate_for(request, slug, number, pk)
    signed = mandate.confidentiality_signed_on
    kind = SecrecyCorrectionForm if signed else SecrecyForm
    form = kind(**posted(request), initial={"on": signed or clock.today()})
    title = _("Correct the declaration of secrecy") if signed else _("Enter the declaration of secrecy")

    def act() -> str:
        sign_secrecy(mandate, **form.cleaned_data, by=request.reader.actor, now=clock.now())
        return _("The declaration of secrecy is saved.")

    return _mandate_form(request, mandate, form, title, act)


def _mandate_form(
    request: ReadingRequest, mandate: Mandate, form: KernForm, title: str, act: Callable[[], str]
) -> HttpResponse:
    request.section = "boards"
    seat = mandate.seat
    trail = [(_("Boards"), reverse("boards")), *seat_crumbs(seat, "")[:-1]]
    lead = f"{mandate.person}, {seat.board.name}. {seat_name(seat)}: {seat.label}"
    back = reverse("seat", args=[seat.board.slug, seat.number])
    return form_page(request, form, FormPage(title, title, back, lead, trail), act)


def proposal_withdrawal(request: ReadingRequest, slug: str, number: int, pk: int) -> HttpResponse:
    """A proposal is taken back, by the board office or by who leads the board."""
    place = seat_for(request, slug, number)
    if not can_propose(request.reader, place.board):
        raise Http404
    found = place.mandates.filter(status__in=[Mandate.Status.PROPOSED, Mandate.Status.WITHDRAWN])
    proposal = get_object_or_404(found.select_related("person"), pk=pk)
    if request.method == "POST":
        withdraw(proposal, by=request.reader.actor, now=clock.now())
        messages.success(request, _("The proposal of %(person)s is withdrawn.") % {"person": proposal.called})
        return redirect("seat", slug, number)
    title = _("Withdraw the proposal")
    text = _("%(person)s is no longer proposed. The proposal stays in the journal.") % {"person": proposal.called}
    return confirm_seat(request, place, title, text)
