"""Date polls, read by rights: those of the own boards, all of them for the board office."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Query, Router

from foundation.values import Line
from foundation.web import clock
from foundation.web.schemas import Page, Paging, Strict, page_of
from governance.rights.request import ReadingRequest
from meetings.polls import results, rules
from meetings.polls.models import DatePoll, DateVote

router = Router(tags=["meetings"])


class PollLine(Strict):
    """`board` is the slug, `deadline` the last day for answers, `meeting` the one that was scheduled."""

    id: UUID
    board: str
    title: str
    minutes: int
    place: str
    deadline: date
    status: str
    meeting: UUID | None


class DateOut(Strict):
    """`own` is the own answer. Numbers are of all members; null until the reader may see them."""

    id: int
    starts_at: datetime
    own: str | None
    yes: int | None
    if_need_be: int | None
    no: int | None


class PollOut(PollLine):
    dates: list[DateOut]


def _line(poll: DatePoll) -> dict[str, Any]:
    names = ("id", "title", "minutes", "place", "deadline", "status")
    return {name: getattr(poll, name) for name in names} | {"board": poll.board.slug, "meeting": poll.meeting_id}


def _visible(request: ReadingRequest) -> Any:
    return DatePoll.objects.visible_to(request.reader).select_related("board")


@router.get("", response=Page[PollLine], summary="List date polls")
def list_polls(request: ReadingRequest, paging: Query[Paging], board: Line = "") -> dict[str, Any]:
    """The newest first; of one board (`board`: its slug)."""
    rows = _visible(request).order_by("-made_at", "pk")
    page = page_of(rows.filter(board__slug=board) if board else rows, paging)
    return page | {"items": [_line(poll) for poll in page["items"]]}


@router.get("/{uuid:pk}", response=PollOut, summary="One date poll with its dates")
def one_poll(request: ReadingRequest, pk: UUID) -> dict[str, Any]:
    """Numbers for the board office, who leads the board and members who have answered; 404 for others."""
    poll = get_object_or_404(_visible(request), pk=pk)
    dates = results.offered(poll)
    mine = DateVote.objects.counting().filter(option__in=dates, person=request.reader.person_id)
    own = dict(mine.values_list("option_id", "choice"))
    told = bool(own) or rules.sees_answers(request.reader, poll)
    counts = {one.option.pk: one for one in results.numbers(poll, dates, clock.now())} if told else {}
    return _line(poll) | {"dates": [_date(one, own.get(one.pk), counts.get(one.pk)) for one in dates]}


def _date(option: Any, own: str | None, counts: results.Counts | None) -> dict[str, Any]:
    numbers = {name: getattr(counts, name, None) for name in ("yes", "if_need_be", "no")}
    return {"id": option.pk, "starts_at": option.starts_at, "own": own} | numbers
