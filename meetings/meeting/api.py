"""Meetings, read by rights: those of the own boards, all of them for staff."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Query, Router

from foundation.values import Line
from foundation.web import clock
from foundation.web.schemas import Page, Paging, Strict, page_of
from governance.rights.request import ReadingRequest
from meetings.meeting.models import Meeting
from meetings.meeting.standing import deadlines, quorum_needed

router = Router(tags=["meetings"])


class MeetingLine(Strict):
    """`board` is the slug; times carry their offset (UTC)."""

    id: UUID
    board: str
    year: int
    number: int
    kind: str
    mode: str
    status: str
    starts_at: datetime
    ends_at: datetime
    place: str


class MeetingOut(MeetingLine):
    """`sequence` rises with every change that was sent; the dates are the last ones the rules allow.

    Of a meeting with the status `earlier`, held before this installation, neither they nor the quorum are known.
    """

    sequence: int
    seats: int
    quorum: int | None
    topics_until: date | None
    release_until: date | None
    invite_until: date | None
    shortened_reason: str
    cancelled_reason: str


def _line(meeting: Meeting) -> dict[str, Any]:
    names = ("id", "year", "number", "kind", "mode", "status", "starts_at", "ends_at", "place")
    return {"board": meeting.board.slug} | {name: getattr(meeting, name) for name in names}


@router.get("", response=Page[MeetingLine], summary="List meetings")
def list_meetings(
    request: ReadingRequest, paging: Query[Paging], board: Line = "", upcoming: bool = False
) -> dict[str, Any]:
    """By time; of one board (`board`: its slug) or only those still to come (`upcoming`)."""
    rows = Meeting.objects.visible_to(request.reader).select_related("board").order_by("starts_at", "pk")
    if board:
        rows = rows.filter(board__slug=board)
    if upcoming:
        rows = rows.upcoming(clock.now())
    page = page_of(rows, paging)
    return page | {"items": [_line(meeting) for meeting in page["items"]]}


@router.get("/{uuid:meeting_id}", response=MeetingOut, summary="One meeting")
def one_meeting(request: ReadingRequest, meeting_id: UUID) -> dict[str, Any]:
    """With the numbers that follow from the rules; 404 for everybody who may not see it."""
    rows = Meeting.objects.visible_to(request.reader).select_related("board", "rules")
    meeting = get_object_or_404(rows, pk=meeting_id)
    seats = meeting.board.seats.voting().on(meeting.day).count()
    ruled = meeting.status != Meeting.Status.EARLIER
    due = deadlines(meeting) if ruled else None
    return _line(meeting) | {
        "sequence": meeting.sequence,
        "seats": seats,
        "quorum": quorum_needed(meeting) if ruled else None,
        "topics_until": due.submission if due else None,
        "release_until": due.release if due else None,
        "invite_until": due.dispatch if due else None,
        "shortened_reason": meeting.shortened_reason,
        "cancelled_reason": meeting.cancelled_reason,
    }
