"""Electoral terms of the council, and ending the mandates of factions with them."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from foundation.web import clock
from foundation.web.wording import plain_day
from governance.boards.models import ElectoralTerm
from governance.boards.rules import can_manage
from governance.boards.terms import enter, move
from governance.mandates.terms import end_with, outlasting
from governance.pages.forms import TermForm
from governance.pages.views.forming import FormPage, form_page, posted
from governance.pages.views.shared import page
from governance.rights.request import ReadingRequest


def _office_only(request: ReadingRequest) -> None:
    if not can_manage(request.reader):
        raise Http404
    request.section = "boards"


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Electoral terms"), reverse("terms"))]


@require_safe
def terms(request: ReadingRequest) -> HttpResponse:
    """Every term, the latest first, and how many mandates outlast it."""
    _office_only(request)
    today = clock.today()
    rows = [(term, outlasting(term).count()) for term in ElectoralTerm.objects.filter(end__gte=today)]
    over = ElectoralTerm.objects.filter(end__lt=today)
    return page(request, "terms", [(_("Electoral terms"), "")], rows=rows, over=over)


def _form_page(title: str) -> FormPage:
    lead = _("Mandates of factions end with the electoral term of the council.")
    return FormPage(title, _("Save the term"), reverse("terms"), lead, [(_("Boards"), reverse("boards")), *_crumbs()])


@require_http_methods(["GET", "HEAD", "POST"])
def term_new(request: ReadingRequest) -> HttpResponse:
    _office_only(request)
    form = TermForm(**posted(request))

    def act() -> str:
        made = enter(**form.cleaned_data, by=request.reader.actor, now=clock.now())
        return _("The electoral term %(term)s is entered.") % {"term": made}

    return form_page(request, form, _form_page(_("Enter an electoral term")), act)


@require_http_methods(["GET", "HEAD", "POST"])
def term_change(request: ReadingRequest, pk: int) -> HttpResponse:
    """Other days, such as an early end of the term."""
    _office_only(request)
    term = get_object_or_404(ElectoralTerm, pk=pk)
    form = TermForm(**posted(request), initial={"start": term.start, "end": term.end})

    def act() -> str:
        move(term=term, **form.cleaned_data, by=request.reader.actor, now=clock.now())
        return _("The electoral term %(term)s is changed.") % {"term": term}

    return form_page(request, form, _form_page(_("Change the term")), act)


@require_http_methods(["GET", "HEAD", "POST"])
def term_end(request: ReadingRequest, pk: int) -> HttpResponse:
    """Which mandates of factions end with the term, and the one button that lets them."""
    _office_only(request)
    term = get_object_or_404(ElectoralTerm, pk=pk)
    if request.method == "POST":
        count = end_with(term=term, by=request.reader.actor, now=clock.now())
        words = ngettext("%(count)s mandate ends on %(day)s.", "%(count)s mandates end on %(day)s.", count)
        messages.success(request, words % {"count": count, "day": plain_day(term.end)})
        return redirect("terms")
    title = _("Let mandates end with the term")
    mandates = outlasting(term).select_related("seat__delegating_body")
    return page(request, "term_end", [*_crumbs(), (title, "")], title=title, term=term, mandates=mandates)
