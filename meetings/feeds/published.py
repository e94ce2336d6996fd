"""The calendar everybody may subscribe to: when and where the boards meet that publish their dates."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Max, Q, QuerySet, Sum

from foundation.values import midnight
from foundation.web.wording import local_day
from governance.boards.models import Board, BoardQuerySet, Company
from meetings.feeds import addresses, building
from meetings.invitations import ical
from meetings.meeting.models import Meeting, MeetingQuerySet


@dataclass(frozen=True)
class Standing:
    """What the public calendar rests on; `tag` is another one for every other content, but for names: how a board or
    the company is called now shows from the next day on."""

    tag: str
    changed_at: datetime


def boards() -> BoardQuerySet:
    """Those that publish their dates."""
    return Board.objects.filter(publishes_dates=True)


def dates(slug: str, now: datetime) -> MeetingQuerySet:
    """The published dates of all these boards or of one, as calendars show them."""
    found = building.within(Meeting.objects.published(), *building.window(now))
    return found.filter(board__slug=slug) if slug else found


def standing(slug: str, now: datetime) -> Standing | None:
    """What the calendar rests on, in two queries; None for one board that does not publish its dates.

    A board that no longer publishes leaves no row but its decision.
    """
    here = Count("pk", filter=Q(slug=slug, publishes_dates=True))
    known = Board.objects.aggregate(decided=Max("dates_decided_at"), here=here)
    if slug and not known["here"]:
        return None
    found = dates(slug, now).order_by().aggregate(moved=Max("changed_at"), revised=Sum("revision"), dates=Count("pk"))
    moments = [found["moved"], known["decided"], midnight(local_day(now))]
    tag = hashlib.sha256(repr((slug, moments, found["revised"], found["dates"])).encode()).hexdigest()[:32]
    return Standing(tag, max(moment for moment in moments if moment))


def text(slug: str, now: datetime) -> bytes:
    """The calendar itself, in the language that is on."""
    named: QuerySet = Board.objects.filter(slug=slug) if slug else Company.objects.all()
    name = addresses.name_of(addresses.subject_of(slug), named.values_list("name", flat=True).first() or "")
    found = building.rows(building.told(dates(slug, now), settings.LANGUAGE_CODE))
    return ical.feed((ical.public(event, place=place) for _key, _status, _mode, place, event in found), name)
