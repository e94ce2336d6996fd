"""Matters that failed for lack of quorum and are called up again: the invitation says so (HGO § 53 (2) as model)."""

from collections.abc import Iterable

from django.utils import translation

from governance.procedure.answers import second_call
from meetings.agenda.models import AgendaItem, AgendaVersion
from meetings.meeting.models import Meeting
from meetings.meeting.standing import rules_of

ADJOURNED = "adjourned:"


def notices(meeting: Meeting, items: Iterable[AgendaItem]) -> dict[int, str]:
    """By item, the sentence its invitation holds, in German like the record; none where no rule knows it."""
    again = {int(before): item.pk for item in items if (before := _before(item))}
    if not again:
        return {}
    with translation.override("de"):
        answer = second_call(rules_of(meeting))
    if not answer.ok:
        return {}
    failed = AgendaItem.objects.filter(pk__in=again, lacked_quorum=True).values_list("pk", flat=True)
    return {again[before]: answer.sentence for before in failed}


def is_announced(item: AgendaItem) -> bool:
    """Whether the agenda as it was sent last holds that sentence for this item."""
    if not _before(item):
        return False
    sent = AgendaVersion.objects.filter(agenda__meeting=item.meeting_id).last()
    return sent is not None and any(
        one.get("key") == item.pk and one.get("second_call") for one in sent.content["items"]
    )


def _before(item: AgendaItem) -> str:
    """The key of the item that was adjourned, or ""."""
    before = item.source.removeprefix(ADJOURNED)
    return before if before != item.source and before.isdigit() else ""
