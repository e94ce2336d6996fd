"""Reports, read by rights: the same sections and figures as on the page."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Query, Router

from foundation.web.schemas import Page, Paging, Strict, page_of
from governance.rights.request import ReadingRequest
from reports.editions.content import newest_version
from reports.editions.models import ManagementReport
from reports.editions.showing import shown_to

router = Router(tags=["reports"])


class ReportLine(Strict):
    id: UUID
    board: str
    period: str
    period_start: date
    period_end: date
    status: str
    submitted_at: datetime | None
    decided_at: datetime | None
    published_at: datetime | None


class LineOut(Strict):
    """`tone` is off_track, decision, at_risk, on_track, done, followed, new or note."""

    tone: str
    text: str


class SectionOut(Strict):
    number: int
    slug: str
    title: str
    level: int
    paragraphs: list[str]


class TableOut(Strict):
    key: str
    title: str
    columns: list[str]
    rows: list[list[str]]
    source: str


class AdviceOut(Strict):
    origin: str
    text: str
    answer: str
    reason: str


class ReportOut(ReportLine):
    """`lines` is null for readers who do not see the first page."""

    figures_at: datetime | None
    lines: list[LineOut] | None
    sections: list[SectionOut]
    tables: list[TableOut]
    advice: list[AdviceOut]


def _line(report: ManagementReport) -> dict[str, Any]:
    return {
        "id": report.pk,
        "board": report.board.slug,
        **{
            name: getattr(report, name)
            for name in (
                "period",
                "period_start",
                "period_end",
                "status",
                "submitted_at",
                "decided_at",
                "published_at",
            )
        },
    }


@router.get("", response=Page[ReportLine], summary="Reports of the management")
def reports(request: ReadingRequest, paging: Annotated[Paging, Query()]) -> dict[str, Any]:
    """What the caller may see, the newest first."""
    rows = ManagementReport.objects.visible_to(request.reader).select_related("board").order_by("-period_end", "pk")
    page = page_of(rows, paging)
    return {**page, "items": [_line(one) for one in page["items"]]}


@router.get("/{pk}", response=ReportOut, summary="One report")
def report(request: ReadingRequest, pk: UUID) -> dict[str, Any]:
    """Sections up to the caller's level: the frozen version, or the draft for the management that writes it."""
    rows = ManagementReport.objects.visible_to(request.reader).select_related("board", "author")
    found = get_object_or_404(rows, pk=pk)
    shown = shown_to(request.reader, found, newest_version(found))
    tables = [
        {
            "key": one.key,
            "title": one.title,
            "columns": [word for word, _numeric in one.columns],
            "rows": one.rows,
            "source": one.source,
        }
        for one in shown.tables
    ]
    return {
        **_line(found),
        "figures_at": shown.figures_at,
        "lines": None if shown.lines is None else [vars(one) for one in shown.lines],
        "sections": [vars(one) for one in shown.sections],
        "tables": tables,
        "advice": [vars(one) for one in shown.advice],
    }
