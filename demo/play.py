"""Playing the governance year day by day through the real duties and acts, with a given clock."""

import logging
from datetime import date, timedelta
from types import ModuleType
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction

from demo import governance, meetings, opinions, reports, strategy, summary
from demo.story import Story, at
from foundation.duties import perform, perform_all
from foundation.journal.models import JournalEntry
from foundation.journal.recording import record
from foundation.outbox import queue
from foundation.values import SYSTEM, DomainError

NOT_A_DEMO = "This would play fictional boards into a real database. Set DEMO=true for a trial."
log = logging.getLogger(__name__)
PLAYED = "demo.day_played"
RENDERING = "foundation.documents.rendering.render_due"
DRAIN = "foundation.outbox.delivery.drain"
DRAINED = ((9, 1), (12, 0), (20, 0))
WINGS = [governance, strategy, meetings, opinions, reports]


def last_played() -> date | None:
    """The last day the demo played in this database."""
    entry = JournalEntry.objects.filter(action=PLAYED).order_by("-id").first()
    return date.fromisoformat(entry.subject.removeprefix("day:")) if entry else None


def first_year(default: date) -> int:
    entry = JournalEntry.objects.filter(action=PLAYED).order_by("id").first()
    return date.fromisoformat(entry.subject.removeprefix("day:")).year if entry else default.year


def play(first: date, last: date, *, pdf: bool = False) -> dict[str, Any]:
    """Play every day from `first` to `last` that was not played yet; return the summary.

    Each day is one transaction: it was played, or it was not. `pdf` renders the documents, else they stay queued.
    """
    story = Story(first_year(first))
    story.load()
    begin = max(first, (last_played() or first - timedelta(days=1)) + timedelta(days=1))
    with queue.quiet():
        for offset in range((last - begin).days + 1):
            play_day(story, begin + timedelta(days=offset))
    if pdf:
        while perform(RENDERING, now=at(last, 20)):
            pass
    return summary.of(first, last)


def play_day(story: Story, day: date) -> None:
    """Duties in the morning, people during the day, the outbox in the evening."""
    with transaction.atomic():
        if not story.people:
            governance.found(story, day)
            strategy.found(story, day)
            meetings.found(day)
        perform_all(now=at(day, 8, 30), skip=frozenset({RENDERING, DRAIN}))
        for wing in WINGS:
            _play_wing(wing, story, day)
        for hour, minute in DRAINED:
            perform(DRAIN, now=at(day, hour, minute))
        record(PLAYED, f"day:{day}", by=SYSTEM, now=at(day, 20))


def _play_wing(wing: ModuleType, story: Story, day: date) -> None:
    """What somebody did by hand in the demo may stand in the script's way; the rest of the day goes on."""
    try:
        with transaction.atomic():
            wing.play(story, day)
    except (DomainError, ObjectDoesNotExist, LookupError) as error:
        log.warning("%s, %s: %s: %s", wing.__name__, day, type(error).__name__, error)
