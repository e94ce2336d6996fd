"""The list of action items, and one of them with what its owner or the board office can do."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from foundation.web import clock
from governance.rights.request import ReadingRequest
from meetings.actions import rules, tracking
from meetings.actions.forms import DropForm, ReopenForm, ReportForm
from meetings.actions.models import ActionItem
from meetings.meeting.rules import chairs_voice

PAGE = 25
OPEN, MINE, ALL = "offen", "meine", "alle"
SECTION = "meetings"


@login_required
@require_safe
def actions(request: ReadingRequest) -> HttpResponse:
    """What somebody has to do: overdue first, then by day; what is done at the end."""
    reader, today = request.reader, clock.today()
    request.section = SECTION
    chosen = request.GET.get("zeigen", OPEN)
    if chosen not in (OPEN, MINE, ALL):
        raise Http404
    rows = ActionItem.objects.visible_to(reader)
    overdue = rows.overdue(today).count()
    if chosen == MINE:
        rows = rows.filter(owner=reader.person_id)
    if chosen == OPEN:
        rows = rows.unfinished()
    context = {
        "page": Paginator(_ordered(rows), PAGE).get_page(request.GET.get("seite")),
        "chosen": chosen,
        "filters": [(OPEN, _("Open")), (MINE, _("Mine")), (ALL, _("All"))],
        "overdue": overdue,
        "crumbs": [(_("Meetings"), reverse("meetings")), (_("Action items"), "")],
    }
    return render(request, "meetings/actions/actions.html", context)


def _ordered(rows: QuerySet[ActionItem]) -> QuerySet[ActionItem]:
    """By day, so what is overdue comes first; reported ones wait behind the open ones."""
    order = {"open": 0, "done_reported": 1, "verified": 2, "dropped": 3}
    cases = [When(status=status, then=Value(place)) for status, place in order.items()]
    found = rows.annotate(place=Case(*cases, default=Value(9), output_field=IntegerField()))
    return found.select_related("owner", "item__meeting__board").order_by("place", "due_on", "pk")


@login_required
def action(request: ReadingRequest, pk: int) -> HttpResponse:
    """One action item: the owner reports it done, the board office finds that it is, or not."""
    rows = ActionItem.objects.visible_to(request.reader).select_related("owner", "item__meeting__board")
    shown = get_object_or_404(rows, pk=pk)
    request.section = SECTION
    if request.method == "POST":
        act = ACTS.get(request.POST.get("act", ""))
        if act is None:
            raise Http404
        return act(request, shown)
    return _show(request, shown)


def _show(
    request: ReadingRequest,
    shown: ActionItem,
    form: ReportForm | None = None,
    drop: DropForm | None = None,
    reopen: ReopenForm | None = None,
    status: int = 200,
) -> HttpResponse:
    reader = request.reader
    open_ = shown.status == ActionItem.Status.OPEN
    context = {
        "action": shown,
        "item_title": shown.item.title_for(reader),
        "is_overdue": shown.is_overdue(clock.today()),
        "form": (form or ReportForm()) if open_ and rules.can_report(reader, shown) else None,
        "own": shown.owner_id == reader.person_id,
        "drop": (drop or DropForm()) if shown.is_unfinished and rules.can_drop(reader, shown) else None,
        "chairs": shown.item.meeting.board_id in reader.chairs,
        "reopen": reopen or ReopenForm(),
        "verifies": shown.status == ActionItem.Status.DONE_REPORTED and rules.can_verify(reader),
        "crumbs": [
            (_("Meetings"), reverse("meetings")),
            (_("Action items"), reverse("actions")),
            (shown.title, ""),
        ],
    }
    return render(request, "meetings/actions/action.html", context, status=status)


def _report(request: ReadingRequest, shown: ActionItem) -> HttpResponse:
    reader = request.reader
    if not rules.can_report(reader, shown):
        raise Http404
    form = ReportForm(request.POST)
    if not form.is_valid():
        return _show(request, shown, form, status=400)
    own = shown.owner_id == reader.person_id
    by = reader.actor if own else reader.actor.on_behalf_of(shown.owner.key)
    tracking.report_done(shown, note=form.cleaned_data["note"], by=by, now=clock.now())
    messages.success(request, _("Thank you. The board office checks it."))
    return redirect("actions")


def _verify(request: ReadingRequest, shown: ActionItem) -> HttpResponse:
    _office(request)
    tracking.verify(shown, by=request.reader.actor, now=clock.now())
    messages.success(request, _("The action item is done: %(title)s.") % {"title": shown})
    return redirect("actions")


def _reopen(request: ReadingRequest, shown: ActionItem) -> HttpResponse:
    _office(request)
    form = ReopenForm(request.POST)
    if not form.is_valid():
        return _show(request, shown, reopen=form, status=400)
    tracking.reopen(shown, reason=form.cleaned_data["why"], by=request.reader.actor, now=clock.now())
    messages.success(request, _("The action item is open again."))
    return redirect(shown)


def _drop(request: ReadingRequest, shown: ActionItem) -> HttpResponse:
    if not rules.can_drop(request.reader, shown):
        raise Http404
    form = DropForm(request.POST)
    if not form.is_valid():
        return _show(request, shown, drop=form, status=400)
    by = chairs_voice(request.reader, shown.item.meeting.board_id, clock.today())
    tracking.drop(shown, reason=form.cleaned_data["reason"], by=by, now=clock.now())
    messages.success(request, _("The action item is dropped: %(title)s.") % {"title": shown})
    return redirect("actions")


def _office(request: ReadingRequest) -> None:
    if not rules.can_verify(request.reader):
        raise Http404


ACTS: dict[str, Callable[[ReadingRequest, ActionItem], HttpResponse]] = {
    "report": _report,
    "verify": _verify,
    "reopen": _reopen,
    "drop": _drop,
}
