"""The calendar a reader subscribes to: which dates, and as what text.

Reading it again costs as little as it can: `state_of` says in one query whether anything is new, and the text of a
meeting that people were told of is stored, so a feed only joins texts.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import DateTimeField, F, Func, IntegerField, OuterRef, Q, QuerySet, Subquery
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
    """What a feed rests on; `tag` is another one for every other content, `changed_at` never older than today."""

    feed: Feed
    tag: str
    changed_at: datetime


def dates_of(reader: Reader, subject: str, now: datetime) -> MeetingQuerySet:
    """The meetings of a feed: a year back and everything ahead; cancelled ones for 90 days."""
    found = Meeting.objects.in_calendar_of(reader).filter(starts_at__gte=midnight(local_day(now) - BACK))
    if subject:
        found = found.filter(board__slug=slug_of(subject))
    gone = Q(status=Meeting.Status.CANCELLED, changed_at__lt=now - CANCELLED_STAY)
    return found.exclude(gone)


def _standing(digest: str, person: UUID) -> QuerySet[Feed]:
    """The feed with this digest, and what its dates rest on.

    Any change of any meeting counts as news, which is rare and costs programs one reading; asking which meetings a
    reader sees would cost every question as much as the answer.
    """
    own = Invitation.objects.in_force().filter(person=person)
    return (
        Feed.objects.live()
        .filter(sha256=digest)
        .annotate(
            moved=_folded(Meeting.objects.all(), "MAX", "changed_at", DateTimeField()),
            answered=_folded(own, "MAX", "answered_at", DateTimeField()),
            meetings=_folded(Meeting.objects.all(), "COUNT", "pk", IntegerField()),
            revised=_folded(Meeting.objects.all(), "SUM", "revision", IntegerField()),
            asked=_folded(own, "SUM", "asked_sequence", IntegerField()),
        )
    )


_found: PreparedRows[Feed] = PreparedRows(_standing, str, UUID)


def state_of(reader: Reader, secret: str, subject: str, now: datetime) -> State | None:
    """The feed of this reader with this secret and what it rests on, in one query; None for any other."""
    feed: Any = next(iter(_found(digest_of(secret), reader.person_id)), None)
    if feed is None or (feed.holder, feed.subject) != (reader.actor.key, subject):
        return None
    # Rights begin and end at midnight, and the window moves on.
    moments = (feed.moved, feed.answered, midnight(local_day(now)))
    who = (feed.pk, sorted(reader.boards), sorted(reader.chairs), sorted(reader.roles))
    tag = hashlib.sha256(repr((moments, feed.meetings, feed.revised, feed.asked, who)).encode()).hexdigest()[:32]
    return State(feed, tag, max(moment for moment in moments if moment))


def _folded(rows: Any, function: str, field: str, kind: Any) -> Subquery:
    """One value over all rows of a query; a plain function, as an aggregate would be grouped by row."""
    return Subquery(
        rows.order_by().annotate(folded=Func(F(field), function=function)).values("folded"), output_field=kind
    )


def text_of(feed: Feed, reader: Reader, name: str, now: datetime) -> bytes:
    """The calendar itself, in the language that is on; equal dates give equal octets."""
    return ical.feed(_texts(feed, dates_of(reader, feed.subject, now), reader), name)


def _texts(feed: Feed, dates: MeetingQuerySet, reader: Reader) -> Iterator[str]:
    here = {"meeting": OuterRef("pk"), "revision": OuterRef("revision"), "language": feed.language}
    kept = Subquery(CalendarText.objects.filter(**here).values("text")[:1])
    rows = list(dates.order_by().annotate(text=kept).values_list("pk", "status", "mode", "place", "text"))
    made = _made_now([pk for pk, *_known, text in rows if not text])
    answers = _answers(reader, [pk for pk, *_known in rows]) if feed.detailed else {}
    for pk, status, mode, place, text in rows:
        text = text or made[pk]
        if feed.detailed and status != Meeting.Status.PLANNED:
            yield ical.described(text, _details(pk, status, answers.get(pk)))
        else:
            # The link of a video meeting stands in its place, and it is the way in.
            yield ical.discreet(text, place=None if mode == Meeting.Mode.IN_PERSON else place)


def _made_now(meetings: list[UUID]) -> dict[UUID, str]:
    """Of dates nobody was sent anything about no text is stored."""
    found = Meeting.objects.filter(pk__in=meetings).select_related("board") if meetings else []
    return {one.pk: ical.stored_event(entries.occasion(one, one.changed_at)) for one in found}


def _answers(reader: Reader, meetings: Iterable[UUID]) -> dict[UUID, Invitation]:
    own = Invitation.objects.in_force().filter(person=reader.person_id, meeting__in=list(meetings))
    return {one.meeting_id: one for one in own}


def _details(meeting: UUID, status: str, invitation: Invitation | None) -> str:
    lines = [_("Agenda (after login): %(url)s") % {"url": entries.portal_url(meeting)}]
    if invitation and status != Meeting.Status.CANCELLED:
        given = choices.given(invitation)
        lines.append(str(given.state) if given else _("You have not answered yet."))
    return "\n".join(lines)
