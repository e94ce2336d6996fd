"""Putting mail into the outbox, and taking back what is overtaken. All in the transaction of the act."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr

from django.conf import settings
from django.db.models import Case, OuterRef, Q, Subquery, Value, When

from foundation.outbox.models import Delivery, State, sum_of
from foundation.values import BERLIN, Actor, midnight
from foundation.web import nudges
from foundation.web.nudges import quiet as quiet

DRAIN = "foundation.outbox.delivery.drain"
_KEYS = uuid.UUID("6f0c1f5e-43a5-4f0c-9d55-0c5d1b0f7a11")
_STILL_HERE = [State.PENDING, State.CLAIMED, State.HELD]
_DIVISIBLE = [*_STILL_HERE, State.FAILED]
"""Mails of the day whose parts can still leave singly."""
_FOR_A_PERSON = [State.HELD, State.FAILED]
_STOPPABLE = [State.PENDING, State.CLAIMED, State.SENDING, State.HELD, State.LETTER, State.GATHERING]


@dataclass(frozen=True, kw_only=True)
class Mail:
    """One mail to one recipient. `key` names it for ever: the same key is never sent twice.

    `secrets` are the parts of `raw` nobody else may read, such as the tokens of personal links. `by_post`: it waits
    for a person to print it. `gathers`: it may leave together with others of its day (`digest`).
    """

    key: str
    kind: str
    recipient: str
    recipient_name: str
    address: str
    subject: str
    raw: bytes
    topic: str = ""
    version: int = 0
    secrets: tuple[str, ...] = ()
    not_before: datetime | None = None
    by_post: bool = False
    gathers: bool = False

    @property
    def state(self) -> State:
        if self.by_post:
            return State.LETTER
        return State.GATHERING if self.gathers else State.PENDING

    def row(self, now: datetime) -> Delivery:
        return Delivery(
            key=self.key,
            message_id=message_id(self.key),
            kind=self.kind,
            topic=self.topic,
            version=self.version,
            recipient=self.recipient,
            recipient_name=self.recipient_name[:200],
            address=self.address,
            subject=self.subject[:300],
            raw=self.raw,
            sha256=sum_of(self.raw),
            secrets=list(self.secrets),
            state=self.state,
            gathers=self.gathers,
            created_at=now,
            not_before=self.not_before or now,
        )


def message_id(key: str) -> str:
    """The Message-ID of the mail with this key: the same at each call, so copies are known as copies.

    Only who got the mail knows it, and can report its return: it rests on SECRET_KEY.
    """
    domain = parseaddr(settings.MAIL_FROM)[1].rpartition("@")[2]
    return f"<{uuid.uuid5(uuid.uuid5(_KEYS, settings.SECRET_KEY), key)}@{domain}>"


def enqueue(mails: Sequence[Mail], *, now: datetime) -> list[Delivery]:
    """Store the mails and return the new rows, in order; a key that exists already is skipped.

    Two queries, whatever the number of mails. The worker is asked to look after the commit.
    """
    rows = list({mail.key: mail.row(now) for mail in reversed(mails)}.values())[::-1]
    if not rows:
        return []
    # Not ignore_conflicts: SQLite would then swallow every broken constraint, not only the key's.
    Delivery.objects.bulk_create(rows, update_conflicts=True, unique_fields=["key"], update_fields=["key"])
    stored = set(Delivery.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
    added = [row for row in rows if row.pk in stored]
    if added:
        nudge()
    return added


def nudge() -> None:
    """Ask the worker to look after the present commit."""
    nudges.soon(DRAIN)


def supersede(topic: str, below_version: int, kinds: Collection[str] | None = None) -> int:
    """A newer version of `topic` is published: what is older and not sent yet stays here. Return how many."""
    older = Q(topic=topic, version__lt=below_version)
    return _stop(older & Q(kind__in=list(kinds)) if kinds is not None else older)


def withdraw(recipient: str, topic: str | None = None) -> int:
    """Nothing that waits goes to this recipient any more (about `topic`, or at all). Return how many."""
    theirs = Q(recipient=recipient)
    return _stop(theirs & Q(topic=topic) if topic is not None else theirs)


def unpublish(topic: str, above_version: int, kinds: Collection[str]) -> None:
    """What is newer than this version is taken back unheard: refused mails are not sent either, and none of it
    overtakes what people know."""
    newer = Delivery.objects.filter(topic=topic, version__gt=above_version, kind__in=list(kinds), sent_at=None)
    Delivery.objects.filter(pk__in=newer.lock()).update(state=State.OBSOLETE, version=0)


def hold(which: Q, *, by: Actor) -> int:
    """A person stops what waits; it stays until that or another person decides. Return how many.

    What a worker has only claimed is stopped as well: it looks at each row once more before it sends.
    """
    waiting = Delivery.objects.filter(which, state__in=[State.PENDING, State.CLAIMED, State.GATHERING]).lock()
    stopped = {"state": State.HELD, "held_by": by.key, "last_error": "", "token": "", "lease_until": None}
    return Delivery.objects.filter(pk__in=waiting).update(**stopped)


def let_go(which: Q, *, now: datetime) -> int:
    """Send what a person stopped; what gathered for the mail of a day does so again on the day it was written, and
    leaves at once later, when it may be urgent. Return how many."""
    today = midnight(now.astimezone(BERLIN).date())
    gathering = When(gathers=True, gathered_on=None, created_at__gte=today, then=Value(State.GATHERING))
    state = Case(gathering, default=Value(State.PENDING))
    fresh = {"state": state, "held_by": "", "not_before": now, "attempts": 0, "tried_since": None}
    gone = Delivery.objects.filter(pk__in=Delivery.objects.stopped().filter(which).lock()).update(**fresh)
    if gone:
        nudge()
    return gone


def _stop(which: Q) -> int:
    # A mail on the wire is stopped too: its worker still writes "sent" if it got through, but nobody retries it.
    theirs, told = Q(which, state__in=_STOPPABLE), Q(which, state=State.JOINED)
    joined = Delivery.objects.filter(told, carrier__state__in=_DIVISIBLE).order_by()
    carriers = joined.values("carrier")
    if not Delivery.objects.filter(theirs | told | Q(pk__in=carriers) | Q(carrier__in=carriers)).lock():
        return 0
    unheard = dict(joined.values_list("pk", "carrier"))
    _give_up({one for one in unheard.values() if one})
    stopped = Delivery.objects.filter(theirs | Q(pk__in=unheard)).update(state=State.OBSOLETE)
    # What has left or leaves in a mail of the day is no longer true: that mail is not sent once more (`resending`).
    Delivery.objects.filter(told).update(state=State.OBSOLETE)
    return stopped


def _give_up(carriers: Collection[uuid.UUID]) -> None:
    """These mails of the day do not leave; what is in them leaves singly, or waits for a person where they did.

    One that is on the wire is left alone, for the rest would go out twice.
    """
    if not carriers:
        return
    parts = Delivery.objects.filter(state=State.JOINED, carrier__in=carriers)
    whole = Delivery.objects.filter(pk=OuterRef("carrier"))
    as_whole = {name: Subquery(whole.values(name)) for name in ("state", "last_error")}
    parts.filter(carrier__state__in=_FOR_A_PERSON).update(carrier=None, **as_whole)
    parts.filter(carrier__state__in=_DIVISIBLE).update(state=State.PENDING, carrier=None)
    divisible = Delivery.objects.filter(pk__in=carriers, state__in=_DIVISIBLE)
    divisible.update(state=State.OBSOLETE, token="", lease_until=None)
    nudge()
