"""All boards, and the page of one board."""

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from foundation.web import clock
from foundation.web.wording import plain_day
from governance.boards.models import Board
from governance.boards.rules import can_call, can_manage, can_see_members
from governance.mandates.composition import Composition, Place, composition, summaries
from governance.mandates.leading import notice
from governance.pages.views.shared import as_of, page
from governance.procedure.answers import Rules, quorum_basis, quorum_needed
from governance.procedure.rules_in_force import version_on
from governance.procedure.wording import MAIN, rule_lines
from governance.rights.request import ReadingRequest

EXCERPT = 7
NAMED = 5
"""So many vacant seats are named above the list of seats; of the others the number is told."""


@require_safe
def boards(request: ReadingRequest) -> HttpResponse:
    """All boards with what is public about them, today or on another day (`?tag=`); readers who may see members
    find the chair's name too."""
    reader = request.reader
    request.section = "boards"
    day, form = as_of(request)
    found = summaries(Board.objects.visible_to(reader), day)
    rows = [(one, can_see_members(reader, one.board), _not_yet(one.board, day)) for one in found]
    context = {"rows": rows, "as_of": form, "day": day, "other_day": _other(day)}
    return render(request, "governance/pages/boards.html", context)


@require_safe
def board(request: ReadingRequest, slug: str) -> HttpResponse:
    """Seats, composition and rules of a board, today or on another day (`?tag=2027-02-01`)."""
    shown = get_object_or_404(Board.objects.visible_to(request.reader), slug=slug)
    names, today = can_see_members(request.reader, shown), clock.today()
    day, form = as_of(request)
    version = version_on(shown, day)
    rules = version.as_rules() if version else Rules()
    state = composition(shown, day, deputies=rules.deputies_allowed and names)
    lines = rule_lines(rules, version.sources, seats=state.seats, occupied=state.held) if version else []
    every = len(state.places) <= EXCERPT or request.GET.get("sitze") == "alle"
    return page(
        request,
        "board",
        [(shown.name, "")],
        board=shown,
        names=names,
        manages=can_manage(request.reader) and day == today,
        calls=version is not None and day == today and can_call(request.reader, shown),
        state=state if names else state.without_names(),
        not_yet=_not_yet(shown, day),
        notice=notice(state, today=today) if names else "",
        notes=_notes(request, shown, rules) if version and names and day == today else [],
        chair=state.chair.mandate if state.chair else None,
        vacant=state.vacancies[:NAMED],
        more=max(0, len(state.vacancies) - NAMED),
        to_fill=[place for place in state.vacancies if not place.successor][:NAMED],
        places=_places(state, every) if names else (),
        every=every,
        needed=quorum_needed(quorum_basis(rules, state.seats, state.held), rules),
        as_of=form,
        day=day,
        other_day=_other(day),
        lines=[line for line in lines if line.name in MAIN] if names else [],
        total=len(lines),
        assumed=sum(not line.source for line in lines),
    )


def _other(day: date) -> date | None:
    """The day, if it is not today."""
    return None if day == clock.today() else day


def _not_yet(board: Board, day: date) -> str:
    """Of a board that does not exist on that day, since when it does; else empty."""
    if board.existed_on(day):
        return ""
    words = {"day": plain_day(day), "founded": plain_day(board.founded_on)}
    if board.existed_on(clock.today()):
        return _("On %(day)s this board did not exist yet. It exists since %(founded)s.") % words
    return _("This board does not exist before %(founded)s.") % words


def _notes(request: ReadingRequest, shown: Board, rules: Rules) -> list[str]:
    """What upper rooms say of a board today."""
    paths = settings.BOARD_NOTES
    return [one for path in paths for one in import_string(path)(shown, rules, request.reader, clock.now())]


def _places(state: Composition, every: bool) -> Sequence[Place]:
    return state.places if every else state.excerpt(EXCERPT)
