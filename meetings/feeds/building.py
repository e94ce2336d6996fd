"""The calendar a reader subscribes to: which dates, and as what text.

Reading it again costs as little as it can: `state_of` says in one query whether anything is new, and the text of a
meeting that people were told of is stored, so a feed only joins texts.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import DateTimeField, F, Func, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.accounts.digests import digest_of
from foundation.accounts.models import Feed
from foundation.prepared import PreparedRows
from foundation.values import midnight
from foundation.web.wording import local_day
from governance.confidentiality import Reader
from meetings.feeds.addresses import slug_of
from meetings.invitations import choices, entries, ical
from meetings.invitations.models import CalendarText, Invitation
from meetings.meeting.models import Meeting, MeetingQuerySet

BACK = timedelta(days=366)
CANCELLED_STAY = timedelta(days=90)


@dataclass(frozen=True)
class State:
    """What a feed rests on; `tag` is another one for every other content, `changed_at` never older than today.

    But for names, as asking for them would cost every reading a query more: how a board, the company or a person is
    called now shows in the name of the calendar, and in dates nobody was told of, from the next day on; in the entry
    of a date people were told of, once its meeting changes.
    """

    feed: Feed
    tag: str
    changed_at: datetime


def dates_of(reader: Reader, slug: str, now: datetime) -> MeetingQuerySet:
    """The meetings of a reader's feed, of all boards or of one."""
    found = within(Meeting.objects.in_calendar_of(reader), now)
    return found.filter(board__slug=slug) if slug else found


def within(meetings: MeetingQuerySet, now: datetime) -> MeetingQuerySet:
    """What calendars show: a year back and everything ahead; cancelled ones for 90 days."""
    gone = Q(status=Meeting.Status.CANCELLED, changed_at__lt=now - CANCELLED_STAY)
    return meetings.filter(starts_at__gte=midnight(local_day(now) - BACK)).exclude(gone)


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
        )
    )


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
    who = (feed.pk, sorted(whose.boards), sorted(whose.chairs), sorted(whose.roles))
    tag = hashlib.sha256(repr((moments, feed.meetings, feed.revised, feed.asked, who)).encode()).hexdigest()[:32]
    return State(feed, tag, max(moment for moment in moments if moment))


def _folded(rows: Any, function: str, field: str, kind: Any) -> Subquery:
    """One value over all rows of a query; a plain function, as an aggregate would be grouped by row."""
    return Subquery(
        rows.order_by().annotate(folded=Func(F(field), function=function)).values("folded"), output_field=kind
    )


def text_of(feed: Feed, whose: Reader, name: str, now: datetime) -> bytes:
    """The calendar itself, in the language that is on; equal dates give equal octets."""
    dates = dates_of(whose, slug_of(feed.subject), now)
    return ical.feed(_detailed(feed, dates, whose) if feed.detailed else _plain(feed, dates), name)


def _plain(feed: Feed, dates: MeetingQuerySet) -> Iterator[str]:
    """The events without link and answer. The link of a video meeting stands in its place, and it is the way in."""
    for _pk, _status, mode, place, text in rows(dates, feed.language):
        yield ical.discreet(text, place=None if mode == Meeting.Mode.IN_PERSON else place)


def _detailed(feed: Feed, dates: MeetingQuerySet, whose: Reader) -> Iterator[str]:
    """The events with what their holder may read: the link, and the answer once somebody was asked."""
    answers = _answers(whose, dates)
    own = feed.holder == whose.actor.key
    for pk, status, _mode, place, text in rows(dates, feed.language):
        if status == Meeting.Status.PLANNED:
            yield ical.discreet(text, place=place)
        elif own:
            yield ical.described(text, _details(pk, status, answers.get(pk)))
        else:
            yield _assisted(text, place, status, answers.get(pk))


def _assisted(text: str, place: str, status: str, invitation: Invitation | None) -> str:
    """For who answers dates for somebody: the meeting's page and the way into a video meeting stay closed."""
    shown = ical.discreet(text, place=place)
    if invitation is None or status == Meeting.Status.CANCELLED:
        return shown
    given = choices.given(invitation)
    address = settings.SITE_URL + reverse("reply_for", args=[invitation.meeting_id, invitation.person_id])
    said = str(given.other) if given else _("No answer yet.")
    return ical.described(shown, "\n".join([_("Answer (after login): %(url)s") % {"url": address}, said]))


def rows(dates: MeetingQuerySet, language: str) -> Iterator[tuple[UUID, str, str, str, str]]:
    """(meeting, status, mode, place, calendar text) of these dates; the text is stored where somebody was told."""
    here = {"meeting": OuterRef("pk"), "revision": OuterRef("revision"), "language": language}
    kept = Subquery(CalendarText.objects.filter(**here).values("text")[:1])
    found = list(dates.order_by().annotate(text=kept).values_list("pk", "status", "mode", "place", "text"))
    made = _made_now([pk for pk, *_known, text in found if not text])
    for pk, status, mode, place, text in found:
        yield pk, status, mode, place, text or made[pk]


def _made_now(meetings: list[UUID]) -> dict[UUID, str]:
    """Of dates nobody was sent anything about no text is stored."""
    found = Meeting.objects.filter(pk__in=meetings).select_related("board") if meetings else []
    return {one.pk: ical.stored_event(entries.occasion(one, one.changed_at)) for one in found}


def _answers(whose: Reader, dates: MeetingQuerySet) -> dict[UUID, Invitation]:
    own = Invitation.objects.in_force().filter(person=whose.person_id, meeting__in=dates.order_by().values("pk"))
    return {one.meeting_id: one for one in own}


def _details(meeting: UUID, status: str, invitation: Invitation | None) -> str:
    lines = [_("Agenda (after login): %(url)s") % {"url": entries.portal_url(meeting)}]
    if invitation and status != Meeting.Status.CANCELLED:
        given = choices.given(invitation)
        lines.append(str(given.state) if given else _("You have not answered yet."))
    return "\n".join(lines)
