"""Of old mails the text goes; that and when they were sent stays as proof."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from foundation.outbox.models import Delivery, State
from foundation.retention.kinds import Kind, blanking

OVER = (State.SENT, State.OBSOLETE)
NO_TEXT = {"raw": b"", "secrets": []}


def _old(before: datetime) -> QuerySet[Delivery]:
    return Delivery.objects.filter(state__in=OVER, created_at__lt=before).exclude(raw=b"").defer("raw").order_by("pk")


def forget_recipient(recipient: str, *, name: str, address: str) -> int:
    """Take name, address and text out of all mails to a recipient; what still waits is not sent."""
    mails = Delivery.objects.filter(recipient=recipient)
    mails.exclude(state=State.SENT).update(state=State.OBSOLETE)
    return mails.update(recipient_name=name, address=address, smtp_reply="", last_error="", **NO_TEXT)


DELIVERIES = Kind(
    code="deliveries",
    title=_("Texts of mails"),
    since=_("after the mail was made"),
    what=_("The text goes; subject, day and state stay as proof."),
    days=550,
    rows=_old,
    forget=blanking(Delivery, **NO_TEXT),
    example=lambda mail: f"{mail.recipient_name}, {mail.created_at:%d.%m.%Y}",
)
