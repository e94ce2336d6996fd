"""Calendars to subscribe to: the feed itself, and the page where its holder makes and ends addresses."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foundation.accounts import feeds, limits
from foundation.accounts.models import Feed
from foundation.web import clock
from governance.boards.models import Board
from governance.confidentiality import Reader
from governance.people.models import Person
from governance.rights.reader import reader_of_person
from governance.rights.request import ReadingRequest
from meetings.feeds import addresses, building
from meetings.feeds.forms import SubscribeForm
from meetings.feeds.guides import GUIDES

HEADERS = {
    "Cache-Control": "private, max-age=300",
    "X-Robots-Tag": "noindex",
    "Referrer-Policy": "no-referrer",
}


@require_safe
@gzip_page
def feed(request: HttpRequest, person: UUID, secret: str, slug: str = "") -> HttpResponseBase:
    """The dates of a person, all or of one board, as programs ask for them: no login, no cookie, no redirect.

    304 while nothing has changed; 404, always the same, for whatever is no live address, and 429 for who tries many.
    """
    now = clock.now()
    # Of the person only the key counts; a query less for what programs ask every hour.
    reader = reader_of_person(Person(pk=person), today=clock.today())
    state = building.state_of(reader, secret, addresses.subject_of(slug), now)
    if state is None:
        known = limits.allows(request, "feed")
        return HttpResponse(status=404 if known else 429, content_type="text/plain; charset=utf-8", headers=HEADERS)
    feeds.note_reading(state.feed, clock.today())
    tag, changed = f'"{state.tag}"', int(state.changed_at.timestamp())
    response = get_conditional_response(request, etag=tag, last_modified=changed)
    if response is None:
        with override(state.feed.language):
            body = building.text_of(state.feed, reader, addresses.name_of(state.feed.subject), now)
        response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    for name, value in (HEADERS | {"ETag": tag, "Last-Modified": http_date(changed)}).items():
        response[name] = value
    return response


def _boards(reader: Reader) -> list[Board]:
    """Those whose dates the reader may subscribe to."""
    return list(Board.objects.all() if reader.sees_all_boards else Board.objects.filter(pk__in=reader.boards))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def subscriptions(request: ReadingRequest) -> HttpResponse:
    """The own addresses; a new one is shown on this one page."""
    if request.reader.person_id is None:
        raise Http404
    boards = _boards(request.reader)
    form = SubscribeForm(request.POST if request.method == "POST" else None, boards=boards)
    if not (form.is_bound and form.is_valid()):
        return _page(request, form, boards)
    address = _open(request.reader, form.cleaned_data)
    return _page(request, SubscribeForm(boards=boards), boards, address)


def _open(reader: Reader, said: dict[str, Any]) -> str:
    language = get_language() or settings.LANGUAGE_CODE
    by, now = reader.actor, clock.now()
    made, secret = feeds.open_feed(reader.actor.key, **said, language=language, by=by, now=now)
    return addresses.address(made, reader, secret)


def _page(request: ReadingRequest, form: SubscribeForm, boards: list[Board], address: str = "") -> HttpResponse:
    names = {addresses.subject_of(one.slug): one.name for one in boards} | {"": _("All my dates")}
    live = Feed.objects.live().filter(holder=request.reader.actor.key).order_by("subject")
    context = {
        "form": form,
        "address": address,
        "webcal": addresses.as_webcal(address),
        "guides": GUIDES,
        "feeds": [(one, names.get(one.subject, addresses.slug_of(one.subject))) for one in live],
    }
    request.section = "account"
    return render(request, "meetings/feeds/subscriptions.html", context, status=form.status)


@login_required
@require_POST
def subscription_end(request: ReadingRequest, pk: int) -> HttpResponse:
    """Programs that ask for this address get nothing any more."""
    own = Feed.objects.live().filter(holder=request.reader.actor.key)
    feeds.close_feed(get_object_or_404(own, pk=pk), by=request.reader.actor, now=clock.now())
    messages.success(request, _("The address no longer works. Remove the subscription from your calendar as well."))
    return redirect("subscriptions")
