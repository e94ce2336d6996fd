"""Publishing shows the chosen sections to everybody; all others stay with the board."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.journal.recording import record
from foundation.values import BERLIN, Actor, DomainError
from governance.confidentiality import Level
from meetings.meeting.models import Meeting
from reports.editions import files
from reports.editions.content import newest_version
from reports.editions.models import ManagementReport
from reports.editions.running import obstacle


@transaction.atomic
def publish(
    report: ManagementReport,
    *,
    by: Actor,
    now: datetime,
    sections: Collection[str] | None = None,
    before_meeting: bool = False,
) -> ManagementReport:
    """Publish a seen or approved report; published twice it is published once.

    `sections` (slugs) become public and all others do not; None leaves the levels as they are. Raises DomainError
    (409): the review or the period is not over, the meeting was not held yet (unless `before_meeting`); 400: nothing
    is public.
    """
    state = ManagementReport.Status
    report = ManagementReport.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=report.pk)
    if report.status == state.PUBLISHED:
        return report
    if report.status not in (state.SEEN, state.APPROVED):
        raise DomainError(_("Only a report whose review is over can be published."), code="report_not_decided")
    if words := obstacle(report, now.astimezone(BERLIN).date()):
        raise DomainError(words, code="period_runs")
    if report.meeting and report.meeting.status != Meeting.Status.HELD and not before_meeting:
        raise DomainError(
            _("The board has not met about this report yet. Please publish it after the meeting."),
            code="meeting_not_held",
        )
    shown = _share(report, sections)
    ManagementReport.objects.filter(pk=report.pk).update(status=state.PUBLISHED, published_at=now)
    report.refresh_from_db()
    if version := newest_version(report):
        files.prepare(report, version, now=now)
    record("report.published", report.key, by=by, now=now, sections=shown)
    return report


def _share(report: ManagementReport, sections: Collection[str] | None) -> list[str]:
    """Set the levels; return the slugs everybody will see."""
    if sections is not None:
        known = set(report.sections.values_list("slug", flat=True))
        if set(sections) - known:
            raise DomainError(_("This section does not exist."), code="unknown_section", status=400)
        report.sections.filter(slug__in=sections).update(level=Level.PUBLIC)
        report.sections.filter(level=Level.PUBLIC).exclude(slug__in=sections).update(level=Level.BOARD)
    shown = list(report.sections.filter(level=Level.PUBLIC).values_list("slug", flat=True))
    if not shown:
        raise DomainError(
            _("No section is public. Please choose at least one section."), code="nothing_public", status=400
        )
    return shown
