"""A recipient has another address: what has not left goes there."""

from collections.abc import Mapping

from django.db.models import Q

from foundation.outbox.models import Delivery, DeliveryQuerySet, State, sum_of
from foundation.outbox.rewriting import replacing, rewritten

_STILL_HERE = [State.PENDING, State.CLAIMED, State.HELD, State.FAILED, State.LETTER, State.GATHERING]


def waiting(recipient: str, address: str) -> DeliveryQuerySet:
    """What never left for this address, refused mails too: the office sends them again once it knows a better one."""
    here = Q(state__in=_STILL_HERE, sent_at=None)
    carriers = Delivery.objects.filter(here, recipient=recipient).values("pk")
    joined = Q(state=State.JOINED, carrier__in=carriers)
    return Delivery.objects.filter(here | joined, recipient=recipient, address=address)


def readdress(recipient: str, old: str, new: str, *, secrets: Mapping[str, str]) -> int:
    """Each of these mails goes to `new`, `secrets` replaced, with the same key and Message-ID. Returns how many.

    A worker that has claimed one sends nothing: it looks at each row once more. One on the wire goes where it was
    going. What is no longer kept whole stays as it is: it is not sent any more.
    """
    found = Delivery.objects.filter(pk__in=waiting(recipient, old).lock()).order_by("pk")
    rows = [row for row in found if row.is_whole]
    links, name = replacing(secrets), replacing({old: new}, whole=True)
    for row in rows:
        row.raw = rewritten(bytes(row.raw), lambda text: name(links(text)), to=(row.recipient_name, new))
        row.sha256 = sum_of(row.raw)
        row.secrets = [secrets.get(one, one) for one in row.secrets]
        row.address = new
        if row.state == State.CLAIMED:
            row.state, row.token, row.lease_until = State.PENDING, "", None
    Delivery.objects.bulk_update(rows, ["raw", "sha256", "secrets", "address", "state", "token", "lease_until"])
    return len(rows)
