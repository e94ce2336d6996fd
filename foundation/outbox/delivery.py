"""Sending what is due: claim a few rows, send each by itself, write down what the server said.

Any number of workers may do this at once, and each may be killed at any moment: only claims count. A worker that
dies leaves a lease behind; when it is over, the same bytes are sent again. Killed between the server's "250" and
our commit, a mail goes out twice with one Message-ID: no design removes that window.
"""

import logging
import threading
import time
import uuid
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import nullcontext, suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import CharField, DateTimeField, F, Q, QuerySet, UUIDField
from django.db.models.functions import Coalesce

from foundation.outbox import transport as ways
from foundation.outbox.models import Delivery, DeliveryQuerySet, State
from foundation.prepared import PreparedUpdate

log = logging.getLogger(__name__)

BATCH = 20
RUN_SECONDS = 60
CLAIM_SECONDS = 60
MAX_TRIES = 12
MAX_AGE = timedelta(hours=24)
POISON_TRIES = 3
LOGIN_PAUSE = timedelta(minutes=5)
LOGIN_REFUSED = "login refused: "


_alone = threading.Lock()
_asked: deque[datetime] = deque()


def drain(*, now: datetime) -> int:
    """Send what is due, for about a minute; return how many mails were sent. With capture:// that is at `now`.

    One thread of a process at a time, so that a killed process leaves one mail of which nobody knows whether it got
    through. Who comes meanwhile leaves word and goes; the one at work then looks once more.
    """
    began, sent = time.monotonic(), 0
    _asked.append(now)
    while _asked and time.monotonic() - began < RUN_SECONDS and _alone.acquire(blocking=False):
        try:
            sent += send_due(_last_asked() or now)
        finally:
            _alone.release()
    return sent


def _last_asked() -> datetime | None:
    """By the clock of who came last: it may have been set meanwhile."""
    asked = []
    with suppress(IndexError):
        while True:
            asked.append(_asked.pop())
    return asked[0] if asked else None


def send_due(now: datetime) -> int:
    """One pass over what is due. Any number of processes may do this at once."""
    if _is_paused(now):
        return 0
    way = ways.transport()
    run = _Run(way, now)
    try:
        while run.goes_on and (rows := run.claim()):
            # Nothing leaves the machine with capture://, so one commit for all is enough.
            with nullcontext() if way.live else transaction.atomic():
                run.send_all(rows)
    finally:
        way.close()
    return run.sent


def _is_paused(now: datetime) -> bool:
    """Whether the server refused our login less than five minutes ago."""
    waiting = Delivery.objects.filter(state=State.PENDING, not_before__gt=now)
    return waiting.filter(last_error__startswith=LOGIN_REFUSED).exists()


def claim_seconds() -> int:
    """How long a claimed mail waits for its turn: a minute, or the lease where that is shorter."""
    return min(CLAIM_SECONDS, settings.DELIVERY_LEASE_SECONDS)


def wait(row: Delivery, tries: int) -> timedelta:
    """Time until the next try: 2, 4, 8 ... minutes, at most an hour, and up to a quarter more, fixed by the id.

    All of it follows the setting DELIVERY_RETRY_SECONDS, the first wait of a mail that was put off.
    """
    seconds = settings.DELIVERY_RETRY_SECONDS * min(2**tries / 2, 30)
    return timedelta(seconds=seconds * (1 + (row.pk.int >> 2 * tries) % 256 / 1024))


def _begin(pk: UUID, token: str, lease: datetime) -> tuple[QuerySet[Delivery], dict[str, Any]]:
    mine = Delivery.objects.filter(pk=pk, token=token, state=State.CLAIMED)
    return mine, {"state": State.SENDING, "lease_until": lease, "attempts": F("attempts") + 1}


def _mark_sent(pk: UUID, token: str, at: datetime, reply: str) -> tuple[QuerySet[Delivery], dict[str, Any]]:
    done = {"state": State.SENT, "smtp_reply": reply, "last_error": "", "token": "", "lease_until": None}
    return Delivery.objects.filter(pk=pk, token=token), done | {"sent_at": Coalesce("sent_at", at)}


# Building their SQL costs more than running them: each mail needs both.
_BEGIN = PreparedUpdate(_begin, pk=UUIDField(), token=CharField(), lease=DateTimeField())
_MARK_SENT = PreparedUpdate(_mark_sent, pk=UUIDField(), token=CharField(), at=DateTimeField(), reply=CharField())


class _Run:
    """One call of `drain`: its way out, its clock and its claims."""

    def __init__(self, way: ways.Transport, now: datetime) -> None:
        self.way = way
        self.now = now
        self.started = self.renewed = time.monotonic()
        self.token = uuid.uuid4().hex
        self.sent = 0
        self.stopped = False

    @property
    def goes_on(self) -> bool:
        return not self.stopped and time.monotonic() - self.started < RUN_SECONDS

    def moment(self) -> datetime:
        """The present: `now` and what passed since, as sending takes its time."""
        return self.now + timedelta(seconds=time.monotonic() - self.started) if self.way.live else self.now

    def claim(self) -> list[Delivery]:
        """Take up to 20 rows that are due or whose worker died; in the order in which others lock them."""
        at = self.moment()
        left_behind = Q(state__in=[State.CLAIMED, State.SENDING], lease_until__lt=at)
        with transaction.atomic(durable=self.way.live):
            free = Delivery.objects.select_for_update(skip_locked=True, of=("self",)).order_by("not_before", "pk")
            rows = list(free.filter(Q(state=State.PENDING, not_before__lte=at) | left_behind)[:BATCH])
            Delivery.objects.filter(pk__in=[row.pk for row in rows]).update(
                state=State.CLAIMED,
                token=self.token,
                lease_until=at + timedelta(seconds=claim_seconds()),
                tried_since=Coalesce("tried_since", at),
            )
        self.renewed = time.monotonic()
        for row in rows:
            row.tried_since = row.tried_since or at
        return sorted(rows, key=lambda row: row.pk)

    def send_all(self, rows: list[Delivery]) -> None:
        """Send the claimed rows one by one; what time or the server do not allow goes back untouched."""
        waiting = iter(rows)
        try:
            self.way.open()
            row = self._begin_next(waiting)
            while row is not None:
                row = self._send(row, waiting)
        except ways.NotAllowed as error:
            self._stop(LOGIN_REFUSED + str(error), LOGIN_PAUSE)
        except ways.Unreachable as error:
            self._stop(str(error), wait(rows[0], 0))
        if not self.goes_on:
            self._change_claimed(state=State.PENDING, token="", lease_until=None)

    def _send(self, row: Delivery, waiting: Iterator[Delivery]) -> Delivery | None:
        """One mail to one recipient. What became of it and that the next one begins are one commit."""
        became = self._hand_over(row)
        with transaction.atomic(durable=self.way.live, savepoint=self.way.live):
            became()
            return self._begin_next(waiting)

    def _begin_next(self, waiting: Iterator[Delivery]) -> Delivery | None:
        """Mark the next row as being sent, if there is time. Zero rows changed means: overtaken, or somebody else has
        it by now."""
        while self.goes_on and (row := next(waiting, None)):
            self._renew()
            lease = self.moment() + timedelta(seconds=settings.DELIVERY_LEASE_SECONDS)
            if _BEGIN(pk=row.pk, token=self.token, lease=lease):
                row.attempts += 1
                return row
        return None

    def _hand_over(self, row: Delivery) -> Callable[[], None]:
        """Give the mail to the server, outside of any transaction; return what is to be written down."""
        if row.attempts > MAX_TRIES:
            return partial(self._fail, row, row.last_error or "no worker came back from sending this mail")
        try:
            return partial(self._mark_sent, row, self.way.send(row.address, bytes(row.raw)))
        except ways.Refused as error:
            return partial(self._fail, row, str(error))
        except ways.Later as error:
            return partial(self._later, row, str(error))
        except ways.TransportError:
            self._mine(State.SENDING).filter(pk=row.pk).update(state=State.CLAIMED, attempts=F("attempts") - 1)
            raise
        except Exception as error:
            log.exception("Delivery %s cannot be sent", row.pk)
            return partial(self._poison, row, f"{type(error).__name__}: {error}".replace("\x00", ""))

    def _mark_sent(self, row: Delivery, reply: str) -> None:
        # Whatever the state is by now: it did go out. The first time is the one that counts as proof.
        self.sent += _MARK_SENT(pk=row.pk, token=self.token, at=self.moment(), reply=reply)

    def _later(self, row: Delivery, error: str) -> None:
        if row.attempts >= MAX_TRIES or self._is_too_old(row):
            return self._fail(row, error)
        self._settle(row, State.PENDING, error, not_before=self.moment() + wait(row, row.attempts))

    def _poison(self, row: Delivery, error: str) -> None:
        if row.attempts >= POISON_TRIES:
            return self._settle(row, State.HELD, error)
        self._settle(row, State.PENDING, error, not_before=self.moment() + wait(row, row.attempts))

    def _fail(self, row: Delivery, error: str) -> None:
        log.error("Delivery %s failed: %s", row.pk, error[:3] if error[:3].isdecimal() else "no answer")
        self._settle(row, State.FAILED, error)

    def _settle(self, row: Delivery, state: State, error: str, **values: object) -> None:
        mine = self._mine(State.SENDING).filter(pk=row.pk)
        mine.update(state=state, last_error=error[:500], token="", lease_until=None, **values)

    def _stop(self, error: str, pause: timedelta) -> None:
        """The server talks to nobody: all wait, no try is counted; what waited a day has failed."""
        log.error("The mail server takes no mail (%s). Next try in %s.", error[:60], pause)
        self.stopped = True
        values: dict[str, Any] = {"last_error": error[:500], "token": "", "lease_until": None}
        self._change_claimed(Q(tried_since__lte=self.moment() - MAX_AGE), state=State.FAILED, **values)
        self._change_claimed(state=State.PENDING, not_before=self.moment() + pause, **values)

    def _renew(self) -> None:
        """Keep the claims on the rest of the batch; what somebody else took meanwhile has another token."""
        if time.monotonic() - self.renewed > claim_seconds() / 3:
            self.renewed = time.monotonic()
            lease = self.moment() + timedelta(seconds=claim_seconds())
            self._change_claimed(lease_until=lease)

    def _change_claimed(self, which: Q = Q(), **values: object) -> None:
        with transaction.atomic():
            rows = self._mine(State.CLAIMED).filter(which).lock()
            Delivery.objects.filter(pk__in=rows).update(**values)

    def _mine(self, state: State) -> "DeliveryQuerySet":
        return Delivery.objects.filter(token=self.token, state=state)

    def _is_too_old(self, row: Delivery) -> bool:
        return row.tried_since is not None and self.moment() - row.tried_since >= MAX_AGE
