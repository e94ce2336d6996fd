"""Boards and their seats, read by rights: numbers are public, names are for members and staff."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from ninja import Query, Router
from pydantic import AfterValidator

from foundation.web import clock
from foundation.web.schemas import Page, Paging, Strict, page_of
from governance.boards.models import Board, Seat
from governance.boards.rules import can_see_members
from governance.mandates.composition import Place, composition, summaries
from governance.mandates.models import Mandate
from governance.procedure.answers import quorum_needed
from governance.rights.request import ReadingRequest

router = Router(tags=["boards"])


def _of_our_time(day: date) -> date:
    if not 2000 <= day.year <= 2100:
        raise ValueError("the year must lie between 2000 and 2100")
    return day


Day = Annotated[date, AfterValidator(_of_our_time)]


class BoardLine(Strict):
    """`chair` is the office that leads the board by its post, else null."""

    slug: str
    name: str
    short_name: str
    kind: str
    purpose: str
    chair: str | None
    seats: int
    vacant: int


class SectorOut(Strict):
    sector: str
    held: int
    seats: int


class BoardOut(BoardLine):
    """`chair_name` is null for readers who may not see members."""

    as_of: date
    quorum: int
    terms_ending: int
    chair_name: str | None
    sectors: list[SectorOut]


class SeatOut(Strict):
    number: int
    label: str
    kind: str
    sector: str
    delegating_body: str | None
    voting: bool
    holder: str | None
    offices: list[str]
    start: date | None
    end: date | None
    vacant_since: date | None


def _by_post(mandate: Mandate | None) -> str | None:
    return mandate.seat.label if mandate and mandate.seat.kind == Seat.Kind.EX_OFFICIO else None


def _line(board: Board, seats: int, vacant: int, chair: Mandate | None) -> dict[str, Any]:
    fields = ("slug", "name", "short_name", "kind", "purpose")
    numbers = {"seats": seats, "vacant": vacant, "chair": _by_post(chair)}
    return {name: getattr(board, name) for name in fields} | numbers


@router.get("", response=Page[BoardLine], summary="List boards")
def list_boards(request: ReadingRequest, paging: Query[Paging]) -> dict[str, Any]:
    found = summaries(Board.objects.visible_to(request.reader), clock.today())
    return page_of([_line(one.board, one.seats, one.vacant, one.chair) for one in found], paging)


@router.get("/{slug:slug}", response=BoardOut, summary="One board")
def one_board(request: ReadingRequest, slug: str, on: Day | None = None) -> dict[str, Any]:
    """Composition in numbers, today or on the day `on`."""
    board = get_object_or_404(Board.objects.visible_to(request.reader), slug=slug)
    state = composition(board, on or clock.today())
    chair = state.chair.mandate if state.chair else None
    names = can_see_members(request.reader, board)
    return _line(board, state.seats, state.vacant, chair) | {
        "as_of": state.day,
        "quorum": quorum_needed(state.seats),
        "terms_ending": len(state.ending),
        "chair_name": str(chair.person) if chair and names else None,
        "sectors": [{"sector": one.sector, "held": one.held, "seats": one.total} for one in state.sectors],
    }


@router.get("/{slug:slug}/seats", response=Page[SeatOut], summary="Seats of a board and who holds them")
def seats_of_board(
    request: ReadingRequest, slug: str, paging: Query[Paging], on: Day | None = None
) -> dict[str, Any]:
    """For members of this board and staff; 404 for everybody else."""
    board = get_object_or_404(Board.objects.visible_to(request.reader), slug=slug)
    if not can_see_members(request.reader, board):
        raise Http404
    return page_of(list(_seats(composition(board, on or clock.today()).places)), paging)


def _seats(places: tuple[Place, ...]) -> Iterator[dict[str, Any]]:
    for place in places:
        seat, mandate = place.seat, place.mandate
        yield {
            "number": seat.number,
            "label": seat.label,
            "kind": seat.kind,
            "sector": seat.sector,
            "delegating_body": seat.delegating_body.name if seat.delegating_body else None,
            "voting": seat.voting,
            "holder": str(mandate.person) if mandate else None,
            "offices": list(place.roles),
            "start": mandate.start if mandate else None,
            "end": mandate.end if mandate else None,
            "vacant_since": place.vacant_since,
        }
