"""The printed report: frozen content in the shape of `templates/print/report.typ`, in German."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from foundation.documents.models import Rendering
from foundation.documents.rendering import request
from foundation.web.wording import moment_in_words, plain_day
from governance.boards.models import Company
from governance.confidentiality import Level
from reports.editions.lines import SUMMARY, parse
from reports.editions.models import ManagementReport
from reports.editions.tables import Table, advice, tables, withheld_words
from reports.editions.wording import GERMAN, OPINIONS


def title_of(report: ManagementReport) -> str:
    """ "Bericht der Geschäftsführung Q4/2026" in the active language."""
    return _("Report of the management %(period)s") % {"period": report.period}


def office_name() -> str:
    """What the mayor's office is called in this city."""
    company = Company.objects.first()
    return company.mayors_office_name if company else ""


def print_report(
    report: ManagementReport,
    content: dict[str, Any],
    *,
    key: str,
    state: str,
    now: datetime,
    level: Level = Level.STRICT,
    seen: Collection[str] | None = None,
) -> Rendering:
    """Queue the PDF of a frozen content; `state` is the German sentence on the review.

    For readers up to `level`, who see the sections `seen` (None: all of them) and the figures that go with these.
    """
    known = [one["slug"] for one in content["sections"]]
    with override(GERMAN):
        title = title_of(report)
        data = _data(report, content, state, level, set(known if seen is None else seen))
    name = f"bericht-{report.board.slug}-{report.period.replace('/', '-').lower()}.pdf"
    return request(key=key, template="report", title=title, file_name=name, language=GERMAN, data=data, now=now)


def _data(
    report: ManagementReport, content: dict[str, Any], state: str, level: Level, seen: Collection[str]
) -> dict[str, Any]:
    """What the page shows the same readers (`showing.shown_to`)."""
    company = Company.objects.first()
    stand = datetime.fromisoformat(content["figures_at"])
    period = {
        "code": report.period,
        "start": plain_day(report.period_start),
        "end": plain_day(report.period_end),
    }
    sections = [one for one in content["sections"] if one["slug"] in seen]
    reads_advice, up_to = OPINIONS in seen, min(level, Level.BOARD)
    return {
        "organisation": str(company or ""),
        "stand": _("As of: %(moment)s") % {"moment": moment_in_words(stand)},
        "confidentiality": "" if level == Level.PUBLIC else _("Not public"),
        "period": _("%(code)s (%(start)s to %(end)s)") % period,
        "addressee": report.board.name,
        "state": state,
        "lines": [
            {"light": one.light, "word": one.word, "text": one.text}
            for section in sections
            if section["slug"] == SUMMARY
            for one in parse("\n".join(section["paragraphs"]))
        ],
        "sections": [_section(one) for one in sections if one["slug"] != SUMMARY],
        "figures": [_figure(one) for one in tables(content["figures"]) if not one.section or one.section in seen],
        "opinions": [
            {
                "recommendation": one.text,
                "origin": one.origin,
                "answer": one.answer or _("still open"),
                "reason": one.reason,
            }
            for one in (advice(content["figures"], up_to) if reads_advice else [])
        ],
        "withheld": withheld_words(content["figures"], up_to) if reads_advice else "",
        "labels": _labels(seen),
    }


def _section(section: dict[str, Any]) -> dict[str, Any]:
    number = section["number"]
    return {
        "number": str(number),
        "title": section["title"],
        "paragraphs": [
            {"number": f"{number}.{place}", "text": text} for place, text in enumerate(section["paragraphs"], 1)
        ],
    }


def _figure(table: Table) -> dict[str, Any]:
    bars = [{"label": bar.label, "value": bar.value, "shown": str(bar.value)} for bar in table.bars]
    return {
        "title": table.title,
        "columns": [{"text": text, "numeric": numeric} for text, numeric in table.columns],
        "rows": table.rows,
        "source": table.source,
        "stand": "",
        "chart": {"alt": table.alt, "bars": bars, "goal": None} if bars else None,
    }


def _labels(seen: Collection[str]) -> dict[str, str]:
    return {
        "page": _("Page {page} of {pages}"),
        "period": _("Period"),
        "addressee": _("Addressee"),
        "state": _("State of the review"),
        "summary": _("The essentials in ten lines") if SUMMARY in seen else "",
        "number": _("No."),
        "light": _("Assessment of the line"),
        "line": _("Statement"),
        "contents": _("Contents"),
        "figures": _("Figures"),
        "opinions": _("Opinions of the boards") if OPINIONS in seen else "",
        "recommendation": _("Recommendation"),
        "answer": _("Answer"),
        "reason": pgettext("answer", "Reason"),
        "no_lines": _("There is no summary."),
        "no_opinions": _("There was no recommendation in this period."),
    }
