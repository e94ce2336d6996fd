"""Minutes, as the search finds them (`SEARCH_SOURCES`): each reader finds the text the page of the minutes shows."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from foundation.searching import Source, page, seen
from governance.confidentiality import Reader
from meetings.agenda.models import AgendaItem
from meetings.minutes.models import Minutes, MinutesEntry

DRAFTED = (Minutes.Status.DRAFTING, Minutes.Status.CHAIR_REVIEW, Minutes.Status.SIGNED_OFF)


def _entries(reader: Reader) -> QuerySet[MinutesEntry]:
    """On items the reader may read, in minutes the reader sees."""
    minutes, items = Minutes.objects.visible_to(reader), AgendaItem.objects.readable_by(reader)
    return MinutesEntry.objects.filter(seen("minutes", minutes), seen("item", items))


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
    )


SENT = _minutes(_("Minutes"), _sent, "sent_text")
DRAFTS = _minutes(_("Draft of minutes"), _drafts, "text")
