"""Submitting freezes texts and figures as a numbered version and asks the mayor's office to review it."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from foundation.journal.recording import record
from foundation.outbox.queue import supersede
from foundation.values import BERLIN, Actor, DomainError
from foundation.web.wording import moment_in_words
from governance.confidentiality import MAYORS_OFFICE
from governance.people.models import Person
from governance.procedure.answers import late_review_due, latest_dispatch
from governance.procedure.rules_in_force import rules_on
from meetings.meeting.standing import rules_of
from reports.editions import files
from reports.editions.compiling import staff
from reports.editions.content import collect, content_of, fingerprint, newest_version
from reports.editions.editing import sign
from reports.editions.mailing import tell
from reports.editions.models import EDITABLE, ManagementReport, ReportSection, ReportVersion
from reports.editions.printing import print_report
from reports.editions.wording import GERMAN, prefilled


@transaction.atomic
def submit(report: ManagementReport, *, by: Actor, now: datetime) -> ReportVersion:
    """Freeze the report with the figures of `now`; submitted twice it is the same version.

    Texts of the first draft that still are as they were filled in follow the new figures. What the management wrote
    stays, and so does all that was submitted before: the figures change beside it, see `outdated`.
    Raises DomainError: 400 when a required section is empty, 409 when the review is over.
    """
    report = (
        ManagementReport.objects.select_for_update(of=("self",))
        .select_related("board", "meeting", "author")
        .get(pk=report.pk)
    )
    last = newest_version(report)
    if report.status == report.Status.SUBMITTED and last is not None:
        return last
    if not report.is_editable:
        raise DomainError(
            _("The review of this report is over. It cannot be submitted again."), code="report_decided"
        )
    _require_texts(report)
    submitter = next(iter(sign(report, by=by)), None)
    _freeze_figures(report, submitter, now)
    number = last.number + 1 if last else 1
    content = content_of(report)
    report.sections.update(sent_text=F("text"))
    version = ReportVersion.objects.create(
        report=report,
        number=number,
        made_at=now,
        submitted_by=submitter,
        content=content,
        sha256=fingerprint(content),
        rendering=print_report(report, content, key=f"{report.key}:v{number}", state=_state(now), now=now),
    )
    files.prepare(report, version, now=now)
    people = staff(MAYORS_OFFICE, now.astimezone(BERLIN).date())
    tell("report_submitted", report, people, version=number, now=now)
    record("report.submitted", report.key, by=by, now=now, version=number, late=is_late(report))
    return version


def empty_sections(report: ManagementReport) -> list[ReportSection]:
    """The required sections that nobody has written yet, in order."""
    return list(report.sections.filter(required=True, text="").order_by("position"))


def _require_texts(report: ManagementReport) -> None:
    empty = [one.title for one in empty_sections(report)]
    if not empty:
        return
    words = ngettext(
        "Please fill in this section before you submit: %(sections)s.",
        "Please fill in these sections before you submit: %(sections)s.",
        len(empty),
    )
    raise DomainError(words % {"sections": ", ".join(empty)}, code="sections_empty", status=400)


def outdated(report: ManagementReport, *, now: datetime) -> list[ReportSection]:
    """Sections of a report submitted before, behind whose text the figures are others by now; its author looks."""
    if report.figures_at is None:
        return []
    before = prefilled(report.figures)
    after = prefilled(collect(report.board_id, report.period_start, report.period_end, now=now))
    return [one for one in report.sections.order_by("position") if before[one.slug] != after[one.slug]]


def _follow(report: ManagementReport, figures: dict[str, Any]) -> None:
    before, after = prefilled(report.figures), prefilled(figures)
    untouched = [one for one in report.sections.all() if one.text and one.text == before.get(one.slug)]
    for one in untouched:
        one.text = after[one.slug]
    ReportSection.objects.bulk_update(untouched, ["text"])


def _freeze_figures(report: ManagementReport, submitter: Person | None, now: datetime) -> None:
    figures = collect(report.board_id, report.period_start, report.period_end, now=now)
    if report.figures_at is None:
        _follow(report, figures)
    new: dict[str, Any] = {
        "status": report.Status.SUBMITTED,
        "figures": figures,
        "figures_at": now,
        "submitted_at": now,
        "submitted_by": submitter,
        "review_due": _due(report, now),
    }
    claimed = ManagementReport.objects.filter(pk=report.pk, status__in=EDITABLE)
    if not claimed.update(revision=F("revision") + 1, **new):
        raise DomainError(_("Somebody else submitted this report meanwhile."), code="report_not_editable")
    report.refresh_from_db(fields=["revision", *new])


def _state(now: datetime) -> str:
    with override(GERMAN):
        return _("Submitted on %(moment)s, review not finished") % {"moment": moment_in_words(now)}


def last_safe_day(report: ManagementReport) -> date | None:
    """The day before the invitation has to leave: a review that ends by then is safe. None without a meeting.

    Which day that is, the rules of procedure say (notice).
    """
    if report.meeting is None:
        return None
    report.meeting.board = report.board  # both are loaded
    return latest_dispatch(rules_of(report.meeting), report.meeting.day) - timedelta(days=1)


def _due(report: ManagementReport, now: datetime) -> date:
    """Until the last safe day; a late report gets the days of the rules, never beyond the day before the meeting."""
    today = now.astimezone(BERLIN).date()
    safe = last_safe_day(report)
    if safe is not None and safe >= today:
        return safe
    due = late_review_due(rules_on(report.board, today).as_rules(), today)
    if report.meeting is None:
        return due
    return max(today, min(due, report.meeting.day - timedelta(days=1)))


def is_late(report: ManagementReport) -> bool:
    """Submitted after the last safe day: the review may not end before the invitation leaves."""
    safe = last_safe_day(report)
    if safe is None or report.submitted_at is None:
        return False
    return report.submitted_at.astimezone(BERLIN).date() > safe


@transaction.atomic
def withdraw(report: ManagementReport, *, reason: str, by: Actor, now: datetime) -> ManagementReport:
    """Take a submitted report back to a draft before it is decided; withdrawn twice it is a draft.

    The frozen versions stay. Raises DomainError: 400 without a reason, 409 once the review is over.
    """
    state = ManagementReport.Status
    if not reason.strip():
        raise DomainError(_("Please say why the report is withdrawn."), code="no_reason", status=400)
    claimed = ManagementReport.objects.filter(pk=report.pk, status=state.SUBMITTED)
    back = {"status": state.DRAFT, "review_due": None, "withdrawn_reason": reason.strip()[:300]}
    if not claimed.update(**back, revision=F("revision") + 1):
        report.refresh_from_db()
        if report.status != state.DRAFT:
            raise DomainError(_("Only a submitted report can be withdrawn."), code="report_not_submitted")
        return report
    report.refresh_from_db()
    last = newest_version(report)
    supersede(report.key, (last.number if last else 0) + 1, ["report_submitted"])
    record("report.withdrawn", report.key, by=by, now=now)
    return report
