"""Who leads a board: chair, deputies in their order, and who stands in for a single meeting."""

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foundation.web import clock
from foundation.web.addresses import safe_next
from foundation.web.forms import KernForm
from foundation.web.wording import plain_day
from governance.boards.models import Board
from governance.boards.rules import can_delegate, can_manage
from governance.mandates import delegating, leading
from governance.mandates.composition import composition
from governance.mandates.models import Delegation, Mandate, Office
from governance.pages.leading_forms import (
    ChairForm,
    DelegationForm,
    LastDayForm,
    MemberForm,
    OfficeEndForm,
    StandInForm,
)
from governance.pages.views.forming import FormPage, form_page, posted
from governance.pages.views.shared import board_for, page
from governance.people.models import Person
from governance.rights.request import ReadingRequest

Role = Office.Role


def _crumbs(board: Board) -> list[tuple[str, str]]:
    return [(board.name, board.get_absolute_url()), (_("Chair"), reverse("chair", args=[board.slug]))]


@require_safe
def chair(request: ReadingRequest, slug: str) -> HttpResponse:
    """Who leads, who comes after, and who led before."""
    shown, today = board_for(request, slug), clock.today()
    state = composition(shown, today)
    offices = list(shown.offices.select_related("person").order_by("role", "position", "start"))
    ahead = [one for one in offices if one.end is None or one.end >= today]
    over = sorted((one for one in offices if one not in ahead), key=lambda one: one.start, reverse=True)
    return page(
        request,
        "chair",
        [(shown.name, shown.get_absolute_url()), (_("Chair"), "")],
        board=shown,
        names=True,
        tab="chair",
        notice=leading.notice(state, today=today),
        chairs=[one for one in ahead if one.role == Role.CHAIR],
        deputies=[one for one in ahead if one.role == Role.DEPUTY],
        stand_ins=[one for one in ahead if one.role == Role.STAND_IN],
        over=over,
        delegations=_delegations(shown, today),
        manages=can_manage(request.reader),
        delegates=can_delegate(request.reader, shown),
        me=request.reader.person_id,
    )


def _delegations(board: Board, today: date) -> QuerySet[Delegation]:
    """Those that hold or will hold, as far as their office does not end before."""
    ahead = Q(end__isnull=True) | Q(end__gte=today)
    held = Q(office__end__isnull=True) | Q(office__end__gte=today)
    return Delegation.objects.filter(ahead, held, office__board=board).select_related("office__person")


def _members(board: Board) -> QuerySet[Person]:
    held = Mandate.objects.held_on(clock.today()).filter(seat__board=board)
    return Person.objects.filter(pk__in=held.values("person"))


def _office_form(
    request: ReadingRequest, board: Board, form: KernForm, title: str, act: Callable[[], str]
) -> HttpResponse:
    request.section = "boards"
    trail = [(_("Boards"), reverse("boards")), *_crumbs(board)]
    back = safe_next(request, trail[-1][1])
    return form_page(request, form, FormPage(title, title, back, board.name, trail), act)


@require_http_methods(["GET", "HEAD", "POST"])
def chair_change(request: ReadingRequest, slug: str) -> HttpResponse:
    """A member takes the chair; who led before ends the day before."""
    board, today = board_for(request, slug, manage=True), clock.today()
    provisional = leading.may_be_provisional(board, today).ok
    form = ChairForm(**posted(request), initial={"start": today}, people=_members(board), provisional=provisional)

    def act() -> str:
        made = leading.take_chair(board=board, **form.office(), by=request.reader.actor, now=clock.now())
        words = {"person": made.person, "day": plain_day(made.start)}
        return _("%(person)s holds the chair from %(day)s.") % words

    return _office_form(request, board, form, _("Change the chair"), act)


@require_http_methods(["GET", "HEAD", "POST"])
def deputy_chair_new(request: ReadingRequest, slug: str) -> HttpResponse:
    """A member becomes deputy chair, after those there are."""
    board = board_for(request, slug, manage=True)
    form = MemberForm(**posted(request), initial={"start": clock.today()}, people=_members(board))

    def act() -> str:
        made = leading.name_deputy(board=board, **form.cleaned_data, by=request.reader.actor, now=clock.now())
        words = {"person": made.person, "day": plain_day(made.start)}
        return _("%(person)s is deputy chair from %(day)s.") % words

    return _office_form(request, board, form, _("Name a deputy chair"), act)


@require_http_methods(["GET", "HEAD", "POST"])
def stand_in_new(request: ReadingRequest, slug: str) -> HttpResponse:
    """A member leads a single meeting."""
    board = board_for(request, slug, manage=True)
    form = StandInForm(**posted(request), people=_members(board))

    def act() -> str:
        data = form.cleaned_data
        made = leading.stand_in(
            board=board, person=data["person"], on=data["start"], by=request.reader.actor, now=clock.now()
        )
        words = {"person": made.person, "day": plain_day(made.start)}
        return _("%(person)s leads the meeting on %(day)s.") % words

    return _office_form(request, board, form, _("Let somebody lead a meeting"), act)


def _office(request: ReadingRequest, slug: str, pk: int) -> Office:
    board = board_for(request, slug, manage=True)
    return get_object_or_404(board.offices.select_related("board", "person"), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def office_end(request: ReadingRequest, slug: str, pk: int) -> HttpResponse:
    """An office gets its last day; one that has not begun is taken back."""
    office, today = _office(request, slug, pk), clock.today()
    if office.start > today:
        return _withdrawal(request, office)
    provisional = office.role == Role.CHAIR and leading.may_be_provisional(office.board, today).ok
    form = OfficeEndForm(**posted(request), initial={"on": today}, provisional=provisional)

    def act() -> str:
        leading.end_office(office, **form.cleaned_data, by=request.reader.actor, now=clock.now())
        words = {"person": office.person, "office": office.title, "day": plain_day(form.cleaned_data["on"])}
        return _("%(person)s, %(office)s: the office ends on %(day)s.") % words

    return _office_form(request, office.board, form, _("End the office"), act)


def _withdrawal(request: ReadingRequest, office: Office) -> HttpResponse:
    words = {"person": office.person, "office": office.title, "day": plain_day(office.start)}
    if request.method == "POST":
        leading.withdraw(office, by=request.reader.actor, now=clock.now())
        messages.success(request, _("%(person)s, %(office)s: taken back.") % words)
        chairs = office.board.offices.on(office.start).filter(role=Role.CHAIR)
        if office.role == Role.CHAIR and not chairs.exists():
            messages.warning(request, _("Nobody holds the chair on %(day)s.") % words)
        return redirect("chair", office.board.slug)
    title = _("Take the office back")
    text = _("%(person)s would begin on %(day)s: %(office)s.") % words
    crumbs = _crumbs(office.board)
    return page(
        request, "confirm", [*crumbs, (title, "")], title=title, lead=office.board.name, text=text, back=crumbs[-1][1]
    )


@require_POST
def office_up(request: ReadingRequest, slug: str, pk: int) -> HttpResponse:
    """A deputy changes places with the one before."""
    office = _office(request, slug, pk)
    leading.move_up(office, by=request.reader.actor, now=clock.now())
    return redirect(f"{reverse('chair', args=[slug])}#stellvertretung")


def _delegating_board(request: ReadingRequest, slug: str) -> Board:
    board = board_for(request, slug)
    if not can_delegate(request.reader, board):
        raise Http404
    return board


@require_http_methods(["GET", "HEAD", "POST"])
def delegation_new(request: ReadingRequest, slug: str) -> HttpResponse:
    """The chair or a deputy hands acts to the office; the office records it with the document."""
    board, today = _delegating_board(request, slug), clock.today()
    offices = Office.objects.acting(today).filter(board=board).select_related("person")
    own = offices.filter(person=request.reader.person_id).first()
    form = DelegationForm(**posted(request), initial={"start": today}, offices=offices, own=bool(own))

    def act() -> str:
        data = {"office": own, **form.cleaned_data}
        made = delegating.delegate(data.pop("office"), **data, by=request.reader.actor, now=clock.now())
        words = {"person": made.office.person, "acts": made.acts_in_words}
        return _("The board office acts for %(person)s: %(acts)s.") % words

    return _office_form(request, board, form, _("Delegate to the board office"), act)


@require_http_methods(["GET", "HEAD", "POST"])
def delegation_end(request: ReadingRequest, slug: str, pk: int) -> HttpResponse:
    """A delegation gets its last day, or is taken back before it begins; by who gave it, or by the board office."""
    board = _delegating_board(request, slug)
    found = Delegation.objects.filter(office__board=board).select_related("office__person")
    mine = found if can_manage(request.reader) else found.filter(office__person=request.reader.person_id)
    given = get_object_or_404(mine, pk=pk)
    form = LastDayForm(**posted(request), initial={"on": clock.today()})

    def act() -> str:
        on = form.cleaned_data["on"]
        delegating.end_delegation(given, on=on, by=request.reader.actor, now=clock.now())
        return _("The delegation ends on %(day)s.") % {"day": plain_day(on)}

    return _office_form(request, board, form, _("End the delegation"), act)
