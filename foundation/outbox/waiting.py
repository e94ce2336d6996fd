"""Mails that wait longer than a healthy installation lets them wait."""

from datetime import datetime, timedelta

from django.db.models import Min, Q

from foundation.outbox.models import Delivery, State

LATE = timedelta(minutes=15)
PUT_OFF = timedelta(hours=1)
GATHERED = timedelta(days=7)  # holidays and a weekend are over by then
_OPEN = Q(state__in=[State.PENDING, State.CLAIMED, State.SENDING])
_HELD = Q(state__in=[State.CLAIMED, State.SENDING])


def late(now: datetime) -> Q:
    """Due for fifteen minutes without reaching the server, put off by the server for an hour, or waiting for a week
    for a mail of the day.

    Where no server answers or takes our login, `not_before` moves on and on; `tried_since` stays.
    """
    due = Q(state=State.PENDING, not_before__lt=now - LATE) | _HELD & Q(lease_until__lt=now - LATE)
    unreached = _OPEN & Q(attempts=0, tried_since__lt=now - LATE)
    forgotten = Q(state=State.GATHERING, created_at__lt=now - GATHERED)
    return due | unreached | forgotten | _OPEN & Q(tried_since__lt=now - PUT_OFF)


def due_since(now: datetime) -> datetime | None:
    """Since when the oldest mail waits that could go out now or that never reached the server; None: no such mail."""
    found = Delivery.objects.order_by().aggregate(
        due=Min("not_before", filter=Q(state=State.PENDING, not_before__lte=now)),
        left=Min("lease_until", filter=_HELD & Q(lease_until__lte=now)),
        unreached=Min("tried_since", filter=_OPEN & Q(attempts=0)),
    )
    return min((at for at in found.values() if at is not None), default=None)
