"""What a person decides about a mail: send the same bytes again, let a held one go, note a letter as posted."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from foundation.journal.recording import record
from foundation.outbox.models import Delivery, State
from foundation.outbox.queue import nudge
from foundation.values import Actor, DomainError

ONE_CLICK = timedelta(minutes=1)
POSTED = "by post"


@transaction.atomic
def resend(delivery: Delivery, *, by: Actor, now: datetime) -> None:
    """Send a sent or failed mail again: same bytes, same Message-ID. The first time of sending stays the proof.

    Quietly nothing when it waits already or was just asked for; 409 when a newer mail took its place, a part of it is
    overtaken, or its text is no longer kept.
    """
    _refuse_overtaken(delivery)
    _refuse_emptied(delivery)
    again = Q(state=State.FAILED) | Q(state=State.SENT, not_before__lt=now - ONE_CLICK) & ~Q(smtp_reply=POSTED)
    _release(delivery, again, "delivery.resent", by=by, now=now)


@transaction.atomic
def release_held(delivery: Delivery, *, by: Actor, now: datetime) -> None:
    """Try a mail again that was held back after errors. Quietly nothing when it is not held (any more).

    Raises DomainError (409) for one that a person stopped: it goes on where it was stopped, with all the others.
    """
    _refuse_overtaken(delivery)
    if Delivery.objects.stopped().filter(pk=delivery.pk).exists():
        words = _("A person stopped this mail and others. Please let them go on the page where they were stopped.")
        raise DomainError(words, code="delivery_stopped")
    _release(delivery, Q(state=State.HELD), "delivery.released", by=by, now=now)


@transaction.atomic
def note_posted(delivery: Delivery, *, by: Actor, now: datetime) -> None:
    """The letter was printed and posted; from now on it counts as sent. Quietly nothing when that was noted before.

    Raises DomainError (409) when a newer letter took its place.
    """
    _refuse_overtaken(delivery)
    letter = Delivery.objects.filter(pk=delivery.pk, state=State.LETTER)
    if letter.update(state=State.SENT, sent_at=now, smtp_reply=POSTED):
        record("delivery.posted", f"delivery:{delivery.pk}", by=by, now=now)


def _release(delivery: Delivery, allowed: Q, action: str, *, by: Actor, now: datetime) -> None:
    changed = Delivery.objects.filter(allowed, pk=delivery.pk).update(
        state=State.PENDING, not_before=now, attempts=0, tried_since=None, token="", lease_until=None
    )
    if changed:
        record(action, f"delivery:{delivery.pk}", by=by, now=now)
        nudge()


def _refuse_overtaken(delivery: Delivery) -> None:
    newer = Q(pk=delivery.pk, state=State.OBSOLETE)
    if delivery.topic:
        after = Q(topic=delivery.topic, recipient=delivery.recipient, version__gt=delivery.version)
        newer |= after & Q(kind__in=[delivery.kind, *settings.OVERTAKING_MAILS])
    if Delivery.objects.filter(newer).exists():
        raise DomainError(
            _("A newer mail took the place of this one, or its recipient is no longer served. Send the newer one."),
            code="delivery_overtaken",
        )
    _refuse_parts(delivery)


def _refuse_parts(delivery: Delivery) -> None:
    """A mail of the day goes out whole or not at all."""
    gone = (
        delivery.carried.filter(state=State.OBSOLETE).order_by("created_at", "key").values_list("subject", flat=True)
    )
    if gone:
        words = _("A part of this mail is no longer true: %(subjects)s. It cannot be sent again.")
        raise DomainError(words % {"subjects": "; ".join(gone)}, code="delivery_overtaken")


def _refuse_emptied(delivery: Delivery) -> None:
    kept = Delivery.objects.only("raw", "sha256").get(pk=delivery.pk)
    if not kept.raw:
        raise DomainError(
            _("The text of this mail was deleted when its retention period was over. It cannot be sent again."),
            code="delivery_emptied",
        )
    if not kept.is_whole:
        raise DomainError(
            _("The personal link in this mail opens nothing any more. It cannot be sent again."),
            code="delivery_masked",
        )
