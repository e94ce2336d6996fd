"""Members of a board, pasted from a list as people keep it: first shown as understood, then taken over."""

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from foundation.values import DomainError
from foundation.web import clock
from governance.boards.models import Board
from governance.mandates import pasting
from governance.mandates.composition import summaries
from governance.mandates.roster_plan import examine
from governance.pages.setup_forms import PasteForm
from governance.pages.views.company import setup_page
from governance.pages.views.people import office_only
from governance.pages.views.rosters import signed
from governance.people.models import Person
from governance.rights.request import ReadingRequest


@login_required
@require_safe
def members(request: ReadingRequest) -> HttpResponse:
    """The boards, how far each is filled, and what can be added later."""
    office_only(request)
    rows = summaries(Board.objects.filter(parent=None).order_by("position"), clock.today())
    page = setup_page(_("Members"), "")
    context = {
        "rows": rows,
        "page": page,
        "without_mail": Person.objects.filter(email__endswith=Person.NOWHERE).order_by("family_name")[:50],
        "crumbs": [*page.crumbs, (page.title, "")],
    }
    return render(request, "governance/pages/members.html", context)


@login_required
def paste(request: ReadingRequest, slug: str) -> HttpResponse:
    """Paste lines (GET); what they mean, line by line, and the button that takes them over (POST)."""
    office_only(request)
    board = get_object_or_404(Board, slug=slug, parent=None)
    initial = {"start": board.founded_on, "document": _("List of members")}
    form = PasteForm(request.POST if request.method == "POST" else None, initial=initial)
    checked: dict[str, Any] = {}
    status = form.status
    if form.is_bound and form.is_valid():
        try:
            checked = _checked(form.cleaned_data, board, clock.today())
        except DomainError as error:
            status = form.refuse(error)
    back = reverse("setup_members")
    crumbs = [*setup_page("", "").crumbs, (_("Members"), back), (board.name, "")]
    context = {"board": board, "form": form, "back": back, "crumbs": crumbs, **checked}
    return render(request, "governance/pages/pasting.html", context, status=status)


def _checked(said: dict[str, Any], board: Board, today: date) -> dict[str, Any]:
    """What the page of the check shows; `signed` is empty while a line has an error."""
    lines = pasting.understood(said["text"])
    sheet = pasting.roster(lines, board, start=said["start"], end=said["end"], document=said["document"], today=today)
    plan = examine(sheet, today=today)
    return {"plan": plan, "rows": list(zip(lines, plan.verdicts, strict=True)), "signed": signed(sheet, plan)}
