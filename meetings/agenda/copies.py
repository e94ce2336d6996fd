"""The sent agenda for people recused from an item: a copy without its text and motion, made like the whole one."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import override

from foundation.documents.models import Rendering, RenderingState
from foundation.documents.rendering import request
from governance.confidentiality import Reader
from meetings.agenda import printing
from meetings.agenda.models import AgendaVersion, Recusal
from meetings.agenda.rules import may_read_sent
from meetings.meeting.models import Meeting


def follow(meeting: Meeting, *, now: datetime) -> None:
    """Queue what recusals ask for after the agenda was sent; nothing before."""
    if version := _newest(meeting):
        prepare(version, now=now)


def prepare(version: AgendaVersion, *, now: datetime) -> None:
    """Queue the copies of a sent version: one for each set of items that somebody is recused from."""
    assert version.rendering is not None
    for positions in sorted(_barred([version.agenda.meeting_id])[version.agenda.meeting_id]):
        request(
            key=_key(version, positions),
            template=version.rendering.template,
            title=version.rendering.title,
            file_name=version.rendering.file_name,
            language=version.rendering.language,
            data=_without(version.content, positions),
            now=now,
        )


def make_missing_due(*, now: datetime) -> int:
    """Duty: copies that were never made or could not be made are queued (again). Returns how many."""
    newer = AgendaVersion.objects.filter(
        agenda=OuterRef("agenda"), number__gt=OuterRef("number"), rendering__isnull=False
    )
    sent = AgendaVersion.objects.filter(~Exists(newer), rendering__isnull=False).select_related("rendering", "agenda")
    versions = {one.agenda.meeting_id: one for one in sent.filter(agenda__meeting__items__recusals__isnull=False)}
    barred = _barred(versions)
    keys = {meeting: {_key(versions[meeting], one) for one in sets} for meeting, sets in barred.items()}
    made = Rendering.objects.filter(key__in=set().union(*keys.values())).exclude(state=RenderingState.FAILED)
    there = set(made.values_list("key", flat=True))
    for meeting, wanted in keys.items():
        if wanted - there:
            prepare(versions[meeting], now=now)
    return sum(len(wanted - there) for wanted in keys.values())


def _barred(meetings: Iterable[UUID]) -> dict[UUID, set[tuple[int, ...]]]:
    """By meeting: each set of items, as positions in order, that somebody is recused from."""
    positions: dict[tuple[UUID, UUID], list[int]] = defaultdict(list)
    rows = Recusal.objects.filter(item__meeting__in=list(meetings)).order_by("item__position")
    for meeting, person, position in rows.values_list("item__meeting_id", "person_id", "item__position"):
        positions[meeting, person].append(position)
    barred: dict[UUID, set[tuple[int, ...]]] = defaultdict(set)
    for (meeting, _person), found in positions.items():
        barred[meeting].add(tuple(found))
    return barred


def sent_file(reader: Reader, meeting: Meeting) -> Rendering | None:
    """The agenda as it was sent last, for readers of the meeting; who is recused gets the copy for that."""
    version = _newest(meeting) if may_read_sent(reader, meeting) else None
    if version is None:
        return None
    mine = Recusal.objects.filter(item__meeting=meeting, person=reader.person_id).order_by("item__position")
    positions = list(mine.values_list("item__position", flat=True))
    return Rendering.objects.filter(key=_key(version, positions)).first() if positions else version.rendering


def _newest(meeting: Meeting) -> AgendaVersion | None:
    sent = AgendaVersion.objects.filter(agenda__meeting=meeting, rendering__isnull=False)
    return sent.select_related("rendering", "agenda").last()


def _key(version: AgendaVersion, positions: Collection[int]) -> str:
    return f"agenda:{version.agenda.meeting_id}:{version.number}:without:{'-'.join(map(str, positions))}"


def _without(content: dict[str, Any], positions: Collection[int]) -> dict[str, Any]:
    """The frozen content with the words of these items left out, and said so."""
    with override("de"):
        numbers = [printing.number(position) for position in positions]
        left_out = {"text": [_("Left out in this copy: you are recused from this item.")], "motion": ""}
        stand = _("%(stand)s. Copy without %(items)s") % {
            "stand": content["stand"],
            "items": ", ".join(numbers),
        }
    items = [item | left_out if item["number"] in numbers else item for item in content["items"]]
    return content | {"items": items, "stand": stand}
