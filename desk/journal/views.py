"""The journal as a layman reads it, and as a table to take away."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from desk.journal import finding
from desk.journal.finding import Entries
from desk.journal.forms import FilterForm, led
from desk.journal.rules import can_read, reads_all
from desk.journal.sentences import told
from foundation.documents import sheets
from foundation.values import BERLIN
from foundation.web import clock
from governance.confidentiality import Reader
from governance.rights.request import ReadingRequest


def _admit(request: ReadingRequest) -> None:
    reader = request.reader
    request.section = "more" if reader.is_secretariat else "journal" if reads_all(reader) else "boards"
    if not can_read(reader):
        raise Http404


def _before(request: ReadingRequest) -> int | None:
    """Where the page goes on; a number nobody could have clicked starts at the newest."""
    word = request.GET.get("before", "")
    return int(word) if word.isascii() and word.isdecimal() and len(word) < 19 else None


def _query(request: ReadingRequest, **more: object) -> str:
    return urlencode({name: word for name, word in request.GET.items() if name != "before" and word} | more)


def _chosen(form: FilterForm, reader: Reader) -> Entries:
    return finding.found(finding.readable_by(reader), **form.cleaned_data)


@login_required
@require_safe
def journal(request: ReadingRequest) -> HttpResponse:
    """Who changed what and when, newest first. A filter that is wrong shows its error and no entries."""
    _admit(request)
    reader = request.reader
    form = FilterForm(request.GET, reader=reader)
    page = finding.page(_chosen(form, reader), _before(request)) if form.is_valid() else None
    context = {
        "form": form,
        "rows": told(page.entries, reader) if page else [],
        "older": _query(request, before=page.older) if page and page.older else "",
        "newest": _query(request) if _before(request) else None,
        "query": _query(request),
        "filtered": any(form.data.get(name) for name in form.fields),
        "boards": [] if reads_all(reader) else led(reader),
        "locked": reader.locked & reader.chairs,
        "crumbs": [(_("Journal"), "")],
    }
    return render(request, "desk/journal/list.html", context)


@login_required
@require_safe
def journal_csv(request: ReadingRequest) -> HttpResponse | StreamingHttpResponse:
    """The filtered entries as a table that spreadsheets open; streamed, so its length does not matter."""
    _admit(request)
    form = FilterForm(request.GET, reader=request.reader)
    if not form.is_valid():
        raise Http404
    lines = _lines(_chosen(form, request.reader), request.reader, translation.get_language() or "de")
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="journal-{clock.today():%Y-%m-%d}.csv"'
    return answer


def _lines(chosen: Entries, reader: Reader, language: str) -> Iterator[str]:
    """The language is given, because a stream is read when the request is over."""
    with translation.override(language):
        yield "\ufeff" + sheets.line(
            [_("Entry number"), _("Date and time"), _("Person"), _("Area"), _("What"), _("Kind"), _("About")]
        )
    for entries in finding.chunks(chosen):
        with translation.override(language):
            rows = [
                [
                    one.number,
                    one.at.astimezone(BERLIN).strftime("%d.%m.%Y %H:%M:%S"),
                    one.who,
                    one.area,
                    one.sentence,
                    one.subject.kind,
                    one.subject.title,
                ]
                for one in told(entries, reader)
            ]
        yield "".join(map(sheets.line, rows))
