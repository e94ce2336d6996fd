"""Rosters: a list is checked, then taken over as a whole; and given out in the same shape."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.documents import sheets
from foundation.values import DomainError
from foundation.web import clock
from foundation.web.addresses import safe_next
from foundation.web.carrying import carried, carry
from governance.mandates import rosters
from governance.mandates.roster_lines import ENGLISH, GERMAN
from governance.mandates.roster_plan import examine
from governance.mandates.roster_verdicts import Plan, Verdict
from governance.pages.people_forms import RosterForm
from governance.pages.views.people import office_only
from governance.rights.request import ReadingRequest

SALT = "governance.roster"
# A form field that Django accepts; whoever has more splits the list.
MOST_SIGNED = 2_000_000
SHOWN = 200


@require_http_methods(["GET", "HEAD", "POST"])
def rosters_page(request: ReadingRequest) -> HttpResponse:
    """Choose a file (GET); what it would change, by row, and the button that does it (POST)."""
    office_only(request)
    form = RosterForm(request.POST, request.FILES) if request.method == "POST" else RosterForm()
    if form.is_bound and form.is_valid():
        try:
            sheet = sheets.read(form.cleaned_data["file"])
            return _report(request, sheet)
        except DomainError as error:
            form.add_error("file", error.message)
    return _page(request, form=form, status=form.status)


@require_POST
def roster_take_over(request: ReadingRequest) -> HttpResponse:
    """Carry out what was shown. If something changed meanwhile, the new check is shown instead."""
    office_only(request)
    kept = carried(request.POST.get("list", ""), salt=SALT)
    if kept is None:
        messages.error(request, _("The check is too old. Please choose the file again."))
        return redirect(safe_next(request, reverse("rosters")))
    sheet = sheets.Sheet(kept["header"], [(number, cells) for number, cells in kept["rows"]], kept["encoding"])
    try:
        plan = rosters.take_over(sheet, shown=kept["shown"], by=request.reader.actor, now=clock.now())
    except DomainError as error:
        messages.warning(request, error.message)
        return _report(request, sheet, status=error.status)
    words = {"new": plan.counts["new"], "changed": plan.counts["changed"]}
    messages.success(request, _("The list is taken over: %(new)s new, %(changed)s changed.") % words)
    return redirect(safe_next(request, reverse("rosters")))


@require_GET
def roster_export(request: ReadingRequest, kind: str) -> HttpResponse:
    """All seats with their holders, as the import reads them."""
    office_only(request)
    if kind not in sheets.TYPES:
        raise Http404
    today, language = clock.today(), ENGLISH if get_language() == "en" else GERMAN
    content = sheets.write(kind, rosters.header(language), rosters.rows(today, language))
    name = _("Roster %(day)s") % {"day": today.isoformat()}
    headers = {"Content-Disposition": f'attachment; filename="{name}.{kind}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=sheets.TYPES[kind], headers=headers)


def _report(request: ReadingRequest, sheet: sheets.Sheet, *, status: int = 200) -> HttpResponse:
    plan = examine(sheet, today=clock.today())
    return _page(request, plan=plan, signed=signed(sheet, plan), shown=_most_telling(plan), status=status)


def signed(sheet: sheets.Sheet, plan: Plan) -> str:
    """The checked list for the hidden field of the confirmation; only what was checked comes back."""
    if plan.is_refused or plan.is_empty:
        return ""
    kept = {"header": sheet.header, "rows": sheet.rows, "encoding": sheet.encoding, "shown": plan.fingerprint}
    signed = carry(kept, salt=SALT)
    if len(signed) > MOST_SIGNED:
        raise DomainError(_("The list holds too much text. Please split it."), code="roster_text", status=400)
    return signed


def _most_telling(plan: Plan) -> list[Verdict]:
    """Errors first, then news, what stays last; at most 200 rows."""
    order = {"error": 0, "new": 1, "changed": 1, "unchanged": 2}
    return sorted(plan.verdicts, key=lambda one: (order[one.state], one.number))[:SHOWN]


def _page(request: ReadingRequest, *, status: int, **context: object) -> HttpResponse:
    trail = {"crumbs": [(_("Roster"), "")], "form": RosterForm()}
    return render(request, "governance/pages/rosters.html", trail | context, status=status)
