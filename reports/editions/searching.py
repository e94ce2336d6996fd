"""Reports and their sections, as the search finds them (`SEARCH_SOURCES`): each reader finds the text the page of the
report shows, frozen or being written."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.searching import Source, page, seen
from governance.confidentiality import Reader
from governance.rights.levels import level_q
from reports.editions.lines import parse
from reports.editions.models import EDITABLE, ManagementReport, ReportSection


def _reports(reader: Reader, today: date) -> QuerySet[ManagementReport]:
    return ManagementReport.objects.visible_to(reader).annotate(kind_word=Value(_("Report of the management")))


def _sections(reader: Reader) -> QuerySet[ReportSection]:
    reports = seen("report", ManagementReport.objects.visible_to(reader))
    place = Concat(Cast("report", CharField()), Value("#"), "slug", output_field=CharField())
    called = Concat("report__period", Value(": "), "title", output_field=CharField())
    rows = ReportSection.objects.filter(level_q(reader, "report__board", "level"), reports)
    return rows.annotate(place=place, called=called)


def _being_written(reader: Reader) -> Q:
    """Where the reader sees the draft (`rules.reads_draft`)."""
    return Q(report__status__in=EDITABLE) if reader.is_management else Q(pk__in=[])


def _drafts(reader: Reader, today: date) -> QuerySet[ReportSection]:
    return _sections(reader).filter(_being_written(reader))


def _sent(reader: Reader, today: date) -> QuerySet[ReportSection]:
    return _sections(reader).exclude(_being_written(reader))


REPORTS = Source(
    kind="reports",
    word=gettext_lazy("Report"),
    model=ManagementReport,
    rows=_reports,
    title="period",
    titled=lambda period: _("Report of the management %(period)s") % {"period": period},
    texts=("kind_word", "period", "board__name"),
    body=(),
    owner="board",
    day="period_end",
    address=page("report", UUID),
)
SENT = Source(
    kind="reports",
    word=gettext_lazy("Report"),
    model=ReportSection,
    rows=_sent,
    title="called",
    texts=("title", "sent_text"),
    body=("sent_text",),
    owner="report__board",
    day="report__period_end",
    key="place",
    address=page("report", UUID),
    plain=lambda text: " ".join(one.text for one in parse(text)),
)
DRAFTS = replace(SENT, rows=_drafts, texts=("title", "text"), body=("text",))
