"""Sealing what was written: a duty adds links to the chain, so that no act has to wait for another."""

from datetime import datetime

from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models import Max

from foundation.journal.chain import FIELDS, START, Line, digest, marks
from foundation.journal.models import Checkpoint, JournalEntry, Seal

BATCH = 1000
PATIENCE = "500ms"


def seal_due(*, now: datetime) -> int:
    """Duty: seal all entries that are final, in the order of their ids; return how many.

    Two at once do no harm: the second finds its link taken and leaves the rest to the first.
    """
    try:
        end = _final()
    except OperationalError:
        return 0  # An act takes long. The next look is 30 seconds away.
    sealed = 0
    try:
        while count := _seal(end, now):
            sealed += count
    except IntegrityError:
        pass
    return sealed


@transaction.atomic
def _final() -> int:
    """The id up to which no entry can appear any more.

    PostgreSQL gives ids before it commits: the lock waits, a moment only, until no act is in between. SQLite has one
    writer at a time.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
            cursor.execute(f"LOCK TABLE {JournalEntry._meta.db_table} IN SHARE MODE")
    return JournalEntry.objects.aggregate(last=Max("id"))["last"] or 0


@transaction.atomic
def _seal(end: int, now: datetime) -> int:
    """Add one link; return the number of its entries, 0 when all are sealed."""
    last, previous = head()
    lines = lines_between(last, end, BATCH)
    if not lines:
        return 0
    Seal.objects.create(
        first=lines[0].id,
        last=lines[-1].id,
        count=len(lines),
        previous=previous,
        sha256=digest(previous, lines),
        marks=marks(lines),
        sealed_at=now,
    )
    return len(lines)


def head() -> tuple[int, str]:
    """The last entry that is sealed, and the hash there."""
    for model in (Seal, Checkpoint):
        found = model.objects.order_by("-last").values_list("last", "sha256").first()
        if found:
            return found
    return 0, START


def lines_between(after: int, last: int, most: int | None = None) -> list[Line]:
    """Entries behind `after` up to `last`, in order, as they are sealed."""
    rows = JournalEntry.objects.filter(pk__gt=after, pk__lte=last).order_by("pk").values_list(*FIELDS)
    return [Line(*row) for row in rows[:most]]
