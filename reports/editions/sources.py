"""What the management's report puts on an agenda (generator rule R3)."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from foundation.web.wording import plain_day
from governance.boards.models import Company
from governance.confidentiality import Reader
from meetings.agenda.generator import Proposal
from meetings.agenda.models import AgendaItem, ItemKind
from meetings.agenda.sources import items_about
from meetings.agenda.subjects import Subject
from meetings.meeting.models import Meeting
from reports.editions.models import ManagementReport
from reports.editions.printing import office_name, title_of

MINUTES = 20
_OFFICE = Coalesce(Subquery(Company.objects.values("mayors_office_name")[:1]), Value(""))


def report(meeting: Meeting, today: date) -> Iterable[Proposal]:
    """The newest report that was seen or approved, else the submitted one, marked as not finally reviewed.

    Reports of other meetings of the board do not come again; one of this meeting stays when it is published before.
    """
    state = ManagementReport.Status
    ready = Q(status__in=[state.SEEN, state.APPROVED, state.SUBMITTED])
    wanted = Q(meeting=meeting) & (ready | Q(status=state.PUBLISHED)) | Q(meeting__isnull=True) & ready
    rows = ManagementReport.objects.filter(wanted, board=meeting.board_id).order_by("-period_end")
    found = sorted(rows, key=lambda one: one.status == state.SUBMITTED)
    if found:
        yield _proposal(found[0], office_name())


def _proposal(one: ManagementReport, office: str) -> Proposal:
    return Proposal(
        source=one.key, title=title_of(one), kind=ItemKind.REPORT, minutes=MINUTES, reason=_reason(one, office_name())
    )


def _reason(one: ManagementReport, office: str) -> str:
    if one.decided_at is None:
        return _("Submitted, review not finished")
    words = {"day": plain_day(one.decided_at), "office": office}
    if one.status == ManagementReport.Status.SEEN:
        return _("Seen on %(day)s (%(office)s)") % words
    return _("Approved on %(day)s (%(office)s)") % words


def subjects(items: Iterable[AgendaItem], reader: Reader) -> dict[int, Subject]:
    """The report an item is about, and how far its review is today (`ITEM_SUBJECTS`)."""
    about = items_about(items, "report")
    if not about:
        return {}
    seen = Exists(ManagementReport.objects.visible_to(reader).filter(pk=OuterRef("pk")))
    rows = ManagementReport.objects.filter(pk__in=about).annotate(seen=seen, office=_OFFICE).order_by()
    return {about[str(one.pk)]: Subject(_links(one) if one.seen else (), _reason(one, one.office)) for one in rows}


def _links(one: ManagementReport) -> tuple[tuple[str, str], ...]:
    return ((_("Read the report"), one.get_absolute_url()),)
