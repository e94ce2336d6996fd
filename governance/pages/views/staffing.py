"""Who holds which office: chairs and deputies of the boards, and the roles of staff."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from foundation.web import clock
from governance.boards.models import Board
from governance.confidentiality import STAFF_ROLES
from governance.mandates.models import Office
from governance.pages.setup_forms import StaffForm
from governance.pages.views.company import setup_page
from governance.pages.views.forming import FormPage, form_page, posted
from governance.pages.views.people import office_only
from governance.people.models import StaffAssignment
from governance.people.staffing import end_assignment, take_on
from governance.rights.request import ReadingRequest


@login_required
@require_safe
def offices(request: ReadingRequest) -> HttpResponse:
    """Every board with its chair and deputies, every role with who holds it today."""
    office_only(request)
    today = clock.today()
    boards = list(Board.objects.filter(parent=None).order_by("position"))
    held = Office.objects.on(today).filter(board__in=boards).exclude(role=Office.Role.STAND_IN)
    chairs: dict[int, list[Office]] = {board.pk: [] for board in boards}
    for one in held.select_related("person").order_by("role", "position"):
        chairs[one.board_id].append(one)
    roles: dict[str, list[StaffAssignment]] = {code: [] for code, _word in STAFF_ROLES}
    for assignment in StaffAssignment.objects.not_over(today).select_related("person").order_by("start", "pk"):
        roles[assignment.role].append(assignment)
    page = setup_page(_("Offices"), "")
    context = {
        "boards": [(board, chairs[board.pk]) for board in boards],
        "roles": [(code, word, roles[code]) for code, word in STAFF_ROLES],
        "page": page,
        "crumbs": [*page.crumbs, (page.title, "")],
    }
    return render(request, "governance/pages/offices.html", context)


@login_required
def staff_new(request: ReadingRequest, role: str) -> HttpResponse:
    """Somebody takes on a role from a day on: a person who is known by the address, or a new one with a login."""
    office_only(request)
    words = dict(STAFF_ROLES).get(role)
    if words is None:
        raise Http404
    form = StaffForm(**posted(request), initial={"start": clock.today()})

    def act() -> str:
        made = take_on(role=role, **form.cleaned_data, by=request.reader.actor, now=clock.now())
        return _("%(person)s is entered.") % {"person": made.person}

    back = reverse("setup_offices")
    title = str(words)[:1].upper() + str(words)[1:]
    crumbs = [*setup_page("", "").crumbs, (_("Offices"), back)]
    page = FormPage(title, _("Enter the person"), back, _("Who has an e-mail address logs in with a code."), crumbs)
    return form_page(request, form, page, act)


@login_required
@require_POST
def staff_end(request: ReadingRequest, pk: int) -> HttpResponse:
    """Today is the last day of a role."""
    office_only(request)
    assignment = get_object_or_404(StaffAssignment.objects.select_related("person"), pk=pk)
    end_assignment(assignment, on=clock.today(), by=request.reader.actor, now=clock.now())
    messages.success(request, _("Today is the last day of %(person)s in this role.") % {"person": assignment.person})
    return redirect("setup_offices")
