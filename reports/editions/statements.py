"""What reports say of opinions of the boards and of the projects they are about (`ADVICE_STATEMENTS`)."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation.web.wording import local_day
from governance.confidentiality import Reader
from opinions.outcomes.models import ConsolidatedOpinion
from reports.editions.lines import SUMMARY, TONES, parse
from reports.editions.models import DECIDED, ManagementReport, ReportVersion
from reports.editions.rules import level_of
from reports.editions.wording import OPINIONS, PROJECTS


def statements(opinions: Iterable[ConsolidatedOpinion], reader: Reader) -> Iterator[tuple[int, date, str, str]]:
    """Key, day, sentence and address, for each report that says something new of the opinion or its project.

    Only what this reader sees of a report: the frozen content of sections up to the own level. Three queries.
    """
    opinions, before = list(opinions), dict[int, str]()
    reports = ManagementReport.objects.visible_to(reader).filter(status__in=DECIDED, decided_at__isnull=False)
    newer = ReportVersion.objects.filter(report=OuterRef("report"), number__gt=OuterRef("number"))
    versions = Prefetch("versions", ReportVersion.objects.filter(~Exists(newer)))
    for report in reports.select_related("board").order_by("decided_at").prefetch_related("sections", versions):
        assert report.decided_at is not None
        day, (answers, projects) = local_day(report.decided_at), _told(report, reader)
        for opinion in opinions:
            told = [_answered(opinion, answers), projects.get(_project(opinion), "")]
            statement = "; ".join(part for part in told if part)
            if statement and statement != before.get(opinion.pk):
                before[opinion.pk] = statement
                words = {"period": report.period, "board": report.board.name, "statement": statement}
                sentence = _("Report %(period)s for %(board)s: %(statement)s") % words
                yield opinion.pk, day, sentence, report.get_absolute_url()


def _project(opinion: ConsolidatedOpinion) -> str:
    """The title of the project that was advised on; an opinion from a meeting is named like it."""
    project = opinion.round.project if opinion.round else None
    return project.title if project else opinion.title


def _answered(opinion: ConsolidatedOpinion, answers: set[int]) -> str:
    count = sum(one.pk in answers for one in opinion.recommendations.all())
    words = ngettext("%(count)s answer reported", "%(count)s answers reported", count)
    return words % {"count": count} if count else ""


def _told(report: ManagementReport, reader: Reader) -> tuple[set[int], dict[str, str]]:
    """Keys of the recommendations whose answers the report tells, and its statements on projects by title."""
    level = level_of(reader, report)
    seen = {one.slug for one in report.sections.all() if one.level <= level}
    content = report.versions.all()[0].content
    figures = content["figures"]
    advice = figures["opinions"]["answered"] if OPINIONS in seen else []
    projects = _first_page(content) if SUMMARY in seen else {}
    for one in figures["projects"]["projects"] if PROJECTS in seen else []:
        if one["status"]:
            projects[one["title"]] = _statement(one["status"], one["text"])
    return {one.get("id") for one in advice if one["level"] <= level}, projects


def _first_page(content: Mapping[str, Any]) -> dict[str, str]:
    """What the ten lines say of projects: a line about one begins with its title."""
    texts = [text for one in content["sections"] if one["slug"] == SUMMARY for text in one["paragraphs"]]
    lines = [(line.tone, *line.text.partition(": ")) for line in parse("\n".join(texts))]
    return {title: _statement(tone, statement) for tone, title, colon, statement in lines if colon}


def _statement(tone: str, text: str) -> str:
    return f"{TONES[tone][1]}. {text}".strip()
