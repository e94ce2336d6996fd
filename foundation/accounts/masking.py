"""A frozen mail holds its links as long as they open something."""

from datetime import datetime

from django.db.models import Q

from foundation.accounts.links import may_open
from foundation.outbox.models import Delivery, State
from foundation.outbox.reading import masked_mail

LOOK, MOST = 5_000, 200
_OVER = Q(state__in=[State.SENT, State.FAILED, State.OBSOLETE]) | Q(state=State.JOINED, carrier__state=State.SENT)


def mask_due(*, now: datetime) -> int:
    """Duty: in mails that are over, links that are over are masked, at most 200 mails a time. Returns how many.

    One that was closed before its time waits for a week more: the act that closed it may be taken back.

    The SHA-256 taken of it still proves which mail was sent; who reads the database finds no address that once opened
    a page.
    """
    over = Delivery.objects.filter(_OVER).exclude(secrets=[])
    held = list(over.order_by("created_at").values_list("pk", "secrets")[:LOOK])
    live = may_open({secret for _pk, secrets in held for secret in secrets}, now=now)
    due = [pk for pk, secrets in held if live.isdisjoint(secrets)][:MOST]
    for delivery in Delivery.objects.filter(pk__in=due):
        Delivery.objects.filter(_OVER, pk=delivery.pk).update(raw=masked_mail(delivery), secrets=[])
    return len(due)
