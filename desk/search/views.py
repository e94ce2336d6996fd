"""The search: one field, what was found, and what narrows it."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from desk.search.finding import find
from desk.search.forms import SearchForm
from desk.search.rules import expect_pace
from foundation.web import clock
from governance.boards.models import Board
from governance.rights.request import ReadingRequest

PAGE = 20


@require_safe
def search(request: ReadingRequest) -> HttpResponse:
    """Everybody finds what they may read: `?suche=`, narrowed by `?art=` and `?gremium=`, in pages (`?seite=`)."""
    request.section = "search"
    boards = list(Board.objects.visible_to(request.reader))
    form = SearchForm(request.GET if "suche" in request.GET else None, boards=boards)
    context = {"form": form, "crumbs": [(_("Search"), reverse("search"))]}
    if form.is_valid():
        expect_pace(request)
        context |= _found(request, form, boards)
    return render(request, "desk/search/search.html", context, status=form.status)


def _found(request: ReadingRequest, form: SearchForm, boards: list[Board]) -> dict[str, object]:
    number, asked, day = _page_number(request), form.asked, clock.today()
    hits, count = find(asked, request.reader, boards, today=day, limit=PAGE, offset=PAGE * (number - 1))
    if number > 1 and not hits:
        number = 1
        hits, count = find(asked, request.reader, boards, today=day, limit=PAGE)
    narrowed = {name: value for name, value in form.cleaned_data.items() if value}
    return {
        "hits": hits,
        "page": Paginator(range(count), PAGE).get_page(number),
        "query": urlencode(narrowed),
        "typed": form.cleaned_data["suche"],
        "narrowed": len(narrowed) > 1,
        "wider_url": f"{reverse('search')}?{urlencode({'suche': form.cleaned_data['suche']})}",
    }


def _page_number(request: ReadingRequest) -> int:
    """1 for what nobody could have clicked."""
    typed = request.GET.get("seite", "")
    return max(int(typed), 1) if typed.isascii() and typed.isdecimal() and len(typed) < 6 else 1
