"""Writing the journal, in the transaction of the act itself."""

from datetime import datetime

from foundation.journal.models import JournalEntry
from foundation.values import Actor


def record(action: str, subject: str, *, by: Actor, now: datetime, **facts: object) -> None:
    """Add one entry; `action` reads like "meeting.invited", `subject` like "meeting:<uuid>"."""
    JournalEntry.objects.create(
        at=now, actor=by.key, principal=by.principal, action=action, subject=subject, facts=facts
    )
