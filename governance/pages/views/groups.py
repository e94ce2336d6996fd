"""Working groups of a board, its course, and all boards as a chart."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from foundation.web import clock
from governance.boards.founding import SeatPlan, found
from governance.boards.models import Board, Seat
from governance.boards.rules import can_manage, can_see_members
from governance.mandates.composition import summaries
from governance.mandates.course import course
from governance.pages.chart import boxes
from governance.pages.seat_forms import GroupForm
from governance.pages.views.forming import FormPage, form_page, posted
from governance.pages.views.shared import board_for, page
from governance.rights.request import ReadingRequest


@require_safe
def groups(request: ReadingRequest, slug: str) -> HttpResponse:
    """The working groups of a board with their public numbers."""
    shown = get_object_or_404(Board.objects.visible_to(request.reader), slug=slug)
    names = can_see_members(request.reader, shown)
    rows = summaries(Board.objects.visible_to(request.reader).filter(parent=shown), clock.today())
    crumbs = [(shown.name, shown.get_absolute_url()), (_("Working groups"), "")]
    manages = can_manage(request.reader) and shown.parent_id is None
    return page(request, "groups", crumbs, board=shown, rows=rows, names=names, manages=manages, tab="groups")


def group_new(request: ReadingRequest, slug: str) -> HttpResponse:
    """Found a working group; it follows the rules of its board."""
    shown = board_for(request, slug, manage=True)
    if shown.parent_id is not None:
        raise Http404
    request.section = "boards"
    form = GroupForm(**posted(request), initial={"founded_on": clock.today()})

    def act() -> str:
        data = dict(form.cleaned_data)
        plan = [
            SeatPlan(number, Seat.Kind.EXPERT, _("Member"), Seat.Sector.SCIENCE)
            for number in range(1, data.pop("size") + 1)
        ]
        made = found(
            kind=Board.Kind.OTHER,
            place=shown.place,
            position=shown.position,
            seats=plan,
            parent=shown,
            **data,
            by=request.reader.actor,
            now=clock.now(),
        )
        return _("The working group is founded: %(name)s.") % {"name": made.name}

    back = reverse("groups", args=[slug])
    crumbs = [(_("Boards"), reverse("boards")), (shown.name, shown.get_absolute_url()), (_("Working groups"), back)]
    lead = _("Members are members of the board; guests take advisory seats. The rules of the board hold.")
    return form_page(
        request, form, FormPage(_("Found a working group"), _("Found the group"), back, lead, crumbs), act
    )


@require_safe
def board_course(request: ReadingRequest, slug: str) -> HttpResponse:
    """What happened on a board in a year (`?jahr=2026`), the latest first."""
    shown = board_for(request, slug)
    events = course(shown)
    years = sorted({event.day.year for event in events}, reverse=True)
    asked = request.GET.get("jahr", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else clock.today().year
    year = year if year in years else next((one for one in years if one <= year), years[-1])
    return page(
        request,
        "course",
        [(shown.name, shown.get_absolute_url()), (_("Course"), "")],
        board=shown,
        names=True,
        events=[event for event in events if event.day.year == year],
        years=years,
        year=year,
        today=clock.today(),
        tab="course",
    )


@require_safe
def organigram(request: ReadingRequest) -> HttpResponse:
    """All boards and their working groups: as a list, as a picture and as a table of the same content."""
    rows = summaries(Board.objects.visible_to(request.reader), clock.today())
    under = {one.board.pk: [two for two in rows if two.board.parent_id == one.board.pk] for one in rows}
    tree = [(one, under[one.board.pk]) for one in rows if one.board.parent_id is None]
    return page(request, "organigram", [(_("Organisation chart"), "")], tree=tree, chart=boxes(tree))
