"""The year of all boards: one page, the same as a printed page, and as a calendar file."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from foundation.web import clock
from governance.rights.request import ReadingRequest
from meetings.planning import calendar, calendar_files
from meetings.planning.calendar import YEARS, Year


@login_required
@require_safe
def year_calendar(request: ReadingRequest, year: int) -> HttpResponse:
    """All dates the reader may see, as a list by month and as twelve months with holidays and closed days."""
    shown = _shown(request, year)
    context = {
        "shown": shown,
        "year": year,
        "years": [one for one in (year - 1, year + 1) if one in YEARS],
        "states": {one.state for one in shown.entries},
        "kinds": {kind for day in shown.days for kind in day.kinds},
        "weekdays": [(WEEKDAYS[number], WEEKDAYS_ABBR[number]) for number in range(7)],
        "has_file": bool(calendar_files.kept(shown, request.reader)),
        "crumbs": [(_("Meetings"), reverse("meetings")), (_title(year), "")],
    }
    return render(request, "meetings/planning/year_calendar.html", context)


@login_required
@require_safe
def year_calendar_pdf(request: ReadingRequest, year: int) -> HttpResponse:
    shown = _shown(request, year)
    content = calendar_files.pdf(shown, title=_title(year), language=get_language() or "de", now=clock.now())
    return _file(content, "application/pdf", f"jahreskalender-{year}.pdf")


@login_required
@require_safe
def year_calendar_file(request: ReadingRequest, year: int) -> HttpResponse:
    """404 where the year has no date to keep: a calendar file without dates is none."""
    meetings = calendar_files.kept(_shown(request, year), request.reader)
    if not meetings:
        raise Http404
    content = calendar_files.calendar_file(meetings, now=clock.now())
    return _file(content, "text/calendar; charset=utf-8", f"jahreskalender-{year}.ics")


def _title(year: int) -> str:
    return _("Year of all boards %(year)s") % {"year": year}


def _shown(request: ReadingRequest, year: int) -> Year:
    request.section = "meetings"
    if year not in YEARS:
        raise Http404
    return calendar.of(request.reader, year)


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type=kind, headers=headers)
