"""Two imports at once: every contribution stands in the register once."""

from functools import partial

from foundation.journal.models import JournalEntry
from foundation.values import SYSTEM
from participation.contributions.importing import import_chapter
from participation.contributions.models import Contribution, PrintedChapter
from portfolio.strategy.publishing import PhasePlan, publish
from tests.participation.contributions.test_importing import SOURCE
from tests.together import together


def test_a_chapter_imported_twice_at_once_is_imported_once(transactional_db, world, now):
    plan = {"title": "Digitalstrategie", "published_on": now.date(), "phases": [PhasePlan(1, "Finalisierung")]}
    publish(**plan, fields=["Daten"], goals=[], by=SYSTEM, now=now)
    click = partial(import_chapter, SOURCE.read_text(encoding="utf-8"), phases={83: 4}, by=SYSTEM, now=now)
    found = sorted(map(len, together(click, click)))
    assert (found, Contribution.objects.count(), PrintedChapter.objects.count()) == ([0, 6], 6, 1)
    assert JournalEntry.objects.filter(action="contributions.imported").count() == 1
