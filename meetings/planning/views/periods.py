"""Holidays and closed days: what the plan counts with, entered one by one or from a list."""

from collections.abc import Callable, Iterable
from dataclasses import astuple, dataclass, replace
from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foundation.almanac import entering
from foundation.almanac.entering import Stretch
from foundation.almanac.models import CalendarPeriod
from foundation.documents import sheets
from foundation.values import DomainError
from foundation.web import clock
from foundation.web.carrying import carried, carry
from governance.rights.request import ReadingRequest
from meetings.meeting.models import Meeting
from meetings.planning import period_lists, rules
from meetings.planning.forms import ListForm, PeriodForm
from meetings.planning.posing import knows_school

SALT = "meetings.periods"
YEARS = range(2000, 2101)
KINDS = (
    (CalendarPeriod.Kind.CUSTOM, gettext_lazy("Closed days of your own")),
    (CalendarPeriod.Kind.PUBLIC, gettext_lazy("Public holidays")),
    (CalendarPeriod.Kind.SCHOOL, gettext_lazy("School holidays")),
)


@dataclass(frozen=True)
class Line:
    """A period and the coming meetings that fall into it."""

    period: CalendarPeriod
    meetings: list[Meeting]


def _office_only(request: ReadingRequest) -> None:
    request.section = "more"
    if not rules.can_plan(request.reader):
        raise Http404


def _crumbs(title: str) -> list[tuple[str, str]]:
    return [(_("More"), reverse("more")), (_("Holidays and closed days"), reverse("periods")), (title, "")]


@login_required
@require_safe
def periods(request: ReadingRequest) -> HttpResponse:
    """One year: what is closed, what is avoided, which coming meetings lie in it, and what was taken out."""
    _office_only(request)
    year = _year(request.GET.get("jahr", ""))
    first, last = date(year, 1, 1), date(year, 12, 31)
    rows = list(CalendarPeriod.objects.touching(first, last))
    meetings = list(_coming(first, last))
    shown = [_line(row, meetings) for row in rows if not row.withdrawn]
    groups = [(title, [one for one in shown if one.period.kind == kind]) for kind, title in KINDS]
    context = {
        "year": year,
        "years": [one for one in (year - 1, year + 1) if one in YEARS],
        "groups": groups,
        "withdrawn": [row for row in rows if row.withdrawn],
        "school_unknown": not knows_school(year),
        "crumbs": [(_("More"), reverse("more")), (_("Holidays and closed days"), "")],
    }
    return render(request, "meetings/planning/periods.html", context)


def _year(typed: str) -> int:
    """The year asked for; nothing else than one is this year."""
    known = typed.isdecimal() and len(typed) == 4 and int(typed) in YEARS
    return int(typed) if known else clock.today().year


def _coming(first: date, last: date) -> Iterable[Meeting]:
    """Meetings that may still have to move, those only pencilled in as well."""
    found = Meeting.objects.between(first, last).filter(starts_at__gt=clock.now())
    return found.exclude(status=Meeting.Status.CANCELLED).select_related("board").order_by("starts_at")


def _line(period: CalendarPeriod, meetings: Iterable[Meeting]) -> Line:
    return Line(period, [one for one in meetings if period.start <= one.day <= period.end])


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def period_new(request: ReadingRequest) -> HttpResponse:
    """Enter one period."""
    _office_only(request)
    form = PeriodForm(request.POST) if request.method == "POST" else PeriodForm()

    def act(stretch: Stretch) -> CalendarPeriod:
        return entering.enter(stretch, by=request.reader.actor, now=clock.now())

    return _form_page(request, form, _("Enter days"), act)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def period_change(request: ReadingRequest, pk: int) -> HttpResponse:
    """Other days, another name or kind."""
    _office_only(request)
    period = get_object_or_404(CalendarPeriod.objects.in_use(), pk=pk)
    known = {"name": period.name, "start": period.start, "end": period.end, "kind": period.kind}
    form = PeriodForm(request.POST if request.method == "POST" else None, initial=known)

    def act(stretch: Stretch) -> CalendarPeriod:
        return entering.change(period, stretch, by=request.reader.actor, now=clock.now())

    return _form_page(request, form, _("Change days"), act, period=period)


def _form_page(
    request: ReadingRequest, form: PeriodForm, title: str, act: Callable[[Stretch], CalendarPeriod], **more: object
) -> HttpResponse:
    status = form.status
    if form.is_bound and form.is_valid():
        try:
            made = act(form.stretch)
        except DomainError as error:
            status = form.refuse(error)
        else:
            messages.success(request, _("“%(name)s” is entered.") % {"name": made.name})
            return _to_year(made.start)
    context = {"form": form, "title": title, "crumbs": _crumbs(title), **more}
    return render(request, "meetings/planning/period.html", context, status=status)


def _to_year(day: date) -> HttpResponse:
    return redirect(f"{reverse('periods')}?jahr={day.year}")


@login_required
@require_POST
def period_out(request: ReadingRequest, pk: int) -> HttpResponse:
    """The calendar counts with these days no more; one tap takes them in again."""
    return _switched(request, pk, entering.take_out, _("“%(name)s” is taken out."))


@login_required
@require_POST
def period_in(request: ReadingRequest, pk: int) -> HttpResponse:
    """Days taken out count again."""
    return _switched(request, pk, entering.take_in, _("“%(name)s” counts again."))


def _switched(request: ReadingRequest, pk: int, act: Callable[..., None], words: str) -> HttpResponse:
    _office_only(request)
    period = get_object_or_404(CalendarPeriod, pk=pk)
    act(period, by=request.reader.actor, now=clock.now())
    messages.success(request, words % {"name": period.name})
    return _to_year(period.start)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def period_list(request: ReadingRequest) -> HttpResponse:
    """Choose a file (GET); what stands in it, line by line, and the button that enters it (POST)."""
    _office_only(request)
    form = ListForm(request.POST, request.FILES) if request.method == "POST" else ListForm()
    if form.is_bound and form.is_valid():
        try:
            lines = period_lists.read(form.cleaned_data["file"].data, kind=form.cleaned_data["kind"])
            return _checked(request, lines)
        except DomainError as error:
            form.add_error("file", error.message)
    return _list_page(request, form=form, status=form.status)


def _checked(request: ReadingRequest, lines: list[period_lists.Line]) -> HttpResponse:
    refused = entering.known_otherwise(one.stretch for one in lines if one.stretch)
    lines = [
        replace(one, stretch=None, problem=entering.otherwise(one.stretch)) if one.stretch in refused else one
        for one in lines
    ]
    good = [one.stretch for one in lines if one.stretch]
    kept = [[str(value) for value in astuple(stretch)] for stretch in good]
    signed = carry(kept, salt=SALT) if good else ""
    return _list_page(request, form=ListForm(), lines=lines, good=len(good), signed=signed, status=200)


def _list_page(request: ReadingRequest, *, status: int, **context: object) -> HttpResponse:
    context["crumbs"] = _crumbs(_("Take over a list"))
    return render(request, "meetings/planning/period_list.html", context, status=status)


@login_required
@require_POST
def period_list_enter(request: ReadingRequest) -> HttpResponse:
    """Enter what was shown: all of it or, where one line is refused, nothing."""
    _office_only(request)
    kept = carried(request.POST.get("list", ""), salt=SALT)
    if kept is None:
        messages.error(request, _("The check is too old. Please choose the file again."))
        return redirect("period_list")
    found = [Stretch(kind, name, *map(date.fromisoformat, days)) for kind, name, *days in kept]
    try:
        new = entering.enter_all(found, by=request.reader.actor, now=clock.now())
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("period_list")
    words = ngettext("%(count)s entry is new.", "%(count)s entries are new.", new)
    messages.success(request, words % {"count": new})
    return _to_year(min(one.start for one in found))


@login_required
@require_safe
def period_export(request: ReadingRequest, year: int) -> HttpResponse:
    """The days of a year as the list that can be taken over again."""
    _office_only(request)
    if year not in YEARS:
        raise Http404
    rows = CalendarPeriod.objects.in_use().touching(date(year, 1, 1), date(year, 12, 31))
    header = [_("Name"), _("From"), _("Until"), _("Kind")]
    cells = ([row.name, row.start.isoformat(), row.end.isoformat(), row.get_kind_display()] for row in rows)
    name = _("Holidays %(year)s") % {"year": year}
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(sheets.write(sheets.CSV, header, cells), content_type=sheets.TYPES["csv"], headers=headers)
