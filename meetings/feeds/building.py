"""The calendar a reader subscribes to: which dates, and as what text.

Reading it again costs as little as it can: `state_of` says in one query whether anything is new, and the text of a
meeting that people were told of is stored, so a feed only joins texts.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import CharField, DateTimeField, F, Func, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast, Substr
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.accounts.digests import digest_of
from foundation.accounts.models import Feed
from foundation.prepared import Prepared, PreparedRows
from foundation.values import midnight
from foundation.web.wording import local_day
from governance.boards.models import Board, Company
from governance.confidentiality import Reader
from meetings.feeds.addresses import slug_of, subject_of
from meetings.invitations import choices, entries, ical
from meetings.invitations.models import CalendarText, Invitation
from meetings.meeting.models import Meeting, MeetingQuerySet

BACK = timedelta(days=366)
CANCELLED_STAY = timedelta(days=90)

Row = tuple[str, str, str, str, str]
"""(meeting, status, mode, place, calendar text)"""


@dataclass(frozen=True)
class State:
    """What a feed rests on; `tag` is another one for every other content.

    `named`: how its board is called, or the company for all boards.

    But for names within the dates: how a board is called now shows in dates nobody was told of from the next day on,
    in the entry of a date people were told of once its meeting changes; the new name of a person whose dates somebody
    else answers, from the next day on.
    """

    feed: Feed
    named: str
    tag: str


def within(meetings: MeetingQuerySet, since: datetime, gone: datetime) -> MeetingQuerySet:
    """What begins from `since` on, without what was cancelled before `gone`."""
    return meetings.filter(starts_at__gte=since).exclude(status=Meeting.Status.CANCELLED, changed_at__lt=gone)


def window(now: datetime) -> tuple[datetime, datetime]:
    """What calendars show, for `within`: a year back and everything ahead; cancelled ones for 90 days."""
    return midnight(local_day(now) - BACK), now - CANCELLED_STAY


def _standing(digest: str, person: UUID) -> QuerySet[Feed]:
    """The feed with this digest, and what its dates rest on.

    Any change of any meeting counts as news, which is rare and costs programs one reading; asking which meetings a
    reader sees would cost every question as much as the answer.
    """
    called = Invitation.objects.filter(person=person)
    own = called.in_force()
    return (
        Feed.objects.live()
        .filter(sha256=digest)
        .annotate(
            moved=_folded(Meeting.objects.all(), "MAX", "changed_at", DateTimeField()),
            answered=_folded(own, "MAX", "answered_at", DateTimeField()),
            called=_folded(called, "MAX", "invited_at", DateTimeField()),
            withdrawn=_folded(called, "MAX", "withdrawn_at", DateTimeField()),
            meetings=_folded(Meeting.objects.all(), "COUNT", "pk", IntegerField()),
            revised=_folded(Meeting.objects.all(), "SUM", "revision", IntegerField()),
            asked=_folded(own, "SUM", "asked_sequence", IntegerField()),
            board=Subquery(Board.objects.filter(slug=_slug(OuterRef("subject"))).values("name")),
            company=Subquery(Company.objects.values("name")[:1]),
        )
    )


def _slug(subject: OuterRef) -> Substr:
    """`addresses.slug_of` in the database."""
    return Substr(subject, len(subject_of("-")))


_found: PreparedRows[Feed] = PreparedRows(_standing, str, UUID)


def state_of(holder: UUID, whose: Reader, secret: str, subject: str, now: datetime) -> State | None:
    """The feed of this holder with this secret and what it rests on, in one query; None for any other.

    `whose` dates it shows: the holder's, or those of the person the holder assists.
    """
    feed: Any = next(iter(_found(digest_of(secret), whose.person_id)), None)
    if feed is None or (feed.holder, feed.subject) != (f"person:{holder}", subject):
        return None
    # Rights begin and end at midnight, and the window moves on.
    moments = (feed.moved, feed.answered, feed.called, feed.withdrawn, midnight(local_day(now)))
    who = (feed.pk, feed.board, feed.company, sorted(whose.boards), sorted(whose.chairs), sorted(whose.roles))
    tag = hashlib.sha256(repr((moments, feed.meetings, feed.revised, feed.asked, who)).encode()).hexdigest()[:32]
    return State(feed, feed.board or feed.company or "", tag)


def _folded(rows: Any, function: str, field: str, kind: Any) -> Subquery:
    """One value over all rows of a query; a plain function, as an aggregate would be grouped by row."""
    return Subquery(
        rows.order_by().annotate(folded=Func(F(field), function=function)).values("folded"), output_field=kind
    )


def text_of(feed: Feed, whose: Reader, name: str, now: datetime) -> bytes:
    """The calendar itself, in the language that is on; equal dates give equal octets."""
    asked = _dates(whose, slug_of(feed.subject), feed.language)
    dates = rows(asked(*window(now)))
    return ical.feed(_detailed(feed, dates, whose) if feed.detailed else _plain(dates), name)


@lru_cache(maxsize=256)
def _dates(whose: Reader, slug: str, language: str) -> Prepared:
    """Asks for the meetings of a reader's feed, of all boards or of one; other rights make another reader."""

    def build(since: datetime, gone: datetime) -> QuerySet:
        found = within(Meeting.objects.in_calendar_of(whose), since, gone)
        return told(found.filter(board__slug=slug) if slug else found, language)

    return Prepared(build, datetime, datetime)


def _plain(dates: Iterable[Row]) -> Iterator[str]:
    """The events without link and answer. The link of a video meeting stands in its place, and it is the way in."""
    for _key, _status, mode, place, text in dates:
        yield ical.discreet(text, place=None if mode == Meeting.Mode.IN_PERSON else place)


def _detailed(feed: Feed, dates: Iterable[Row], whose: Reader) -> Iterator[str]:
    """The events with what their holder may read: the link, and the answer once somebody was asked."""
    answers = {one.meeting_id: one for one in Invitation.objects.in_force().filter(person=whose.person_id)}
    own = feed.holder == whose.actor.key
    for key, status, _mode, place, text in dates:
        meeting = UUID(key)
        if status == Meeting.Status.PLANNED:
            yield ical.discreet(text, place=place)
        elif own:
            yield ical.described(text, _details(meeting, status, answers.get(meeting)))
        else:
            yield _assisted(text, place, status, answers.get(meeting))


def _assisted(text: str, place: str, status: str, invitation: Invitation | None) -> str:
    """For who answers dates for somebody: the meeting's page and the way into a video meeting stay closed."""
    shown = ical.discreet(text, place=place)
    if invitation is None or status == Meeting.Status.CANCELLED:
        return shown
    given = choices.given(invitation)
    address = settings.SITE_URL + reverse("reply_for", args=[invitation.meeting_id, invitation.person_id])
    said = str(given.other) if given else _("No answer yet.")
    return ical.described(shown, "\n".join([_("Answer (after login): %(url)s") % {"url": address}, said]))


def told(dates: MeetingQuerySet, language: str) -> QuerySet:
    """(meeting, status, mode, place, calendar text) of these dates in order, without a text where nobody was told."""
    here = {"meeting": OuterRef("pk"), "revision": OuterRef("revision"), "language": language}
    kept = Subquery(CalendarText.objects.filter(**here).values("text")[:1])
    found = dates.order_by("starts_at", "uid").annotate(which=Cast("pk", CharField()), text=kept)
    return found.values_list("which", "status", "mode", "place", "text")


def rows(found: Iterable[tuple[Any, ...]]) -> Iterator[Row]:
    """What `told` asks for, with the texts of dates nobody was told of made now."""
    found = list(found)
    untold = [key for key, *_known, text in found if not text]
    meetings = Meeting.objects.filter(pk__in=untold).select_related("board") if untold else []
    made = {one.pk: ical.stored_event(entries.occasion(one, one.changed_at)) for one in meetings}
    for key, status, mode, place, text in found:
        yield key, status, mode, place, text or made[UUID(key)]


def _details(meeting: UUID, status: str, invitation: Invitation | None) -> str:
    lines = [_("Agenda (after login): %(url)s") % {"url": entries.portal_url(meeting)}]
    if invitation and status != Meeting.Status.CANCELLED:
        given = choices.given(invitation)
        lines.append(str(given.state) if given else _("You have not answered yet."))
    return "\n".join(lines)
