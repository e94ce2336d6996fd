"""What became of a mail after a server had taken it: it came back."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from foundation.journal.recording import record
from foundation.outbox.models import Delivery, State
from foundation.outbox.received import Failure
from foundation.values import SYSTEM

RETURNED = "returned: "
_MOST = 200


def delivery_of(message_ids: Collection[str]) -> Delivery | None:
    """The newest delivery that one of these Message-IDs names, however long ago: meetings are called months ahead."""
    if not message_ids:
        return None
    named = Delivery.objects.filter(message_id__in=list(message_ids)[:_MOST])
    return named.defer("raw").order_by("-created_at").first()


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
