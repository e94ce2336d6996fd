"""What the next agenda owes to minutes (rule R2)."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.web.wording import plain_day
from governance.confidentiality import Reader
from meetings.agenda.generator import Proposal
from meetings.agenda.models import AgendaItem, ItemKind
from meetings.agenda.sources import items_about
from meetings.agenda.subjects import Subject
from meetings.meeting.models import Meeting
from meetings.minutes.approving import SOURCE
from meetings.minutes.models import Minutes


def unapproved_minutes(meeting: Meeting, today: date) -> Iterable[Proposal]:
    """One item for each earlier meeting of the board whose minutes are not approved yet.

    What a meeting before this one is still to approve is not asked for twice.
    """
    waiting = Minutes.objects.waiting().filter(
        meeting__board_id=meeting.board_id, meeting__starts_at__lt=meeting.starts_at
    )
    to_come = Meeting.objects.from_day(today).filter(starts_at__lt=meeting.starts_at)
    before = AgendaItem.objects.filter(meeting__in=to_come)
    source = Concat(Value(SOURCE), Cast(OuterRef("pk"), CharField()))
    waiting = waiting.filter(~Exists(before.filter(source=source)))
    for minutes in waiting.select_related("meeting").order_by("meeting__starts_at"):
        day = plain_day(minutes.meeting.starts_at)
        yield Proposal(
            source=f"{SOURCE}{minutes.pk}",
            title=_("Approval of the minutes of %(day)s") % {"day": day},
            kind=ItemKind.DECISION,
            minutes=5,
            reason=_("The minutes are not approved yet."),
            motion_text=_("The minutes of %(day)s are approved.") % {"day": day},
        )


def subjects(items: Iterable[AgendaItem], reader: Reader) -> dict[int, Subject]:
    """The minutes an item approves, and that they are approved by now (`ITEM_SUBJECTS`)."""
    about = items_about(items, "minutes")
    if not about:
        return {}
    seen = Exists(Minutes.objects.visible_to(reader).filter(pk=OuterRef("pk")))
    rows = Minutes.objects.filter(pk__in=about).annotate(seen=seen).values_list("pk", "meeting_id", "status", "seen")
    return {about[str(pk)]: _subject(meeting, status, may_read) for pk, meeting, status, may_read in rows}


def _subject(meeting: UUID, status: str, may_read: bool) -> Subject:
    links = ((_("Read the minutes"), reverse("meeting_minutes", args=[meeting])),) if may_read else ()
    return Subject(links, _("The minutes are approved.") if status == Minutes.Status.APPROVED else "")
