"""Boards to begin with: from the blueprints, or an empty one."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation.web import clock
from governance.boards.blueprints import BLUEPRINTS
from governance.boards.founding import found_empty, found_several
from governance.boards.models import Board
from governance.pages.setup_forms import EmptyBoardForm, FoundingForm
from governance.pages.views.company import setup_page
from governance.pages.views.forming import FormPage, form_page, posted
from governance.pages.views.people import office_only
from governance.rights.request import ReadingRequest


@login_required
def founding(request: ReadingRequest) -> HttpResponse:
    """Which of the three boards there shall be; those that are there are listed."""
    office_only(request)
    known = Board.objects.filter(parent=None)
    slugs = set(known.values_list("slug", flat=True))
    left = [one for one in BLUEPRINTS if one.slug not in slugs]
    form = FoundingForm(**posted(request), blueprints=left)

    def act() -> str:
        said = form.cleaned_data
        chosen = [one for one in left if one.slug in said["boards"]]
        made = found_several(
            chosen, place=said["place"], founded_on=said["founded_on"], by=request.reader.actor, now=clock.now()
        )
        words = ngettext("%(count)s board is founded.", "%(count)s boards are founded.", len(made))
        return words % {"count": len(made)}

    lead = _("Seats and rules are prefilled. You check and change them in the next steps.")
    page = setup_page(_("Boards"), _("Found the boards"), lead)
    return form_page(request, form, page, act, template="founding", known=known, left=left)


@login_required
def empty_board(request: ReadingRequest) -> HttpResponse:
    """Another board, with numbered seats and the usual rules."""
    office_only(request)
    form = EmptyBoardForm(**posted(request))

    def act() -> str:
        made = found_empty(**form.cleaned_data, by=request.reader.actor, now=clock.now())
        return _("%(board)s is founded.") % {"board": made.name}

    steps = setup_page(_("Boards"), "")
    back = reverse("setup_boards")
    page = FormPage(
        _("Found an empty board"), _("Found the board"), back, crumbs=[*steps.crumbs, (_("Boards"), back)]
    )
    return form_page(request, form, page, act)
