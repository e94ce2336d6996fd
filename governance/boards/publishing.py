"""Whether everybody may know when and where a board meets."""

from datetime import datetime

from django.db import transaction

from foundation.journal.recording import record
from foundation.values import Actor
from governance.boards.models import Board


@transaction.atomic
def publish_dates(board: Board, *, publish: bool, by: Actor, now: datetime) -> bool:
    """Make the dates of the board public, or no longer; the same again changes nothing and returns False."""
    other = Board.objects.filter(pk=board.pk, publishes_dates=not publish)
    changed = other.update(publishes_dates=publish, dates_decided_at=now)
    if changed:
        action = "board.dates_published" if publish else "board.dates_hidden"
        record(action, f"board:{board.pk}", by=by, now=now)
    return bool(changed)
