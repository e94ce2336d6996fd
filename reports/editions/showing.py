"""What one reader sees of a report: sections up to the own level, with their figures."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from governance.confidentiality import Level, Reader
from reports.editions.content import content_of
from reports.editions.lines import SUMMARY, Line, parse
from reports.editions.models import ManagementReport, ReportVersion
from reports.editions.rules import level_of, reads_draft
from reports.editions.tables import Advice, Table, advice, tables, withheld_words
from reports.editions.wording import OPINIONS


@dataclass(frozen=True)
class Section:
    number: int
    slug: str
    title: str
    level: int
    paragraphs: list[str]


@dataclass(frozen=True)
class Shown:
    """`lines` is None where the reader does not see the first page. `figures_at` is None in a first draft."""

    sections: list[Section]
    lines: list[Line] | None
    tables: list[Table]
    advice: list[Advice]
    withheld: str
    figures_at: datetime | None


def shown_to(reader: Reader, report: ManagementReport, version: ReportVersion | None) -> Shown:
    """The draft for those who write it, else the newest frozen version. Levels are those of today."""
    content = content_of(report) if version is None or reads_draft(reader, report) else version.content
    level = level_of(reader, report)
    levels = {one.slug: one.level for one in report.sections.all()}
    sections = [
        Section(one["number"], one["slug"], one["title"], levels[one["slug"]], one["paragraphs"])
        for one in content["sections"]
        if levels[one["slug"]] <= level
    ]
    seen = {one.slug: one for one in sections}
    summary = seen.get(SUMMARY)
    figures: dict[str, Any] = content["figures"]
    reads_advice = OPINIONS in seen
    return Shown(
        sections=[one for one in sections if one.slug != SUMMARY],
        lines=parse("\n".join(summary.paragraphs)) if summary else None,
        tables=[one for one in tables(figures) if not one.section or one.section in seen],
        advice=advice(figures, level) if reads_advice else [],
        withheld=withheld_words(figures, min(level, Level.BOARD)) if reads_advice else "",
        figures_at=datetime.fromisoformat(content["figures_at"]) if content["figures_at"] else None,
    )
