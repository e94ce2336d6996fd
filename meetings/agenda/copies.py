"""The sent agenda for people recused from an item: a copy without its text and motion, made like the whole one."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from foundation.documents.models import Rendering
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
    barred: dict[Any, list[int]] = defaultdict(list)
    rows = Recusal.objects.filter(item__meeting=version.agenda.meeting_id).order_by("item__position")
    for person, position in rows.values_list("person_id", "item__position"):
        barred[person].append(position)
    for positions in sorted({tuple(one) for one in barred.values()}):
        request(
            key=_key(version, positions),
            template=version.rendering.template,
            title=version.rendering.title,
            file_name=version.rendering.file_name,
            language=version.rendering.language,
            data=_without(version.content, positions),
            now=now,
        )


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
