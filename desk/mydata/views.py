""" "Meine Daten": what is kept about me, to read, to take away and for programmes."""

import json
from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from desk.mydata import printing, reading
from desk.mydata.rules import last_day
from foundation.values import DomainError
from foundation.web import clock
from foundation.web.wording import plain_day
from governance.people.models import Person
from governance.rights.request import ReadingRequest


def _person(request: ReadingRequest) -> tuple[Person, date | None]:
    """Who asks, and until when they may. Raises DomainError (410) when that time is over."""
    request.section = "account"
    if request.reader.person_id is None:
        raise Http404
    until = last_day(request.reader, clock.today())
    if until and until < clock.today():
        raise DomainError(
            _("Your data could be downloaded until %(day)s. Please ask the board office for it.")
            % {"day": plain_day(until)},
            code="download_over",
            status=410,
        )
    return Person.objects.get(pk=request.reader.person_id), until


@login_required
@require_safe
def my_data(request: ReadingRequest) -> HttpResponse:
    """What there is, in numbers, and the two files."""
    person, until = _person(request)
    found = reading.about(person, request.reader, printing.MOST)
    context = {
        "parts": [(one.part.title, len(one.rows) + one.more) for one in found],
        "until": until,
        "crumbs": [(_("My data"), "")],
    }
    return render(request, "desk/mydata/page.html", context)


@login_required
@require_safe
def my_data_json(request: ReadingRequest) -> HttpResponse:
    """Everything, for programmes; keys are the names of the fields in the database."""
    person, _until = _person(request)
    content = {
        "person": str(person),
        "as_of": clock.now().isoformat(),
        "parts": [
            {"title": str(one.part.title), "kind": one.part.model, "rows": one.rows}
            for one in reading.about(person, request.reader)
        ],
    }
    text = json.dumps(content, ensure_ascii=False, indent=1)
    return _file(text, "application/json", "json")


@login_required
@require_safe
def my_data_pdf(request: ReadingRequest) -> HttpResponse:
    person, _until = _person(request)
    found = reading.about(person, request.reader, printing.MOST)
    content = printing.pdf(person, found, language=get_language() or "de", now=clock.now())
    return _file(content, "application/pdf", "pdf")


def _file(content: str | bytes, kind: str, ending: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="meine-daten-{clock.today():%Y-%m-%d}.{ending}"'
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
