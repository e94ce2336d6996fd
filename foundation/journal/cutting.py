"""Shortening the journal: only whole seals go, and only behind a signed checkpoint that keeps hash and count."""

from datetime import UTC, datetime

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import Max
from django.utils.crypto import constant_time_compare, salted_hmac

from foundation.journal.models import AppendOnlyQuerySet, Checkpoint, JournalEntry, Seal
from foundation.journal.recording import record
from foundation.values import Actor

SEALS = 50


def due(before: datetime) -> AppendOnlyQuerySet:
    """The entries `cut` would take."""
    last = _seals(before).aggregate(last=Max("last"))["last"] or 0
    return JournalEntry.objects.filter(pk__lte=last)


@transaction.atomic
def cut(*, before: datetime, by: Actor, now: datetime) -> int:
    """One step of deleting entries older than `before`; return how many, 0 when nothing is left to cut.

    A step takes at most 50 seals that hold nothing younger and leaves a checkpoint of its own, so the work may be
    broken off and repeated.
    """
    seals = list(_seals(before).defer("marks")[:SEALS])
    if not seals:
        return 0
    count, last = sum(seal.count for seal in seals), seals[-1].last
    newest = Checkpoint.objects.order_by("-last").first()
    checkpoint = Checkpoint(last=last, count=count, sha256=seals[-1].sha256, made_at=now)
    checkpoint.signature = _signature(checkpoint, newest.signature if newest else "", settings.JOURNAL_KEY)
    checkpoint.save()
    JournalEntry.objects.filter(pk__lte=last)._raw_delete(DEFAULT_DB_ALIAS)
    Seal.objects.filter(last__lte=last)._raw_delete(DEFAULT_DB_ALIAS)
    record("journal.cut", f"checkpoint:{checkpoint.pk}", by=by, now=now, entries=count)
    return count


def _seals(before: datetime) -> AppendOnlyQuerySet:
    """Seals, oldest first, before the first entry that is young enough to stay."""
    old = Seal.objects.order_by("last")
    young = JournalEntry.objects.filter(at__gte=before).order_by("pk").values_list("pk", flat=True).first()
    return old if young is None else old.filter(last__lt=young)


def is_genuine(checkpoint: Checkpoint, before: str) -> bool:
    """Whether this installation signed the checkpoint after the one signed `before`; old keys still count."""
    keys = [settings.JOURNAL_KEY, settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return any(constant_time_compare(checkpoint.signature, _signature(checkpoint, before, key)) for key in keys)


def _signature(checkpoint: Checkpoint, before: str, key: str) -> str:
    made_at = checkpoint.made_at.astimezone(UTC).isoformat(timespec="microseconds")
    words = f"{checkpoint.last}:{checkpoint.count}:{checkpoint.sha256}:{made_at}:{before}"
    return salted_hmac("gremia.journal.checkpoint", words, secret=key, algorithm="sha256").hexdigest()
