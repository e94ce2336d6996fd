"""Minutes, as the search finds them (`SEARCH_SOURCES`): each reader finds the text the page of the minutes shows."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from foundation.searching import Source, page, seen
from governance.confidentiality import Reader
from governance.rights.levels import level_q
from meetings.agenda.models import Recusal
from meetings.meeting.models import Meeting
from meetings.minutes.models import Minutes, MinutesEntry

DRAFTED = (Minutes.Status.DRAFTING, Minutes.Status.CHAIR_REVIEW, Minutes.Status.SIGNED_OFF)


def _entries(reader: Reader) -> QuerySet[MinutesEntry]:
    """In minutes the reader sees, of items within the level and without recusal: minutes are addressed as a whole."""
    minutes = Minutes.objects.visible_to(reader).filter(meeting__in=Meeting.objects.visible_to(reader))
    within = level_q(reader, "minutes__meeting__board", "item__level", "minutes__meeting__starts_at")
    found = MinutesEntry.objects.filter(seen("minutes", minutes), within)
    barred = Recusal.objects.filter(item=OuterRef("item"), person=reader.person_id)
    return found if reader.person_id is None else found.filter(~Exists(barred))


def _in_draft(reader: Reader) -> Q:
    """Where the reader sees what is being written (`rules.sees_draft`)."""
    drafted = Q(minutes__status__in=DRAFTED)
    return drafted if reader.is_secretariat else drafted & Q(minutes__meeting__board__in=reader.chairs)


def _drafts(reader: Reader, today: date) -> QuerySet[MinutesEntry]:
    return _entries(reader).filter(_in_draft(reader))


def _sent(reader: Reader, today: date) -> QuerySet[MinutesEntry]:
    return _entries(reader).exclude(_in_draft(reader))


def _minutes(word: Promise, rows: Callable[[Reader, date], QuerySet[MinutesEntry]], text: str) -> Source:
    return Source(
        kind="minutes",
        word=word,
        model=MinutesEntry,
        rows=rows,
        title="item__title",
        texts=(text,),
        body=(text,),
        owner="minutes__meeting__board",
        day="minutes__meeting__starts_at",
        key="minutes__meeting",
        address=page("meeting_minutes", UUID),
        many=True,
    )


SENT = _minutes(_("Minutes"), _sent, "sent_text")
DRAFTS = _minutes(_("Draft of minutes"), _drafts, "text")
