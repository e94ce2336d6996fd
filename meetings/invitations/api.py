"""Answering an invitation through the interface."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router
from pydantic import AfterValidator, Field
from pydantic import StringConstraints as Len

from foundation.values import Int32, clean_line
from foundation.web import clock
from foundation.web.schemas import Strict
from meetings.invitations import replies
from meetings.invitations.models import Invitation, Reply

router = Router(tags=["meetings"])
Note = Annotated[str, Len(max_length=300), AfterValidator(clean_line), Len(max_length=300)]


class ReplyIn(Strict):
    """`sequence` is that of the meeting as you know it: an answer to an older date is refused."""

    answer: Literal["accepted", "declined", "tentative", "delegated"]
    by_video: bool = False
    note: Note = ""
    sequence: Annotated[Int32, Field(ge=0)]


class ReplyOut(Strict):
    """The answer in force."""

    answer: str
    by_video: bool
    sequence: int
    answered_at: datetime | None


@router.post("/{uuid:meeting_id}/reply", response=ReplyOut, summary="Answer the own invitation")
def reply(request: HttpRequest, meeting_id: UUID, payload: ReplyIn) -> dict[str, object]:
    """Record the answer of the person the key belongs to. The same answer twice is one answer.

    404 without an invitation; 409 when the date has changed or the meeting is cancelled; 410 once it has begun.
    """
    reader = request.reader  # type: ignore[attr-defined]
    own = Invitation.objects.in_force().select_related("meeting")
    invitation = get_object_or_404(own, meeting_id=meeting_id, person_id=reader.person_id)
    replies.record(
        invitation,
        payload.answer,
        by_video=payload.by_video,
        note=payload.note,
        sequence=payload.sequence,
        by=reader.actor,
        source=Reply.Source.API,
        now=clock.now(),
    )
    return {
        "answer": invitation.answer,
        "by_video": invitation.by_video,
        "sequence": invitation.answered_sequence,
        "answered_at": invitation.answered_at,
    }
