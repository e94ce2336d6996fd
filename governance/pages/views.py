"""Boards, their seats, mandates and rules."""

from collections.abc import Sequence
from datetime import date

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.values import DomainError
from foundation.web import clock
from foundation.web.wording import plain_day
from governance.boards.models import Board, Seat
from governance.boards.rules import can_manage, can_see_members
from governance.mandates.appointing import appoint
from governance.mandates.composition import Composition, Place, composition, summaries
from governance.mandates.ending import Effect, end, preview
from governance.mandates.models import Mandate
from governance.pages.forms import AppointForm, AsOfForm, ConfirmForm, EndForm
from governance.people.registering import register
from governance.procedure.answers import quorum_needed
from governance.procedure.confirming import confirm
from governance.procedure.models import RulesOfProcedure
from governance.procedure.wording import RuleLine, rule_lines
from governance.rights.request import ReadingRequest

EXCERPT = 7
PLANNING_MONTH = 10


def boards(request: ReadingRequest) -> HttpResponse:
    """All boards with what is public about them; readers who may see members find the chair's name too."""
    reader = request.reader
    request.section = "boards"
    rows = [
        (one, can_see_members(reader, one.board))
        for one in summaries(Board.objects.visible_to(reader), clock.today())
    ]
    return render(request, "governance/pages/boards.html", {"rows": rows})


def board(request: ReadingRequest, slug: str) -> HttpResponse:
    """Seats, composition and rules of a board, today or on another day (`?tag=2027-02-01`)."""
    shown = get_object_or_404(Board.objects.visible_to(request.reader), slug=slug)
    names, today = can_see_members(request.reader, shown), clock.today()
    as_of = AsOfForm(request.GET if "tag" in request.GET else None, initial={"tag": today})
    day = as_of.cleaned_data["tag"] if as_of.is_bound and as_of.is_valid() else today
    state = composition(shown, day)
    rules = RulesOfProcedure.objects.in_force(day).filter(board=shown).first() if names else None
    lines = rule_lines(rules.as_rules(), rules.sources, seats=state.seats, occupied=state.held) if rules else []
    every = len(state.places) <= EXCERPT or request.GET.get("sitze") == "alle"
    return _page(
        request,
        "board",
        [(shown.name, "")],
        board=shown,
        names=names,
        manages=can_manage(request.reader) and day == today,
        state=state if names else state.without_names(),
        chair=state.chair.mandate if state.chair else None,
        to_fill=[place for place in state.vacancies if not place.successor],
        places=_places(state, every) if names else (),
        every=every,
        needed=quorum_needed(state.seats),
        as_of=as_of,
        day=day,
        is_today=day == today,
        lines=lines,
        assumed=sum(not line.source for line in lines),
        plan_year=_plan_year(today),
    )


def _places(state: Composition, every: bool) -> Sequence[Place]:
    return state.places if every else state.excerpt(EXCERPT)


def _plan_year(today: date) -> int:
    """From October on the next year is the one being planned."""
    return today.year + (today.month >= PLANNING_MONTH)


def seat(request: ReadingRequest, slug: str, number: int) -> HttpResponse:
    """One seat: who holds it, who held it, and what the board office can do."""
    place = _seat(request, slug, number)
    today = clock.today()
    history = list(place.mandates.real().select_related("person").order_by("-start"))
    current = next((m for m in history if m.start <= today and (m.end is None or m.end >= today)), None)
    return _page(
        request,
        "seat",
        [(place.board.name, place.board.get_absolute_url()), (_seat_name(place), "")],
        seat=place,
        history=history,
        current=current,
        upcoming=next((m for m in reversed(history) if m.start > today), None),
        manages=can_manage(request.reader),
    )


def appointment(request: ReadingRequest, slug: str, number: int) -> HttpResponse:
    """Appoint a known or a new person to a seat."""
    place = _seat(request, slug, number, manage=True)
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
    crumbs = _seat_crumbs(place, _("Appoint a successor"))
    return _page(request, "appointment", crumbs, status=status, seat=place, form=form)


@transaction.atomic
def _appoint(request: ReadingRequest, place: Seat, form: AppointForm) -> Mandate:
    by, now = request.reader.actor, clock.now()
    person = form.cleaned_data["person"] or register(**form.new_person(), by=by, now=now)
    return appoint(seat=place, person=person, by=by, now=now, **form.appointment())


def mandate_end(request: ReadingRequest, slug: str, number: int, pk: int) -> HttpResponse:
    """Ending a mandate in two steps: day and reason (GET), then the consequences and the button (POST)."""
    place = _seat(request, slug, number, manage=True)
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
    return _page(
        request,
        "mandate_end",
        _seat_crumbs(place, _("End a mandate")),
        status=status,
        seat=place,
        mandate=mandate,
        form=form,
        effects=effects,
        seats=place.board.seats.voting().count(),
    )


def rule_confirmation(request: ReadingRequest, slug: str, rule: str) -> HttpResponse:
    """Name where an assumed rule is written."""
    shown = _board(request, slug, manage=True)
    today = clock.today()
    rules = get_object_or_404(RulesOfProcedure.objects.in_force(today), board=shown)
    line = _line(rules, shown, rule, today)
    form = ConfirmForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            confirm(rules=rules, rule=rule, by=request.reader.actor, now=clock.now(), **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, error.message)
            status = error.status
        else:
            messages.success(request, _("The rule is confirmed: %(rule)s.") % {"rule": line.text})
            return redirect(f"{shown.get_absolute_url()}#regeln")
    crumbs = [(shown.name, shown.get_absolute_url()), (_("Confirm a rule"), "")]
    return _page(request, "rule_confirmation", crumbs, status=status, board=shown, line=line, form=form)


def _line(rules: RulesOfProcedure, shown: Board, rule: str, today: date) -> RuleLine:
    state = composition(shown, today)
    lines = rule_lines(rules.as_rules(), rules.sources, seats=state.seats, occupied=state.held)
    line = next((line for line in lines if line.name == rule), None)
    if line is None:
        raise Http404
    return line


def _board(request: ReadingRequest, slug: str, *, manage: bool = False) -> Board:
    """The board of a page that shows members, or that only the board office uses."""
    shown = get_object_or_404(Board.objects.visible_to(request.reader), slug=slug)
    if not (can_manage(request.reader) if manage else can_see_members(request.reader, shown)):
        raise Http404
    return shown


def _seat(request: ReadingRequest, slug: str, number: int, *, manage: bool = False) -> Seat:
    shown = _board(request, slug, manage=manage)
    return get_object_or_404(shown.seats.select_related("board", "delegating_body"), number=number)


def _seat_name(place: Seat) -> str:
    return _("Seat %(number)s") % {"number": place.number}


def _seat_crumbs(place: Seat, here: str) -> list[tuple[str, str]]:
    board_, address = place.board, reverse("seat", args=[place.board.slug, place.number])
    return [(board_.name, board_.get_absolute_url()), (_seat_name(place), address), (here, "")]


def _page(
    request: ReadingRequest, name: str, crumbs: list[tuple[str, str]], *, status: int = 200, **context: object
) -> HttpResponse:
    request.section = "boards"
    trail = [(_("Boards"), reverse("boards")), *crumbs]
    return render(request, f"governance/pages/{name}.html", {"crumbs": trail, **context}, status=status)
