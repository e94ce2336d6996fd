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
from reports.review.models import ReviewComment
from tests.contracts.roles import BOARD, STAFF, everybody, only

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
OFFICES = ("management", "mayors_office")
READ = only(*BOARD, *STAFF)
WRITE = only("management")
REVIEW = only("mayors_office")

ROWS = {
    "reports": everybody(),
    "report": READ,
    "report_pdf": READ,
    "report_changes": only(*OFFICES),
    "report_start": WRITE,
    "report_edit": WRITE,
    "report_submit": WRITE,
    "report_withdraw": WRITE,
    "report_publish": only(*OFFICES),
    "report_comment": REVIEW,
    "report_return": REVIEW,
    "report_comment_answer": WRITE,
    "report_comment_resolve": everybody(405),
    "report_approve": everybody(405),
    "report_seen": everybody(405),
    "projects": everybody(),
    "project": everybody(),
    "contributions": everybody(),
}
POSTS = {
    "project act=note": only("partner", "secretariat", "management", got=400),
    "project act=indicator": only("secretariat", "management", got=400),
    "report_start": 200,
    "report_edit": 200,
    "report_submit": 302,
    "report_withdraw": 400,
    "report_publish": 200,
    "report_comment": 200,
    "report_return": 200,
    "report_comment_answer": 302,
    "report_comment_resolve": only("mayors_office", got=302),
    "report_approve": only("mayors_office", got=409),
    "report_seen": only("mayors_office", got=409),
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
        "report_comment_answer": {**of_draft, "comment": _remark(draft, world).pk},
        "report_comment_resolve": {**of_waiting, "comment": comment.pk},
        "project": {"key": _project()},
    }


def _report(world, number: int) -> ManagementReport:
    period = quarter(2026, number)
    return compiling.compile(world.ub, period=period, meeting=None, author=world.manager, by=SYSTEM, now=NOW)


def _remark(report: ManagementReport, world) -> ReviewComment:
    words = {"kind": "must_fix", "text": "Bitte ergänzen.", "author": world.mayors_officer, "written_at": NOW}
    return ReviewComment.objects.create(report=report, section=report.sections.get(slug="risks"), **words)


def _project() -> str:
    plan = {"title": "Strategie", "published_on": date(2018, 11, 16), "phases": [PhasePlan(1, "Eins")]}
    strategy = publish(**plan, fields=["Daten"], goals=[], by=SYSTEM, now=NOW)
    where = {"field": strategy.fields.get(), "phase": strategy.phases.get(), "lead": Organisation.objects.first()}
    return start(key="projekt", title="Projekt", summary="Text.", **where, by=SYSTEM, now=NOW).key
