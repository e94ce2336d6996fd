"""What the next agenda owes to action items (rule R4)."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation.web.wording import day_digits
from meetings.actions.models import ActionItem
from meetings.agenda.generator import Proposal
from meetings.agenda.models import ItemKind
from meetings.meeting.models import Meeting


def open_actions(meeting: Meeting, today: date) -> Iterable[Proposal]:
    """One item that goes through what is due until the meeting."""
    count = (
        ActionItem.objects.unfinished()
        .filter(
            item__meeting__board=meeting.board_id,
            due_on__lte=meeting.day,
            item__meeting__starts_at__lt=meeting.starts_at,
        )
        .count()
    )
    if count:
        words = {"count": count, "day": day_digits(meeting.day)}
        yield Proposal(
            source="actions:open",
            title=_("Follow-up of resolutions"),
            kind=ItemKind.INFORMATION,
            minutes=10,
            reason=ngettext(
                "%(count)s open action item, due by %(day)s.", "%(count)s open action items, due by %(day)s.", count
            )
            % words,
        )
