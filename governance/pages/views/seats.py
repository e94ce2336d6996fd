"""One seat: its history, proposing and appointing somebody."""

from collections.abc import Callable
from datetime import date, timedelta

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from foundation.values import DomainError
from foundation.web import clock
from foundation.web.wording import plain_day
from governance.boards.models import ElectoralTerm, Seat
from governance.boards.rules import can_manage, can_propose
from governance.mandates import deputising
from governance.mandates.appointing import appoint
from governance.mandates.deputising import may_have_deputies
from governance.mandates.models import Mandate
from governance.mandates.proposing import propose, propose_by_address
from governance.mandates.succession import opening
from governance.pages.forms import AppointForm, DeputyForm, HolderForm, LastDayForm
from governance.pages.views.forming import FormPage, form_page, posted
from governance.pages.views.shared import page, seat_crumbs, seat_for, seat_name
from governance.people.models import Person
from governance.people.registering import open_login, register
from governance.procedure.answers import Rules, term_end
from governance.procedure.rules_in_force import version_on
from governance.rights.request import ReadingRequest


@require_safe
def seat(request: ReadingRequest, slug: str, number: int) -> HttpResponse:
    """One seat: who holds it, who held it, and what the board office can do."""
    place = seat_for(request, slug, number)
    today, proposes = clock.today(), can_propose(request.reader, place.board)
    history = list(place.mandates.real().select_related("person").prefetch_related("suspensions").order_by("-start"))
    current = next((m for m in history if m.start <= today and (m.end is None or m.end >= today)), None)
    rests = list(current.suspensions.all()) if current else []
    coming = (one for one in rests if one.start > today and not one.taken_back)
    proposals = place.mandates.proposed().select_related("person").order_by("start") if proposes else []
    sought = opening(place, today) if can_manage(request.reader) else None
    return page(
        request,
        "seat",
        [(place.board.name, place.board.get_absolute_url()), (seat_name(place), "")],
        seat=place,
        history=history,
        current=current,
        resting=next((one for one in rests if one.covers(today)), None),
        planned=next(coming, None),
        opening=sought,
        letter=place.succession_requests.filter(medium="letter").first() if sought and sought.asked_on else None,
        open=_is_open(place, current, next((m for m in reversed(history) if m.start > today), None)),
        proposals=proposals,
        deputies=place.deputies.select_related("person").order_by("-start"),
        may_deputise=may_have_deputies(place.board, today).ok,
        proposes=proposes,
        manages=can_manage(request.reader),
    )


def _is_open(place: Seat, current: Mandate | None, upcoming: Mandate | None) -> bool:
    """Whether somebody is to be found: nobody holds the seat, or the term has its end, and nobody follows."""
    return not place.frozen and upcoming is None and (current is None or current.end is not None)


def _next_term(place: Seat) -> dict[str, date | None]:
    """First and last day of the next mandate on this seat, as the rules have it."""
    today = clock.today()
    held = place.mandates.held_on(today).first()
    start = held.end + timedelta(days=1) if held and held.end else today
    version = version_on(place.board, start)
    term = ElectoralTerm.objects.on(start).first() if place.is_faction else None
    rules = version.as_rules() if version else Rules()
    return {"start": start, "end": term_end(rules, start, kind=place.kind, electoral_end=term.end if term else None)}


def proposal(request: ReadingRequest, slug: str, number: int) -> HttpResponse:
    """Propose a known or a new person for a seat: the board office, or who leads the board."""
    place = seat_for(request, slug, number)
    if not can_propose(request.reader, place.board):
        raise Http404
    people = Person.objects.visible_to(request.reader)
    form = HolderForm(request.POST if request.method == "POST" else None, initial=_next_term(place), people=people)

    def act() -> str:
        what = {"seat": place, **form.term(), "now": clock.now()}
        chosen, reader = form.cleaned_data["person"], request.reader
        if chosen or can_manage(reader):
            made = propose(person=_person(request, form), by=reader.actor, **what)
        else:
            made = propose_by_address(typed=form.new_person(), reader=reader, **what)
        return _("%(person)s is proposed for seat %(number)s.") % {"person": made.called, "number": place.number}

    return _holder_page(request, place, form, act, _("Propose somebody"), _("Save the proposal"))


def appointment(request: ReadingRequest, slug: str, number: int) -> HttpResponse:
    """Appoint a known or a new person to a seat, or the one who was proposed (`?vorschlag=`)."""
    place = seat_for(request, slug, number, manage=True)
    proposed = _proposed(request, place)
    usual = {"person": proposed.person_id, "start": proposed.start, "end": proposed.end} if proposed else {}
    initial = _next_term(place) | {"appointed_on": clock.today()} | usual
    form = AppointForm(
        request.POST if request.method == "POST" else None, initial=initial, people=Person.objects.all()
    )

    def act() -> str:
        by, now = request.reader.actor, clock.now()
        made = appoint(seat=place, person=_person(request, form), **form.term(), by=by, now=now)
        open_login(made.person, by=by, now=now)
        words = {"person": made.person, "number": place.number, "day": plain_day(made.start)}
        return _("%(person)s is appointed to seat %(number)s from %(day)s.") % words

    return _holder_page(request, place, form, act, _("Appoint a successor"), _("Save the appointment"))


def deputy_new(request: ReadingRequest, slug: str, number: int) -> HttpResponse:
    """Name who takes the place of the seat's holder, a known or a new person."""
    place = seat_for(request, slug, number, manage=True)
    answer = may_have_deputies(place.board, clock.today())
    if not answer.ok:
        raise DomainError(answer.sentence, code="no_deputies")
    form = DeputyForm(
        request.POST if request.method == "POST" else None,
        initial={"start": clock.today()},
        people=Person.objects.all(),
    )

    def act() -> str:
        by, now = request.reader.actor, clock.now()
        made = deputising.name(seat=place, person=_person(request, form), **form.term(), by=by, now=now)
        if made.person.has_mail:
            open_login(made.person, by=by, now=now)
        return _("%(person)s is named as deputy for seat %(number)s.") % {
            "person": made.person,
            "number": place.number,
        }

    return _holder_page(request, place, form, act, _("Name a deputy"), _("Save the deputy"))


def deputy_end(request: ReadingRequest, slug: str, number: int, pk: int) -> HttpResponse:
    """A deputy's time gets its last day."""
    place = seat_for(request, slug, number, manage=True)
    deputy = get_object_or_404(place.deputies.select_related("person", "seat"), pk=pk)
    form = LastDayForm(**posted(request), initial={"on": clock.today()})

    def act() -> str:
        deputising.dismiss(deputy, on=form.cleaned_data["on"], by=request.reader.actor, now=clock.now())
        words = {"person": deputy.person, "day": plain_day(form.cleaned_data["on"])}
        return _("%(person)s is deputy until %(day)s.") % words

    request.section = "boards"
    title, back = _("End the deputy's time"), reverse("seat", args=[slug, number])
    trail = [(_("Boards"), reverse("boards")), *seat_crumbs(place, "")[:-1]]
    follows = [effect.text for effect in deputising.consequences(deputy, clock.today())]
    lead = f"{deputy.person}, {place.board.name}, {seat_name(place)}."
    if follows:
        lead += " " + _("If it ends today: %(follows)s") % {"follows": " ".join(follows)}
    return form_page(request, form, FormPage(title, title, back, lead, trail), act)


def _proposed(request: ReadingRequest, place: Seat) -> Mandate | None:
    wanted = request.GET.get("vorschlag", "")
    if not wanted:
        return None
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 10):
        raise Http404
    waiting = place.mandates.proposed() if request.method != "POST" else place.mandates.all()
    return get_object_or_404(waiting, pk=wanted)


def _person(request: ReadingRequest, form: HolderForm) -> Person:
    """Who was chosen, or who was typed; a login comes with the appointment."""
    known: Person | None = form.cleaned_data["person"]
    login = isinstance(form, AppointForm)
    return known or register(**form.new_person(), login=login, by=request.reader.actor, now=clock.now())


def _holder_page(
    request: ReadingRequest, place: Seat, form: HolderForm, act: Callable[[], str], title: str, button: str
) -> HttpResponse:
    status = form.status
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                words = act()
        except DomainError as error:
            form.add_error(None, error.message)
            status = error.status
        else:
            messages.success(request, words)
            return redirect("seat", place.board.slug, place.number)
    crumbs = seat_crumbs(place, title)
    return page(request, "appointment", crumbs, status=status, seat=place, form=form, title=title, button=button)
