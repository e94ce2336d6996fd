"""Of old mails the text goes; that and when they were sent stays as proof."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from foundation.outbox.models import Delivery, IncomingMail, State
from foundation.retention.kinds import Kind, blanking

OVER = (State.SENT, State.OBSOLETE, State.JOINED)
NO_TEXT = {"raw": b"", "secrets": []}
NO_WORDS = {"raw": b"", "subject": "", "facts": {}}


def _old(before: datetime) -> QuerySet[Delivery]:
    return Delivery.objects.filter(state__in=OVER, created_at__lt=before).exclude(raw=b"").defer("raw").order_by("pk")


def _read(before: datetime) -> QuerySet[IncomingMail]:
    """Settled messages whose words are still there."""
    settled = IncomingMail.objects.filter(state=IncomingMail.State.DONE, received_at__lt=before)
    return settled.exclude(raw=b"", subject="").defer("raw").order_by("pk")


def forget_recipient(recipient: str, *, name: str, address: str) -> int:
    """Take name, address and text out of all mails to a recipient; what still waits is not sent."""
    IncomingMail.objects.filter(person=recipient).update(sender=address, sender_name=name, **NO_WORDS)
    mails = Delivery.objects.filter(pk__in=Delivery.objects.filter(recipient=recipient).lock())
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

MESSAGES = Kind(
    code="messages",
    title=_("Messages that came by mail"),
    since=_("after the message came"),
    what=_("Text and subject go; from whom, when and what became of it stay."),
    days=30,
    rows=_read,
    forget=blanking(IncomingMail, **NO_WORDS),
    example=lambda mail: f"{mail.sender_name or mail.sender}, {mail.received_at:%d.%m.%Y}",
)
