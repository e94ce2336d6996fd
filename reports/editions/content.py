"""A report as plain data: collected figures, and the content that a version freezes."""

import hashlib
import json
import re
from datetime import date, datetime
from typing import Any

from foundation.values import BERLIN
from reports.editions.lines import SUMMARY, parse
from reports.editions.models import ManagementReport, ReportVersion
from reports.figures import actions, meetings, opinions, portfolio, public

BREAK = re.compile(r"\n+")


def collect(board_id: int, start: date, end: date, *, now: datetime) -> dict[str, Any]:
    """All figures of a report at `now`, ready to be frozen: plain JSON, a fixed number of queries."""
    today = now.astimezone(BERLIN).date()
    return {
        "projects": portfolio.projects(today),
        "opinions": opinions.recommendations(board_id, start=start, end=end, today=today),
        "actions": actions.actions(board_id, start=start, end=end, today=today),
        "meetings": meetings.held(start=start, end=end),
        "public": public.contributions(start=start, end=end),
    }


def paragraphs(text: str) -> list[str]:
    """A text in its paragraphs; each line break begins a new one."""
    return [part.strip() for part in BREAK.split(text) if part.strip()]


def content_of(report: ManagementReport) -> dict[str, Any]:
    """The report as it stands now, as plain JSON."""
    return {
        "period": report.period,
        "period_start": report.period_start.isoformat(),
        "period_end": report.period_end.isoformat(),
        "board": report.board.name,
        "author": str(report.author),
        "figures_at": report.figures_at.isoformat() if report.figures_at else "",
        "sections": [
            {
                "slug": one.slug,
                "number": one.position,
                "title": one.title,
                "paragraphs": paragraphs(one.text),
            }
            for one in report.sections.order_by("position")
        ],
        "figures": report.figures,
    }


def readable(content: dict[str, Any]) -> dict[str, Any]:
    """The content with the ten lines in words ("kritisch: ..."), for comparing and reading."""
    sections = [dict(one) for one in content["sections"]]
    for one in sections:
        if one["slug"] == SUMMARY:
            one["paragraphs"] = [f"{line.word}: {line.text}" for line in parse("\n".join(one["paragraphs"]))]
    return {**content, "sections": sections}


def fingerprint(content: dict[str, Any]) -> str:
    """SHA-256 over the content with sorted keys."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def newest_version(report: ManagementReport) -> ReportVersion | None:
    return report.versions.select_related("rendering").order_by("number").last()
