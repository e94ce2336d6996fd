"""One seat: its history, appointing somebody, ending a mandate."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from foundation.values import DomainError
from foundation.web import clock
from foundation.web.wording import plain_day
from governance.boards.models import Seat
from governance.boards.rules import can_manage
from governance.mandates.appointing import appoint
from governance.mandates.ending import Effect, end, preview
from governance.mandates.models import Mandate
from governance.pages.forms import AppointForm, EndForm
from governance.pages.views.shared import page, seat_crumbs, seat_for, seat_name
from governance.people.registering import register
from governance.rights.request import ReadingRequest


@require_safe
def seat(request: ReadingRequest, slug: str, number: int) -> HttpResponse:
    """One seat: who holds it, who held it, and what the board office can do."""
    place = seat_for(request, slug, number)
    today = clock.today()
    history = list(place.mandates.real().select_related("person").order_by("-start"))
    current = next((m for m in history if m.start <= today and (m.end is None or m.end >= today)), None)
    return page(
        request,
        "seat",
        [(place.board.name, place.board.get_absolute_url()), (seat_name(place), "")],
        seat=place,
        history=history,
        current=current,
        upcoming=next((m for m in reversed(history) if m.start > today), None),
        manages=can_manage(request.reader),
    )


def appointment(request: ReadingRequest, slug: str, number: int) -> HttpResponse:
    """Appoint a known or a new person to a seat."""
    place = seat_for(request, slug, number, manage=True)
    form = AppointForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            mandate = _appoint(request, place, form)
        except DomainError as error:
            form.add_error(None, error.message)
            status = error.status
        else:
            words = {"person": mandate.person, "number": place.number, "day": plain_day(mandate.start)}
            messages.success(request, _("%(person)s is appointed to seat %(number)s from %(day)s.") % words)
            return redirect(place.board)
    crumbs = seat_crumbs(place, _("Appoint a successor"))
    return page(request, "appointment", crumbs, status=status, seat=place, form=form)


@transaction.atomic
def _appoint(request: ReadingRequest, place: Seat, form: AppointForm) -> Mandate:
    by, now = request.reader.actor, clock.now()
    person = form.cleaned_data["person"] or register(**form.new_person(), by=by, now=now)
    return appoint(seat=place, person=person, by=by, now=now, **form.appointment())


def mandate_end(request: ReadingRequest, slug: str, number: int, pk: int) -> HttpResponse:
    """Ending a mandate in two steps: day and reason (GET), then the consequences and the button (POST)."""
    place = seat_for(request, slug, number, manage=True)
    mandate = get_object_or_404(place.mandates.real().select_related("person", "seat__board"), pk=pk)
    given = request.POST or request.GET
    form = EndForm(given if "on" in given else None, initial={"on": clock.today()})
    effects: list[Effect] | None = None
    status = 200
    if form.is_bound and form.is_valid():
        by, now = request.reader.actor, clock.now()
        try:
            if request.method == "POST":
                end(mandate=mandate, **form.cleaned_data, by=by, now=now)
                words = {"person": mandate.person, "day": plain_day(form.cleaned_data["on"])}
                messages.success(request, _("The mandate of %(person)s ends on %(day)s.") % words)
                return redirect("seat", slug, number)
            effects = preview(mandate=mandate, on=form.cleaned_data["on"])
        except DomainError as error:
            form.add_error(None, error.message)
            status = error.status
    return page(
        request,
        "mandate_end",
        seat_crumbs(place, _("End a mandate")),
        status=status,
        seat=place,
        mandate=mandate,
        form=form,
        effects=effects,
        seats=place.board.seats.voting().on(clock.today()).count(),
    )
