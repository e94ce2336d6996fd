"""The agenda of a meeting, read by rights: titles above the reader's level are neutral, their texts stay away."""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from ninja import Router

from foundation.web.schemas import Strict
from governance.confidentiality import Reader
from governance.rights.request import ReadingRequest
from meetings.agenda import rules
from meetings.agenda.models import AgendaItem
from meetings.meeting.models import Meeting

router = Router(tags=["meetings"])


class ItemOut(Strict):
    """`readable` is false for items above the reader's level and those the reader is recused from.

    Their `text` and `motion` are null. `level`: 0 public, 1 internal, 2 board, 3 confidential, 4 strict.
    """

    number: int
    title: str
    kind: str
    minutes: int
    level: int
    outcome: str
    readable: bool
    text: str | None
    motion: str | None


class AgendaOut(Strict):
    """`status`: draft, released or frozen (sent with the invitation)."""

    meeting: UUID
    status: str
    minutes: int
    items: list[ItemOut]


@router.get("/{uuid:meeting_id}/agenda", response=AgendaOut, summary="The agenda of a meeting")
def agenda_of_meeting(request: ReadingRequest, meeting_id: UUID) -> dict[str, Any]:
    """404 before the chair released it, except for the board office, the chair and the management."""
    reader = request.reader
    meeting = get_object_or_404(Meeting.objects.visible_to(reader).select_related("agenda"), pk=meeting_id)
    agenda = getattr(meeting, "agenda", None)
    if agenda is None or not rules.sees_agenda(reader, meeting.board_id, agenda.status):
        raise Http404
    items = AgendaItem.objects.visible_to(reader).filter(meeting=meeting).prefetch_related("recusals")
    shown = list(items.order_by("position"))
    return {
        "meeting": meeting.pk,
        "status": agenda.status,
        "minutes": sum(item.minutes for item in shown),
        "items": [_item(item, meeting, reader) for item in shown],
    }


def _item(item: AgendaItem, meeting: Meeting, reader: Reader) -> dict[str, Any]:
    item.meeting = meeting
    readable = item.open_to(reader)
    return {
        "number": item.position,
        "title": item.title_for(reader),
        "kind": item.kind,
        "minutes": item.minutes,
        "level": item.level,
        "outcome": item.outcome,
        "readable": readable,
        "text": item.text if readable else None,
        "motion": item.motion_text if readable else None,
    }
