"""Reports, projects, contributions. Of the Unternehmensbeirat: a draft, an approved report, one under review."""

from datetime import UTC, date, datetime

from django.core.files.base import ContentFile

from foundation.documents.models import Rendering
from foundation.values import SYSTEM
from governance.people.models import Organisation
from portfolio.projects.starting import start
from portfolio.strategy.publishing import PhasePlan, publish
from reports.editions import compiling, submitting
from reports.editions.models import ManagementReport
from reports.editions.periods import quarter
from reports.review import reviewing

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
ROLES = (
    "anonymous",
    "member",
    "other_member",
    "former",
    "chair",
    "secretariat",
    "management",
    "mayors_office",
    "admin",
    "assistant",
)
OFFICES = {"management": 200, "mayors_office": 200}


def row(otherwise: int = 404, **answers: int) -> dict[str, int]:
    return {role: answers.get(role, otherwise) for role in ROLES}


ROWS = {
    "reports": row(200),
    "report": row(member=200, chair=200, secretariat=200, **OFFICES),
    "report_pdf": row(member=200, chair=200, secretariat=200, **OFFICES),
    "report_changes": row(**OFFICES),
    "report_start": row(management=200),
    "report_edit": row(management=200),
    "report_submit": row(management=200),
    "report_withdraw": row(management=200),
    "report_publish": row(**OFFICES),
    "report_comment": row(mayors_office=200),
    "report_return": row(mayors_office=200),
    "report_comment_resolve": row(405),
    "report_approve": row(405),
    "report_seen": row(405),
    "projects": row(200),
    "project": row(200),
    "contributions": row(200),
}


def kwargs(world) -> dict[str, dict]:
    draft, waiting, approved = (_report(world, number) for number in (3, 2, 1))
    for report in (draft, waiting, approved):
        report.sections.update(text="Text.")
    for report in (waiting, approved):
        submitting.submit(report, by=world.actor(world.manager), now=NOW)
    officer = world.actor(world.mayors_officer)
    place = {"section": "risks", "paragraph": 1}
    comment = reviewing.comment(waiting, **place, kind="note", text="Gut.", by=officer, now=NOW)
    reviewing.approve(approved, by=officer, now=NOW)
    rendering = approved.versions.get().rendering
    rendering.file.save("report.pdf", ContentFile(b"%PDF-1.7"), save=False)
    Rendering.objects.filter(pk=rendering.pk).update(state="done", file=rendering.file.name)
    of_draft, of_waiting, of_approved = ({"pk": one.pk} for one in (draft, waiting, approved))
    return {
        **dict.fromkeys(("report", "report_pdf", "report_changes", "report_publish"), of_approved),
        **dict.fromkeys(("report_edit", "report_submit"), of_draft),
        **dict.fromkeys(("report_withdraw", "report_comment", "report_return"), of_waiting),
        **dict.fromkeys(("report_approve", "report_seen"), of_waiting),
        "report_comment_resolve": {**of_waiting, "comment": comment.pk},
        "project": {"key": _project()},
    }


def _report(world, number: int) -> ManagementReport:
    period = quarter(2026, number)
    return compiling.compile(world.ub, period=period, meeting=None, author=world.manager, by=SYSTEM, now=NOW)


def _project() -> str:
    plan = {"title": "Strategie", "published_on": date(2018, 11, 16), "phases": [PhasePlan(1, "Eins")]}
    strategy = publish(**plan, fields=["Daten"], goals=[], by=SYSTEM, now=NOW)
    where = {"field": strategy.fields.get(), "phase": strategy.phases.get(), "lead": Organisation.objects.first()}
    return start(key="projekt", title="Projekt", summary="Text.", **where, by=SYSTEM, now=NOW).key
