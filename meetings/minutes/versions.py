"""Freezing minutes: content, hash and the document to be rendered."""

import hashlib
import json
from datetime import datetime
from typing import Any

from django.db.models import F, Max
from django.utils.translation import gettext as _
from django.utils.translation import override

from foundation.documents import rendering
from meetings.minutes import assemble
from meetings.minutes.facts import facts_of
from meetings.minutes.models import Minutes, MinutesEntry, MinutesVersion
from meetings.sittings.wording import meeting_name

LANGUAGE = "de"


def digest(content: dict[str, Any]) -> str:
    """SHA-256 of the content, whatever the order of its keys."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def title_of(minutes: Minutes) -> str:
    meeting = minutes.meeting
    words = _("Minutes of the %(meeting)s")
    return words % {"meeting": meeting_name(meeting.number, meeting.year, meeting.board.name)}


def signature(content: dict[str, Any]) -> str:
    """SHA-256 of what the chair signs: everything but the state and the moment of writing."""
    return digest({key: value for key, value in content.items() if key not in ("stand", "state")})


def current(minutes: Minutes, *, state: str = "", now: datetime) -> dict[str, Any]:
    """The content as it would be frozen now, in the active language."""
    return assemble.content(facts_of(minutes, state=state, now=now))


def to_seal(minutes: Minutes, *, state: str = "", now: datetime) -> dict[str, Any]:
    """The content as it would be frozen now. Minutes are German, whoever asks."""
    with override(LANGUAGE):
        return current(minutes, state=state, now=now)


def freeze(minutes: Minutes, content: dict[str, Any], *, now: datetime) -> MinutesVersion:
    """Keep the content under the next number and queue its PDF."""
    MinutesEntry.objects.filter(minutes=minutes).update(sent_text=F("text"))
    with override(LANGUAGE):
        title = title_of(minutes)
    last = MinutesVersion.objects.filter(minutes=minutes).aggregate(last=Max("number"))["last"] or 0
    number = last + 1
    meeting = minutes.meeting
    document = rendering.request(
        key=f"{minutes.key}:{number}",
        template="minutes",
        title=title,
        file_name=f"protokoll-{meeting.board.slug}-{meeting.day}-fassung-{number}.pdf",
        language=LANGUAGE,
        data=content,
        now=now,
    )
    return MinutesVersion.objects.create(
        minutes=minutes, number=number, made_at=now, content=content, sha256=digest(content), rendering=document
    )
