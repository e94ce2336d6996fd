"""Writing the journal, in the transaction of the act itself."""

from collections.abc import Iterable
from datetime import datetime

from foundation.journal.models import JournalEntry
from foundation.values import Actor


def record(action: str, subject: str, *, by: Actor, now: datetime, **facts: object) -> None:
    """Add one entry; `action` reads like "meeting.invited", `subject` like "meeting:<uuid>"."""
    _entry(action, subject, facts, by, now).save(force_insert=True)


def record_all(
    entries: Iterable[tuple[str, str, dict[str, object]]], *, by: Actor, now: datetime, batch: int = 1000
) -> None:
    """Add many entries (action, subject, facts) of one act, a thousand per query."""
    JournalEntry.objects.bulk_create(
        (_entry(action, subject, facts, by, now) for action, subject, facts in entries),
        batch_size=batch,
    )


def _entry(action: str, subject: str, facts: dict[str, object], by: Actor, now: datetime) -> JournalEntry:
    """That somebody acted by a link, without a login, is one of the facts."""
    facts = facts | {"by_link": True} if by.by_link else facts
    return JournalEntry(at=now, actor=by.key, principal=by.principal, action=action, subject=subject, facts=facts)
