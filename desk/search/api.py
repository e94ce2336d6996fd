"""The search for programmes: the same hits as on the page."""

from datetime import date
from typing import Annotated, Any, Literal

from django.conf import settings
from django.http import Http404
from ninja import Query, Router
from pydantic import Field

from desk.search.finding import Asked, Hit, find
from desk.search.rules import expect_pace, expect_words
from foundation.values import Line
from foundation.web import clock
from foundation.web.schemas import Page, Paging, Strict
from foundation.words import Marked
from governance.boards.models import Board
from governance.rights.request import ReadingRequest

router = Router(tags=["search"])
Kind = Literal[
    "boards",
    "people",
    "meetings",
    "items",
    "resolutions",
    "minutes",
    "actions",
    "rounds",
    "opinions",
    "reports",
    "projects",
    "contributions",
]


class Wanted(Paging):
    """All words have to occur; without any nothing is found. `board` is the short name in addresses."""

    q: Annotated[Line, Field(description="One to eight words, at most 200 characters.")] = ""
    kind: Kind | None = None
    board: Line | None = None


class HitOut(Strict):
    """`excerpt` is what stands around the first word that was found; `url` is the page that shows it."""

    kind: str
    what: str
    title: str
    excerpt: str
    note: str
    board: str | None
    day: date | None
    url: str


@router.get("", response=Page[HitOut], summary="Find what you may read", url_name="search")
def search(request: ReadingRequest, wanted: Query[Wanted]) -> dict[str, Any]:
    """Words in the heading first, then the newest. 404 for a board that does not exist, 429 for too many."""
    boards = {one.slug: one for one in Board.objects.visible_to(request.reader)}
    if wanted.board and wanted.board not in boards:
        raise Http404
    if not wanted.q:
        return {"items": [], "count": 0}
    expect_words(wanted.q)
    expect_pace(request)
    board = boards[wanted.board].pk if wanted.board else None
    asked = Asked.of(wanted.q, kind=wanted.kind or "", board=board)
    hits, count = find(
        asked, request.reader, boards.values(), today=clock.today(), limit=wanted.limit, offset=wanted.offset
    )
    return {"items": [_out(hit) for hit in hits], "count": count}


def _out(hit: Hit) -> dict[str, Any]:
    return {
        "kind": hit.kind,
        "what": hit.word,
        "title": _plain(hit.title),
        "excerpt": _plain(hit.excerpt),
        "note": hit.note,
        "board": hit.board.slug if hit.board else None,
        "day": hit.day,
        "url": f"{settings.SITE_URL}{hit.url}",
    }


def _plain(marked: Marked) -> str:
    return "".join(text for text, _found in marked)
