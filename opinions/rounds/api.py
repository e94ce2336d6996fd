"""Rounds to read, and one's own assessment to give."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Query, Router
from pydantic import Field

from foundation.values import Int32, Text
from foundation.web import clock
from foundation.web.schemas import Page, Paging, Strict, page_of
from governance.rights.request import ReadingRequest
from opinions.rounds.collecting import submit
from opinions.rounds.gaps import Assessment
from opinions.rounds.models import Opinion, OpinionRevision, OpinionRound

router = Router(tags=["opinions"])

VerdictWord = Literal["support", "support_with_recommendations", "reject", "abstain"]
RatingWord = Literal["met", "partly", "not_met", "not_touched", "cannot_judge"]


class RoundLine(Strict):
    """`asked`, `submitted` and `declined` are numbers of members."""

    id: UUID
    board: str
    title: str
    status: str
    deadline: datetime
    asked: int
    submitted: int
    declined: int


class GuidelineOut(Strict):
    number: int
    title: str
    text: str
    important: bool


class RoundOut(RoundLine):
    question: str
    blind: bool
    guidelines: list[GuidelineOut]


class RatingIn(Strict):
    guideline: Annotated[Int32, Field(ge=1, le=1000, description="Number of the guideline.")]
    rating: RatingWord
    reason: Text = ""


class OpinionIn(Strict):
    """Recommendations are needed with `support_with_recommendations`, a reason with `reject`."""

    verdict: VerdictWord
    recommendations: Annotated[list[Text], Field(max_length=50)] = []
    reason: Text = ""
    ratings: Annotated[list[RatingIn], Field(max_length=100)] = []


class OpinionOut(Strict):
    """One's own assessment; `revision` is 0 as long as none was given."""

    status: str
    revision: int
    verdict: str | None
    recommendations: list[str]
    reason: str
    ratings: list[RatingIn]
    submitted_at: datetime | None


def _line(one: Any) -> dict[str, Any]:
    fields = ("id", "title", "status", "deadline", "asked", "submitted", "declined")
    return {name: getattr(one, name) for name in fields} | {"board": one.board.slug}


def _visible(request: ReadingRequest) -> Any:
    return OpinionRound.objects.visible_to(request.reader).with_participation().select_related("board")


@router.get("", response=Page[RoundLine], summary="List rounds of assessments")
def list_rounds(request: ReadingRequest, paging: Query[Paging]) -> dict[str, Any]:
    """Rounds of your boards; the board office and the management see all."""
    found = page_of(_visible(request).order_by("-deadline", "pk"), paging)
    return found | {"items": [_line(one) for one in found["items"]]}


@router.get("/{uuid:pk}", response=RoundOut, summary="One round with its guidelines")
def one_round(request: ReadingRequest, pk: UUID) -> dict[str, Any]:
    found = get_object_or_404(_visible(request), pk=pk)
    guidelines = [
        {
            "number": one.guideline.number,
            "title": one.guideline.title,
            "text": one.guideline.text,
            "important": one.important,
        }
        for one in found.round_guidelines.select_related("guideline")
    ]
    return _line(found) | {"question": found.question, "blind": found.blind, "guidelines": guidelines}


def _own(request: ReadingRequest, pk: UUID) -> Opinion:
    mine = Opinion.objects.of(request.reader.person_id)
    visible = OpinionRound.objects.visible_to(request.reader)
    return get_object_or_404(mine.filter(round__in=visible), round_id=pk)


@router.get("/{uuid:pk}/opinion", response=OpinionOut, summary="Your own assessment")
def own_opinion(request: ReadingRequest, pk: UUID) -> dict[str, Any]:
    """404 for those who were not asked."""
    return _given(_own(request, pk))


@router.put("/{uuid:pk}/opinion", response=OpinionOut, summary="Give your assessment, or change it")
def give_opinion(request: ReadingRequest, pk: UUID, content: OpinionIn) -> dict[str, Any]:
    """Until the deadline; 410 afterwards. The same content again changes nothing."""
    mine = _own(request, pk)
    submit(
        mine,
        verdict=content.verdict,
        recommendations=content.recommendations,
        reason=content.reason,
        ratings=[Assessment(one.guideline, one.rating, one.reason) for one in content.ratings],
        source=OpinionRevision.Source.API,
        by=request.reader.actor,
        now=clock.now(),
    )
    mine.refresh_from_db()
    return _given(mine)


def _given(opinion: Opinion) -> dict[str, Any]:
    last = opinion.newest_revision()
    rated = last.assessments.all() if last else []
    return {
        "status": opinion.status,
        "revision": last.number if last else 0,
        "verdict": last.verdict if last else None,
        "recommendations": last.recommendations if last else [],
        "reason": last.reason if last else "",
        "ratings": [{"guideline": one.guideline.number, "rating": one.rating, "reason": one.reason} for one in rated],
        "submitted_at": last.submitted_at if last else None,
    }
