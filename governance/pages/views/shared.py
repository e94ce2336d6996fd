"""What the pages of boards have in common: finding the board or seat, crumbs, rendering."""

from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.web import clock
from governance.boards.models import Board, Seat
from governance.boards.rules import can_manage, can_see_members
from governance.pages.forms import AsOfForm
from governance.rights.request import ReadingRequest

# When the board office begins to plan the next year.
PLANNING_MONTH = 10


def board_for(request: ReadingRequest, slug: str, *, manage: bool = False) -> Board:
    """The board of a page that shows members, or that only the board office uses."""
    shown = get_object_or_404(Board.objects.visible_to(request.reader), slug=slug)
    if not (can_manage(request.reader) if manage else can_see_members(request.reader, shown)):
        raise Http404
    return shown


def seat_for(request: ReadingRequest, slug: str, number: int, *, manage: bool = False) -> Seat:
    shown = board_for(request, slug, manage=manage)
    return get_object_or_404(shown.seats.select_related("board", "delegating_body"), number=number)


def seat_name(place: Seat) -> str:
    return _("Seat %(number)s") % {"number": place.number}


def seat_crumbs(place: Seat, here: str) -> list[tuple[str, str]]:
    board_, address = place.board, reverse("seat", args=[place.board.slug, place.number])
    return [(board_.name, board_.get_absolute_url()), (seat_name(place), address), (here, "")]


def as_of(request: ReadingRequest) -> tuple[date, AsOfForm]:
    """The day of a page that shows any day (`?tag=2027-02-01`), else today; and the form that asks for another."""
    today = clock.today()
    form = AsOfForm(request.GET if "tag" in request.GET else None, initial={"tag": today})
    return (form.cleaned_data["tag"] if form.is_bound and form.is_valid() else today), form


def page(
    request: ReadingRequest, name: str, crumbs: list[tuple[str, str]], /, *, status: int = 200, **context: object
) -> HttpResponse:
    request.section = "boards"
    trail = [(_("Boards"), reverse("boards")), *crumbs]
    shown = {"crumbs": trail, "plan_year": _plan_year(clock.today()), **context}
    return render(request, f"governance/pages/{name}.html", shown, status=status)


def _plan_year(today: date) -> int:
    """From October on the next year is the one being planned."""
    return today.year + (today.month >= PLANNING_MONTH)


def confirm_seat(request: ReadingRequest, place: Seat, title: str, text: str) -> HttpResponse:
    """One question about a seat, one button."""
    lead = f"{place.board.name}, {seat_name(place)}: {place.label}"
    back = reverse("seat", args=[place.board.slug, place.number])
    return page(request, "confirm", seat_crumbs(place, title), title=title, lead=lead, text=text, back=back)
