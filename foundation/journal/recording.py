"""Writing the journal, in the transaction of the act itself."""

from collections.abc import Iterable
from datetime import datetime

from foundation.journal.models import JournalEntry
from foundation.values import Actor


def record(action: str, subject: str, *, by: Actor, now: datetime, **facts: object) -> None:
    """Add one entry; `action` reads like "meeting.invited", `subject` like "meeting:<uuid>"."""
    if by.by_link:
        facts["by_link"] = True
    JournalEntry.objects.create(
        at=now, actor=by.key, principal=by.principal, action=action, subject=subject, facts=facts
    )


def record_all(
    entries: Iterable[tuple[str, str, dict[str, object]]], *, by: Actor, now: datetime, batch: int = 1000
) -> None:
    """Add many entries (action, subject, facts) of one act, a thousand per query."""
    JournalEntry.objects.bulk_create(
        (
            JournalEntry(at=now, actor=by.key, principal=by.principal, action=action, subject=subject, facts=facts)
            for action, subject, facts in entries
        ),
        batch_size=batch,
    )
