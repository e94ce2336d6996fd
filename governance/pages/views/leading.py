"""Who leads a board: chair, deputies in their order, and who stands in for a single meeting."""

from collections.abc import Callable

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foundation.web import clock
from foundation.web.wording import plain_day
from governance.boards.models import Board
from governance.boards.rules import can_manage
from governance.mandates import leading
from governance.mandates.composition import composition
from governance.mandates.models import Mandate, Office
from governance.pages.leading_forms import ChairForm, MemberForm, OfficeEndForm, StandInForm
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
        notice=leading.notice(state),
        chairs=[one for one in ahead if one.role == Role.CHAIR],
        deputies=[one for one in ahead if one.role == Role.DEPUTY],
        stand_ins=[one for one in ahead if one.role == Role.STAND_IN],
        over=over,
        manages=can_manage(request.reader),
    )


def _members(board: Board) -> QuerySet[Person]:
    held = Mandate.objects.held_on(clock.today()).filter(seat__board=board)
    return Person.objects.filter(pk__in=held.values("person"))


def _office_form(
    request: ReadingRequest, board: Board, form: MemberForm | OfficeEndForm, title: str, act: Callable[[], str]
) -> HttpResponse:
    request.section = "boards"
    trail = [(_("Boards"), reverse("boards")), *_crumbs(board)]
    return form_page(request, form, FormPage(title, title, trail[-1][1], board.name, trail), act)


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
