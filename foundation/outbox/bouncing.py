"""What became of a mail after a server had taken it: it came back."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction

from foundation.journal.recording import record
from foundation.outbox.models import Delivery, State
from foundation.outbox.queue import message_id
from foundation.outbox.received import Failure
from foundation.values import SYSTEM

RETURNED = "returned: "
LATEST = timedelta(days=30)
_MOST = 20_000


def delivery_of(message_ids: Collection[str], *, now: datetime) -> Delivery | None:
    """The delivery of the last 30 days that one of these Message-IDs names; ids follow from keys (`message_id`)."""
    if not message_ids:
        return None
    recent = Delivery.objects.filter(created_at__gt=now - LATEST).order_by("-created_at")
    keys = recent.values_list("key", flat=True)[:_MOST]
    key = next((one for one in keys if message_id(one) in message_ids), None)
    return Delivery.objects.defer("raw").get(key=key) if key else None


@transaction.atomic
def note_return(delivery: Delivery, failure: Failure, *, now: datetime) -> bool:
    """The mail was not delivered after all (RFC 3464): it stands among the failed ones, with the server's words.

    When it was handed over stays. Noted twice is noted once.
    """
    words = f"{RETURNED}{failure.status} {failure.words}".strip()[:500]
    sent = Delivery.objects.filter(pk=delivery.pk, state=State.SENT)
    if not sent.update(state=State.FAILED, last_error=words):
        return False
    record("delivery.returned", f"delivery:{delivery.pk}", by=SYSTEM, now=now, status=failure.status)
    return True
