"""Rounds and answers come back onto the agenda by themselves, each once."""

from datetime import date

from meetings.agenda.generator import diff
from meetings.agenda.generator import ordered as in_order
from opinions.outcomes import answering
from opinions.outcomes.sources import answers
from opinions.rounds.sources import opinion_rounds
from tests.opinions.conftest import at


def next_meeting(world):
    return world.meeting(world.etb, day=date(2027, 2, 4), number=1)


def respond(world, opinion, number, answer, reason="", *, day=date(2027, 1, 11)):
    answering.give(
        opinion.recommendations.get(number=number),
        answer=answer,
        reason=reason,
        person=world.manager,
        by=world.actor(world.manager),
        now=at(day),
    )


def test_a_round_is_on_the_agenda_while_open_and_after_closing_as_the_same_item(world, opened):
    made, meeting = opened(), next_meeting(world)
    before = list(opinion_rounds(meeting, date(2026, 12, 1)))
    type(made).objects.update(status="closed")
    after = list(opinion_rounds(meeting, date(2027, 1, 10)))
    assert [(one.source, one.title) for one in before] == [(made.key, "Stellungnahme: Sensoren im öffentlichen Raum")]
    assert [(one.source, one.title) for one in after] == [(one.source, one.title) for one in before]
    assert before[0].reason != after[0].reason


def test_only_rounds_of_this_board_between_the_meetings(world, opened):
    opened()
    assert list(opinion_rounds(world.meeting(day=date(2027, 2, 11)), date(2026, 12, 1))) == []
    assert list(opinion_rounds(world.meeting(world.etb, day=date(2026, 12, 10)), date(2026, 12, 1))) == []
    world.meeting(world.etb, day=date(2027, 1, 7), status="held", number=2)
    assert list(opinion_rounds(next_meeting(world), date(2027, 1, 8))) == []


def test_answers_come_as_a_table(world, adopted):
    meeting = next_meeting(world)
    assert list(answers(meeting, date(2027, 1, 10))) == []
    respond(world, adopted, 1, "follow")
    respond(world, adopted, 2, "partly", "Nur Lärm.")
    [found] = answers(meeting, date(2027, 1, 12))
    assert (found.source, found.reason) == (f"answers:{adopted.pk}", "2 Antworten seit der letzten Sitzung.")
    assert "2. Rohdaten werden nach 24 Stunden gelöscht.\nAntwort: wird teilweise befolgt. Nur Lärm." in found.text
    assert "3. Nach einem Jahr wird jeder Standort geprüft.\nAntwort: noch keine Antwort." in found.text


def test_what_is_overdue_comes_after_the_due_day(world, adopted):
    meeting = next_meeting(world)
    assert list(answers(meeting, date(2027, 1, 22))) == []
    [found] = answers(meeting, date(2027, 1, 23))
    assert found.reason == "3 Antworten sind überfällig."


def test_an_opinion_adopted_since_the_last_meeting_stands_there_once(world, adopted):
    world.meeting(world.etb, day=date(2026, 12, 2), status="held", number=2)
    meeting = next_meeting(world)
    both = [*opinion_rounds(meeting, date(2027, 1, 8)), *answers(meeting, date(2027, 1, 8))]
    assert [one.source for one in both] == [adopted.round.key, adopted.round.key]
    assert [one.source for one in in_order(both)] == [adopted.round.key]
    assert len(diff([], both).new) == 1
