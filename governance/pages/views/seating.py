"""Seats of a board as the office keeps them: new, described anew, frozen, retired."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.web import clock
from foundation.web.forms import KernForm
from governance.boards.models import Seat
from governance.mandates.seating import add, describe, freeze, retire
from governance.pages.seat_forms import RetireForm, SeatForm, described
from governance.pages.views.forming import FormPage, form_page, posted
from governance.pages.views.shared import board_for, confirm_seat, seat_crumbs, seat_for, seat_name
from governance.rights.request import ReadingRequest


def seat_new(request: ReadingRequest, slug: str) -> HttpResponse:
    shown = board_for(request, slug, manage=True)
    request.section = "boards"
    form = SeatForm(**posted(request), initial={"on": clock.today(), "voting": True})

    def act() -> str:
        data = dict(form.cleaned_data)
        seat = add(board=shown, since=data.pop("on"), **data, by=request.reader.actor, now=clock.now())
        return _("Seat %(number)s is added.") % {"number": seat.number}

    crumbs = [(_("Boards"), reverse("boards")), (shown.name, shown.get_absolute_url())]
    kept = FormPage(_("Add a seat"), _("Add the seat"), shown.get_absolute_url(), shown.name, crumbs)
    return form_page(request, form, kept, act)


def seat_change(request: ReadingRequest, slug: str, number: int) -> HttpResponse:
    """Another description from a day on; the one before stays in the history."""
    seat = seat_for(request, slug, number, manage=True)
    form = SeatForm(**posted(request), initial=described(seat) | {"on": clock.today()})

    def act() -> str:
        describe(seat=seat, **form.cleaned_data, by=request.reader.actor, now=clock.now())
        return _("Seat %(number)s is changed.") % {"number": seat.number}

    return _seat_form(request, seat, form, _("Change the seat"), act)


def seat_retirement(request: ReadingRequest, slug: str, number: int) -> HttpResponse:
    """The seat ends; its past stays."""
    seat = seat_for(request, slug, number, manage=True)
    form = RetireForm(**posted(request), initial={"on": clock.today()})

    def act() -> str:
        retire(seat=seat, **form.cleaned_data, by=request.reader.actor, now=clock.now())
        return _("Seat %(number)s is retired.") % {"number": seat.number}

    return _seat_form(request, seat, form, _("Retire the seat"), act)


def _seat_form(
    request: ReadingRequest, seat: Seat, form: KernForm, title: str, act: Callable[[], str]
) -> HttpResponse:
    request.section = "boards"
    trail = [(_("Boards"), reverse("boards")), *seat_crumbs(seat, "")[:-1]]
    lead = f"{seat.board.name}. {seat_name(seat)}: {seat.label}"
    back = reverse("seat", args=[seat.board.slug, seat.number])
    return form_page(request, form, FormPage(title, title, back, lead, trail), act)


def seat_freezing(request: ReadingRequest, slug: str, number: int) -> HttpResponse:
    """Freeze a seat that nobody holds, or free it again."""
    seat = seat_for(request, slug, number, manage=True)
    if request.method == "POST":
        frozen = not seat.frozen
        freeze(seat=seat, frozen=frozen, on=clock.today(), by=request.reader.actor, now=clock.now())
        words = _("Seat %(number)s is frozen.") if frozen else _("Seat %(number)s is to be filled again.")
        messages.success(request, words % {"number": number})
        return redirect("seat", slug, number)
    title = _("Free the seat") if seat.frozen else _("Freeze the seat")
    return confirm_seat(
        request, seat, title, _("A frozen seat counts in the statutory number, but nobody is sought for it.")
    )
