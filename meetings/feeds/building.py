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

from django.db.models import DateTimeField, F, Func, IntegerField, OuterRef, Q, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import override

from foundation.accounts import feeds
from foundation.accounts.models import Feed
from foundation.values import midnight
from foundation.web.wording import local_day
from governance.confidentiality import Reader
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
        found = found.filter(board__slug=subject.removeprefix("board:"))
    gone = Q(status=Meeting.Status.CANCELLED, changed_at__lt=now - CANCELLED_STAY)
    return found.exclude(gone)


def state_of(reader: Reader, secret: str, subject: str, now: datetime) -> State | None:
    """The feed with this secret and what it shows now, in one query; None for a wrong secret."""
    dates = dates_of(reader, subject, now).order_by()
    answers = Invitation.objects.filter(person=reader.person_id, meeting__in=dates).order_by()
    found = feeds.opened_by(secret, holder=reader.actor.key, subject=subject).annotate(
        dates=_folded(dates, "COUNT", "pk", IntegerField()),
        moved=_folded(dates, "MAX", "changed_at", DateTimeField()),
        answered=_folded(answers, "MAX", "answered_at", DateTimeField()),
        asked=_folded(answers, "MAX", "asked_sequence", IntegerField()),
    )
    feed = found.first()
    if feed is None:
        return None
    facts = (feed.dates, feed.moved, feed.answered, feed.asked)
    own = (feed.pk, feed.detailed, sorted(reader.boards), sorted(reader.chairs), sorted(reader.roles))
    tag = hashlib.sha256(repr((facts, own)).encode()).hexdigest()[:32]
    # Rights begin and end at midnight: what was true yesterday is never said to be unchanged.
    changed_at = max(moment for moment in (*facts[1:3], midnight(local_day(now))) if moment)
    return State(feed, tag, changed_at)


def _folded(rows: Any, function: str, field: str, kind: Any) -> Subquery:
    """One value over all rows of a query; a plain function, as an aggregate would be grouped by row."""
    return Subquery(rows.annotate(folded=Func(F(field), function=function)).values("folded"), output_field=kind)


def text_of(feed: Feed, reader: Reader, name: str, now: datetime) -> bytes:
    """The calendar itself; equal dates give equal octets."""
    with override(feed.language):
        return ical.feed(_texts(feed, dates_of(reader, feed.subject, now), reader), name)


def _texts(feed: Feed, dates: MeetingQuerySet, reader: Reader) -> Iterator[str]:
    here = {"meeting": OuterRef("pk"), "revision": OuterRef("revision"), "language": feed.language}
    kept = Subquery(CalendarText.objects.filter(**here).values("text")[:1])
    answers = _answers(dates, reader) if feed.detailed else {}
    for one in dates.select_related("board").annotate(text=kept):
        text = one.text or ical.stored_event(entries.occasion(one, one.changed_at))
        if feed.detailed and one.status != Meeting.Status.PLANNED:
            yield ical.described(text, _details(one, answers.get(one.pk)))
        else:
            yield ical.discreet(text)


def _answers(dates: MeetingQuerySet, reader: Reader) -> dict[UUID, Invitation]:
    own = Invitation.objects.in_force().filter(person=reader.person_id, meeting__in=dates.order_by())
    return {one.meeting_id: one for one in own}


def _details(meeting: Meeting, invitation: Invitation | None) -> str:
    lines = [_("Agenda (after login): %(url)s") % {"url": entries.portal_url(meeting)}]
    if invitation and meeting.status != Meeting.Status.CANCELLED:
        given = choices.given(invitation)
        lines.append(str(given.state) if given else _("You have not answered yet."))
    return "\n".join(lines)
