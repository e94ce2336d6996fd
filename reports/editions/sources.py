"""What the management's report puts on an agenda (generator rule R3)."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from foundation.web.wording import plain_day
from governance.confidentiality import Reader
from meetings.agenda.generator import Proposal
from meetings.agenda.models import AgendaItem, ItemKind
from meetings.agenda.sources import subjects
from meetings.meeting.models import Meeting
from reports.editions.models import ManagementReport
from reports.editions.printing import office_name, title_of

MINUTES = 20


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
        yield _proposal(found[0])


def _proposal(one: ManagementReport) -> Proposal:
    return Proposal(source=one.key, title=title_of(one), kind=ItemKind.REPORT, minutes=MINUTES, reason=_reason(one))


def _reason(one: ManagementReport) -> str:
    if one.decided_at is None:
        return _("Submitted, review not finished")
    words = {"day": plain_day(one.decided_at), "office": office_name()}
    if one.status == ManagementReport.Status.SEEN:
        return _("Seen on %(day)s (%(office)s)") % words
    return _("Approved on %(day)s (%(office)s)") % words


def reasons(items: Iterable[AgendaItem]) -> dict[int, str]:
    """How far the review of an item's report is today (`ITEM_REASONS`)."""
    about = subjects(items, "report")
    rows = ManagementReport.objects.filter(pk__in=about) if about else ()
    return {about[str(one.pk)]: _reason(one) for one in rows}


def links(items: Iterable[AgendaItem], reader: Reader) -> dict[int, list[tuple[str, str]]]:
    """The report an item is about (`ITEM_LINKS`)."""
    about = subjects(items, "report")
    if not about:
        return {}
    rows = ManagementReport.objects.visible_to(reader).filter(pk__in=about).only("pk")
    return {about[str(one.pk)]: [(_("Read the report"), one.get_absolute_url())] for one in rows}
