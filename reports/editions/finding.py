"""One report for one reader, and the way to it."""

from uuid import UUID

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from governance.rights.request import ReadingRequest
from reports.editions.models import ManagementReport


def found(request: ReadingRequest, pk: UUID) -> ManagementReport:
    """The report if this reader may see it, else 404; marks the navigation."""
    request.section = "reports"
    rows = ManagementReport.objects.visible_to(request.reader).select_related(
        "board", "meeting", "author", "submitted_by"
    )
    return get_object_or_404(rows.prefetch_related("sections"), pk=pk)


def crumbs(report: ManagementReport, last: str = "") -> list[tuple[str, str]]:
    """The way to the page of a report, or to the page `last` below it."""
    here = (report.period, report.get_absolute_url() if last else "")
    return [(_("Reports"), reverse("reports")), here, *([(last, "")] if last else [])]
