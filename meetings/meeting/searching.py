"""Meetings, as the search finds them (`SEARCH_SOURCES`): by board and place, and by their day."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.searching import Source, page
from foundation.values import midnight
from governance.confidentiality import Reader
from meetings.meeting.models import Meeting


def _rows(reader: Reader, today: date) -> QuerySet[Meeting]:
    number = Concat("number", Value("/"), "year", output_field=CharField())
    kind = Value(_("Meeting"))
    return Meeting.objects.visible_to(reader).annotate(name=number, kind_word=kind)


def _on_day(typed: str) -> Q | None:
    """ "11.02.2027": the meetings of that day."""
    try:
        day = datetime.strptime(typed, "%d.%m.%Y").date()  # noqa: DTZ007 - a day, given its zone below
        start = midnight(day)
        return Q(starts_at__gte=start, starts_at__lt=start + timedelta(days=1))
    except (ValueError, OverflowError):
        return None


MEETINGS = Source(
    kind="meetings",
    word=gettext_lazy("Meeting"),
    model=Meeting,
    rows=_rows,
    title="name",
    titled=lambda number: _("Meeting %(number)s") % {"number": number},
    texts=("kind_word", "name", "board__name", "board__short_name", "place"),
    body=(),
    owner="board",
    day="starts_at",
    address=page("meeting", UUID),
    also=_on_day,
)
