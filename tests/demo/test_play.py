"""The played governance year: everybody acts through the real acts, and two runs tell the same story."""

import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from demo.play import last_played, play
from demo.story import at
from foundation.journal.models import JournalEntry
from governance.boards.models import Board
from governance.people.models import Person
from opinions.outcomes.models import ConsolidatedOpinion, Recommendation
from opinions.rounds.models import OpinionRound
from tests.demo.played import FIRST, january, january_and_february
from tests.world import board


def told(found):
    return json.dumps(found, sort_keys=True)


@pytest.mark.django_db
def test_two_empty_databases_tell_the_same_story_in_one_go_and_in_two():
    with transaction.atomic():
        whole = january_and_february()
        transaction.set_rollback(True)
    assert last_played() is None
    half = january()
    assert told(half) != told(whole)
    assert told(play(FIRST, date(2026, 2, 28))) == told(whole)


@pytest.mark.django_db
def test_a_quarter_is_played_once_and_goes_on_where_it_stopped():
    january_and_february()
    first = play(FIRST, date(2026, 3, 31))
    again = play(FIRST, date(2026, 3, 31))
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


@pytest.mark.django_db
def test_what_visitors_add_by_hand_is_left_to_them(caplog):
    january()
    own = board("own", "kulturbeirat", "Kulturbeirat", "KB", 2)
    asker = Person.objects.get(email__startswith="jonas.ebeling")
    made = {"requested_by": asker, "status": "open", "opened_at": at(date(2026, 2, 1), 9)}
    for place in (own, Board.objects.get(slug="unternehmensbeirat")):
        asked = OpinionRound.objects.create(
            board=place, title="Eigene Frage", question="Vereinbar?", deadline=at(date(2026, 3, 1), 9), **made
        )
        opinion = ConsolidatedOpinion.objects.create(
            board=place,
            round=asked,
            title="Eigene Frage",
            text="Ja.",
            status="adopted",
            created_at=at(date(2026, 2, 1), 9),
            adopted_at=at(date(2026, 2, 1), 9),
        )
        Recommendation.objects.create(opinion=opinion, number=1, text="In eigenen Worten.")
    play(FIRST, date(2026, 2, 28))
    assert caplog.messages == []
    assert Recommendation.objects.filter(text="In eigenen Worten.", responses=None).count() == 2


@pytest.mark.parametrize("command", ["play_demo", "play_year"])
def test_no_fictional_boards_are_played_into_a_real_installation(db, settings, command):
    settings.DEMO = False
    with pytest.raises(CommandError, match="DEMO=true"):
        call_command(command)
    assert Board.objects.count() == 0
