"""Who else meets on the day of a meeting: rooms are few, and people sit on more than one board."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from django.utils.translation import gettext as _

from foundation.web.wording import time_in_words
from meetings.meeting.models import Meeting
from meetings.rooms.finding import Places


def by_day(board: int | None, first: date, last: date) -> dict[date, list[Meeting]]:
    """Meetings of other boards (None: of all) from `first` to `last`, without cancelled ones, by their day."""
    found = Meeting.objects.between(first, last).exclude(board=board).exclude(status=Meeting.Status.CANCELLED)
    days: dict[date, list[Meeting]] = defaultdict(list)
    for one in found.select_related("board").order_by("starts_at", "pk"):
        days[one.day].append(one)
    return days


def told(others: Iterable[Meeting], starts_at: datetime, ends_at: datetime, place: str, places: Places) -> str:
    """A sentence for each of the others: whether it only meets that day or in the same place at the same time."""
    return " ".join(_sentence(one, _collides(one, starts_at, ends_at, place, places)) for one in others)


def taken(others: Iterable[Meeting], starts_at: datetime, ends_at: datetime, place: str, places: Places) -> list[str]:
    """A sentence for each of the others that meets in the same place at the same time."""
    return [_sentence(one, True) for one in others if _collides(one, starts_at, ends_at, place, places)]


def _collides(other: Meeting, starts_at: datetime, ends_at: datetime, place: str, places: Places) -> bool:
    """Two wordings of a room are one place."""
    same_time = other.starts_at < ends_at and starts_at < other.ends_at
    return same_time and places.spot(place) == places.spot(other.place)


def _sentence(other: Meeting, collides: bool) -> str:
    words = {
        "board": other.board.name,
        "begin": time_in_words(other.starts_at),
        "end": time_in_words(other.ends_at),
        "place": other.place,
    }
    if collides:
        return _("The place is taken: %(board)s, %(begin)s to %(end)s.") % words
    return _("On the same day: %(board)s, %(begin)s to %(end)s, %(place)s.") % words
