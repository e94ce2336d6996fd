"""What an extraordinary meeting was called for stands first on its agenda (setting AGENDA_SOURCES)."""

from collections.abc import Iterable
from datetime import date

from meetings.agenda.generator import Proposal
from meetings.agenda.models import ItemKind
from meetings.extra.calling import source_of
from meetings.extra.models import Demand
from meetings.meeting.models import Meeting

FORMALITIES, LEAST = 25, 15
"""Minutes the standing items take, and those the matter gets at least."""


def matter(meeting: Meeting, today: date) -> Iterable[Proposal]:
    """The matter with all the time the standing items leave."""
    if meeting.kind != Meeting.Kind.EXTRAORDINARY:
        return
    for demand in Demand.objects.filter(meeting=meeting):
        length = int((meeting.ends_at - meeting.starts_at).total_seconds() // 60)
        yield Proposal(
            source=source_of(meeting),
            title=demand.matter,
            kind=ItemKind.DISCUSSION,
            minutes=max(length - FORMALITIES, LEAST),
            reason=demand.sentence,
            text=demand.reason,
        )
