"""Addresses of calendars to subscribe to: shown once, changed at will, kept only as SHA-256."""

import secrets
from datetime import datetime

from django.db import transaction

from foundation.accounts.digests import digest_of
from foundation.accounts.models import Feed, FeedQuerySet
from foundation.journal.recording import record
from foundation.locks import one_at_a_time
from foundation.values import BERLIN, Actor


@transaction.atomic
def open_feed(
    holder: str, *, subject: str, language: str, detailed: bool, by: Actor, now: datetime
) -> tuple[Feed, str]:
    """A new address and its secret, which nobody can read again; the one before it ends."""
    one_at_a_time(f"feeds of {holder}")
    _end(Feed.objects.filter(holder=holder, subject=subject), now)
    secret = secrets.token_urlsafe(32)
    feed = Feed.objects.create(
        holder=holder,
        subject=subject,
        sha256=digest_of(secret),
        language=language,
        detailed=detailed,
        created_at=now,
    )
    record("access.feed_opened", holder, by=by, now=now, feed=feed.pk)
    return feed, secret


@transaction.atomic
def close_feed(feed: Feed, *, by: Actor, now: datetime) -> None:
    """The address opens nothing any more; closing twice changes nothing."""
    if _end(Feed.objects.filter(pk=feed.pk), now):
        record("access.feed_closed", feed.holder, by=by, now=now, feed=feed.pk)


def end_feeds(holders: list[str], now: datetime) -> int:
    """End every address of these holders; return how many."""
    return _end(Feed.objects.filter(holder__in=holders), now)


def note_reading(feed: Feed, tag: str, now: datetime) -> datetime:
    """Once a day, so that its holder sees whether a programme still asks, and for each other content (`tag`).

    Returns since when the content is known to be this one.
    """
    day = now.astimezone(BERLIN).date()
    changed_at = feed.changed_at if feed.changed_at and feed.tag == tag else now
    if (feed.last_read_on, feed.changed_at) != (day, changed_at):
        Feed.objects.filter(pk=feed.pk).update(last_read_on=day, tag=tag, changed_at=changed_at)
    return changed_at


def _end(feeds: FeedQuerySet, now: datetime) -> int:
    return feeds.live().update(revoked_at=now)
