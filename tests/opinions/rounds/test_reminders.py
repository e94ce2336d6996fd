"""Reminders go to the missing, each step once, never at night, on Sundays or after the deadline."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from foundation.journal.models import JournalEntry
from foundation.outbox.models import Delivery
from governance.people.models import Person
from opinions.rounds import collecting, opening
from opinions.rounds.deadlines import end_of
from opinions.rounds.reminders import remind_due
from tests.opinions.conftest import at
from tests.paper import on_paper

WEEK, TWO_DAYS, SUNDAY, LAST_DAY = date(2026, 12, 7), date(2026, 12, 12), date(2026, 12, 13), date(2026, 12, 14)


def reminded(count_of: str = "opinion_reminder") -> list[str]:
    return list(Delivery.objects.filter(kind=count_of).values_list("recipient", flat=True))


def test_only_the_missing_are_reminded_and_each_step_once(full_board, opened, answer, now):
    made = opened()
    for who in full_board.members["ETB"][:20]:
        answer(made, who, "support")
    late = full_board.members["ETB"][20]
    collecting.decline(made.opinions.get(person=late), by=full_board.actor(late), now=now)
    assert remind_due(now=at(WEEK, 8)) == 10
    assert remind_due(now=at(WEEK, 8, 5)) == 0
    assert remind_due(now=at(date(2026, 12, 8))) == 0
    answer(made, full_board.members["ETB"][30], "support", now=at(WEEK, 10))
    assert remind_due(now=at(TWO_DAYS)) == 9
    assert remind_due(now=at(LAST_DAY)) == 9
    assert len(reminded()) == 28
    assert full_board.members["ETB"][0].key not in reminded()
    assert late.key not in reminded()


@pytest.mark.parametrize("moment", [at(WEEK, 7, 59), at(SUNDAY), at(date(2026, 12, 15)), at(date(2026, 11, 24))])
def test_nothing_before_eight_on_sundays_or_after_the_deadline(opened, moment):
    opened()
    assert remind_due(now=moment) == 0


def test_a_missed_day_is_made_up(opened):
    opened()
    assert remind_due(now=at(date(2026, 12, 9), 14)) == 29


def test_the_words_say_how_long(world, opened):
    opened()
    remind_due(now=at(TWO_DAYS))
    mail = Delivery.objects.get(kind="opinion_reminder", recipient=world.dahlhoff.key)
    assert mail.subject.replace("\xa0", " ") == (
        "Ihre Einschätzung zu „Sensoren im öffentlichen Raum“ ist in 2 Tagen fällig (Montag, 14. Dezember 2026)"
    )


def test_an_answer_takes_back_a_reminder_that_is_not_sent_yet(world, opened, answer):
    made = opened()
    remind_due(now=at(WEEK))
    answer(made, world.dahlhoff, "support", now=at(WEEK, 9, 30))
    states = Delivery.objects.filter(recipient=world.dahlhoff.key).values_list("state", flat=True)
    assert set(states) == {"obsolete"}


def test_a_closed_round_reminds_nobody(closed):
    assert remind_due(now=at(LAST_DAY, 10)) == 0


def test_after_an_extension_the_steps_follow_the_new_day(world, opened, now):
    made = opened()
    assert remind_due(now=at(WEEK)) == 29
    opening.extend(
        made,
        deadline=end_of(date(2026, 12, 21)),
        reason="Die Anlage kam spät.",
        by=world.actor(world.cdo),
        now=at(date(2026, 12, 8)),
    )
    assert remind_due(now=at(TWO_DAYS)) == 0
    assert remind_due(now=at(LAST_DAY)) == 29


def test_reminding_costs_the_same_for_12_and_29(world, opened):
    costs = []
    for board in (world.sb, world.etb):
        made = opened(board)
        with CaptureQueriesContext(connection) as queries:
            remind_due(now=at(WEEK))
        costs.append(len(queries))
        opening.cancel(made, reason="Test.", by=world.actor(world.secretary), now=at(WEEK))
    assert costs[0] == costs[1]


def test_who_wants_post_is_asked_by_letter_and_not_reminded(world, opened):
    Person.objects.filter(pk=world.dahlhoff.pk).update(channel="post")
    opened()
    asked = Delivery.objects.filter(kind="opinion_request")
    html, text = on_paper(asked.get(recipient=world.dahlhoff.key))
    assert "Im Internet: http://localhost" in html
    assert "schickt Ihnen die Unterlagen mit der Post" in text
    assert asked.exclude(recipient=world.dahlhoff.key).filter(state="pending").count() == 28
    for again in (0, 5):
        assert remind_due(now=at(WEEK, 8, again)) == (28 if not again else 0)
    assert world.dahlhoff.key not in reminded()
    assert JournalEntry.objects.filter(action="opinions.reminded").count() == 1
