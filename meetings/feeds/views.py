"""Calendars to subscribe to: the feed itself, and the page where its holder makes and ends addresses."""

from collections.abc import Callable, Mapping
from datetime import datetime
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
from django.views.decorators.csrf import csrf_exempt
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
from meetings.feeds import addresses, building, published
from meetings.feeds.forms import SubscribeForm
from meetings.feeds.guides import GUIDES
from meetings.meeting.models import Meeting

HEADERS = {
    "Cache-Control": "private, max-age=300",
    "X-Robots-Tag": "noindex",
    "Referrer-Policy": "no-referrer",
}
PUBLIC = {"Cache-Control": "public, max-age=300"}


@csrf_exempt
@require_safe
@gzip_page
def feed(
    request: HttpRequest, person: UUID, secret: str, slug: str = "", principal: UUID | None = None
) -> HttpResponseBase:
    """The dates of a person, all or of one board, as programs ask for them: no login, no cookie, no redirect.

    Who assists a `principal` finds that person's dates. 304 while nothing has changed; 404, always the same, for
    whatever is no live address, and 429 for who tries many.
    """
    now = clock.now()
    whose = _whose(person, principal)
    subject = addresses.subject_for(principal) if principal else addresses.subject_of(slug)
    state = building.state_of(person, whose, secret, subject, now) if whose else None
    if state is None or whose is None:
        known = limits.allows(request, "feed")
        return HttpResponse(status=404 if known else 429, content_type="text/plain; charset=utf-8", headers=HEADERS)
    changed_at = feeds.note_reading(state.feed, state.tag, now)

    def body() -> bytes:
        with override(state.feed.language):
            return building.text_of(state.feed, whose, addresses.name_of(state.feed.subject, state.named), now)

    return _answer(request, state.tag, changed_at, body, HEADERS)


def _whose(person: UUID, principal: UUID | None) -> Reader | None:
    """Of the person only the key counts; a query less for what programs ask every hour."""
    reader = reader_of_person(Person(pk=person), today=clock.today())
    if principal is None:
        return reader
    return reader_of_person(Person(pk=principal), today=clock.today()) if principal in reader.assists else None


def _answer(
    request: HttpRequest, tag: str, changed_at: datetime, body: Callable[[], bytes], headers: Mapping[str, str]
) -> HttpResponseBase:
    """The calendar, or 304 where the program has it."""
    etag, changed = f'"{tag}"', int(changed_at.timestamp())
    response = get_conditional_response(request, etag=etag, last_modified=changed)
    if response is None:
        response = HttpResponse(body(), content_type="text/calendar; charset=utf-8")
    for name, value in {**headers, "ETag": etag, "Last-Modified": http_date(changed)}.items():
        response[name] = value
    return response


@csrf_exempt
@require_safe
@gzip_page
def public_feed(request: HttpRequest, slug: str = "") -> HttpResponseBase:
    """The dates of the boards that publish them, for everybody; 404 for a board that does not."""
    now = clock.now()
    standing = published.standing(slug, now)
    if standing is None:
        raise Http404

    def body() -> bytes:
        with override(settings.LANGUAGE_CODE):
            return published.text(slug, now)

    return _answer(request, standing.tag, standing.changed_at, body, PUBLIC)


@require_safe
def public_dates(request: ReadingRequest) -> HttpResponse:
    """When and where the boards meet, for everybody, with the calendars to subscribe to."""
    boards = list(published.boards())
    ahead = Meeting.objects.published().upcoming(clock.now()).select_related("board")
    single = [(one.name, addresses.public_address(one.slug)) for one in boards]
    several = [(_("All boards"), addresses.public_address())] if len(boards) > 1 else []
    context = {
        "meetings": ahead,
        "calendars": [(name, address, addresses.as_webcal(address)) for name, address in several + single],
        "guides": GUIDES,
        "crumbs": [(_("Dates"), "")],
    }
    return render(request, "meetings/feeds/public.html", context)


def _offered(reader: Reader) -> dict[str, str]:
    """What the reader may subscribe to, by subject: own dates, single boards, the dates of people one assists."""
    boards = Board.objects.all() if reader.sees_all_boards else Board.objects.filter(pk__in=reader.boards)
    single = {addresses.subject_of(one.slug): one.name for one in boards}
    assisted = Person.objects.filter(pk__in=reader.assists) if reader.assists else []
    theirs = {addresses.subject_for(one.pk): _("Dates of %(name)s") % {"name": one} for one in assisted}
    own = {"": _("All my dates")} if single or not theirs else {}
    return own | single | theirs


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def subscriptions(request: ReadingRequest) -> HttpResponse:
    """The own addresses; a new one is shown on this one page."""
    if request.reader.person_id is None:
        raise Http404
    names = _offered(request.reader)
    form = SubscribeForm(request.POST if request.method == "POST" else None, names=names)
    if not (form.is_bound and form.is_valid()):
        return _page(request, form, names)
    address = _open(request.reader, form.cleaned_data)
    return _page(request, SubscribeForm(names=names), names, address)


def _open(reader: Reader, said: dict[str, Any]) -> str:
    language = get_language() or settings.LANGUAGE_CODE
    by, now = reader.actor, clock.now()
    made, secret = feeds.open_feed(reader.actor.key, **said, language=language, by=by, now=now)
    return addresses.address(made, reader, secret)


def _page(request: ReadingRequest, form: SubscribeForm, names: dict[str, str], address: str = "") -> HttpResponse:
    live = Feed.objects.live().filter(holder=request.reader.actor.key).order_by("subject")
    context = {
        "form": form,
        "address": address,
        "webcal": addresses.as_webcal(address),
        "guides": GUIDES,
        "feeds": [(one, names.get(one.subject) or _("no longer yours")) for one in live],
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
