"""Opinions of boards with recommendations and answers, to read. What is public needs no key."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Path, Query, Router
from pydantic import Field

from foundation.web.schemas import Page, Paging, Strict, page_of
from governance.rights.request import ReadingRequest
from opinions.outcomes.models import ConsolidatedOpinion, Dissent, Recommendation
from opinions.outcomes.reading import shown_opinions

router = Router(tags=["opinions"])
Number = Annotated[int, Field(ge=1, le=2**31 - 1)]


class AnswerOut(Strict):
    """`answer` is follow, partly, decline or deferred; then `again_on` is the day it comes back."""

    answer: str
    reason: str
    again_on: date | None
    given_at: datetime
    version: int


class RecommendationOut(Strict):
    number: int
    text: str
    due_on: date | None
    answer: AnswerOut | None


class DissentOut(Strict):
    """`on_earlier_text`: the opinion was changed after this was written."""

    person: str
    text: str
    on_earlier_text: bool


class BoardOpinionOut(Strict):
    """`counts`: from a round per verdict, from an agenda item per vote; `round` is null for the latter."""

    id: int
    board: str
    round: UUID | None
    title: str
    text: str
    status: str
    level: int
    counts: dict[str, int]
    adopted_at: datetime | None
    recommendations: list[RecommendationOut]
    dissents: list[DissentOut]


def _out(one: ConsolidatedOpinion) -> dict[str, Any]:
    fields = ("id", "title", "text", "status", "level", "counts", "adopted_at")
    return {name: getattr(one, name) for name in fields} | {
        "board": one.board.slug,
        "round": one.round_id,
        "recommendations": [_advice(advice) for advice in one.recommendations.all()],
        "dissents": [_dissent(dissent, one) for dissent in one.dissents.all()],
    }


def _dissent(one: Dissent, opinion: ConsolidatedOpinion) -> dict[str, Any]:
    earlier = one.revision < opinion.revision
    return {"person": str(one.person), "text": one.text, "on_earlier_text": earlier}


def _advice(one: Recommendation) -> dict[str, Any]:
    answer = one.answer
    fields = ("answer", "reason", "again_on", "given_at", "version")
    given = {name: getattr(answer, name) for name in fields} if answer else None
    return {"number": one.number, "text": one.text, "due_on": one.due_on, "answer": given}


@router.get("", response=Page[BoardOpinionOut], summary="List opinions of boards")
def list_opinions(request: ReadingRequest, paging: Query[Paging]) -> dict[str, Any]:
    """Adopted opinions up to your level, and drafts you may see."""
    found = page_of(shown_opinions(request.reader).order_by("-created_at", "pk"), paging)
    return found | {"items": [_out(one) for one in found["items"]]}


@router.get("/{pk}", response=BoardOpinionOut, summary="One opinion of a board")
def one_opinion(request: ReadingRequest, pk: Path[Number]) -> dict[str, Any]:
    return _out(get_object_or_404(shown_opinions(request.reader), pk=pk))
