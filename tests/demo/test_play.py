"""The played governance year: everybody acts through the real acts, and two runs tell the same story."""

import json
from datetime import date

import pytest
from django.db import transaction

from demo.play import last_played, play
from foundation.journal.models import JournalEntry


def told(found):
    return json.dumps(found, sort_keys=True)


@pytest.mark.django_db
def test_two_empty_databases_tell_the_same_story_in_one_go_and_in_two():
    with transaction.atomic():
        whole = play(date(2026, 1, 1), date(2026, 2, 28))
        transaction.set_rollback(True)
    assert last_played() is None
    half = play(date(2026, 1, 1), date(2026, 1, 31))
    assert told(half) != told(whole)
    assert told(play(date(2026, 1, 1), date(2026, 2, 28))) == told(whole)


@pytest.mark.django_db
def test_a_quarter_is_played_once_and_goes_on_where_it_stopped():
    first = play(date(2026, 1, 1), date(2026, 3, 31))
    again = play(date(2026, 1, 1), date(2026, 3, 31))
    assert json.dumps(first, sort_keys=True) == json.dumps(again, sort_keys=True)
    assert last_played() == date(2026, 3, 31)
    assert first["boards"] == 3
    assert first["seats"] == 53
    assert first["contributions"] == 6
    assert first["meetings"]["held"] >= 1
    assert [entry for entry in JournalEntry.objects.all() if _tells_text(entry.facts)] == []


def _tells_text(fact):
    """The journal is never cut short for one person: ids, field names and codes, no sentence and no name."""
    if isinstance(fact, dict):
        return any(_tells_text(one) for one in fact.values())
    if isinstance(fact, list):
        return any(_tells_text(one) for one in fact)
    return isinstance(fact, str) and (len(fact) > 80 or " " in fact)
