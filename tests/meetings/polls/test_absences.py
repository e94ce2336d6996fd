"""Who is known to be away and has said nothing counts as no; who that is only the board office reads."""

from datetime import date

import pytest
from django.urls import reverse

from foundation.accounts.models import PersonalLink
from meetings.absences.entering import enter
from meetings.absences.stretches import Stretch
from meetings.polls.models import DateVote
from meetings.polls.ranking import AWAY
from meetings.polls.results import result
from tests.meetings.polls.conftest import DAYS


@pytest.fixture
def away(world, now):
    """`away(person, day)`: the person has entered that day."""

    def act(person, first, last=None):
        return enter(person, Stretch(first, last or first), by=world.actor(person), now=now)

    return act


def link(poll, person) -> str:
    return f"/t/{PersonalLink.objects.get(subject=poll.key, holder=person.key).token}/"


def standings(poll, now, **named):
    return {one.starts_at.date(): one for _date, one in result(poll, now, **named).order}


def test_the_silent_who_are_away_count_as_no_and_the_own_answer_before_that(world, poll, say, away, now):
    for member in (world.kaya, world.dahlhoff):
        away(member, DAYS[0])
    say(world.dahlhoff, "yes", "yes")
    found = standings(poll, now, named=True)
    assert [(one.forecast.yes, one.forecast.no, one.away) for one in found.values()] == [
        (1, 0, 0),
        (1, 1, 1),
        (0, 0, 0),
    ]
    words = "1 Mitglied ohne Antwort ist abwesend gemeldet und zählt als Nein."
    assert found[DAYS[0]].sentence.endswith(words)
    assert words not in found[DAYS[1]].sentence


def test_where_nobody_answered_the_day_with_fewer_absences_comes_first(world, poll, away, now):
    away(world.kaya, DAYS[0], DAYS[1])
    away(world.dahlhoff, DAYS[0])
    assert list(standings(poll, now)) == [DAYS[2], DAYS[1], DAYS[0]]


def test_a_chair_who_is_away_is_like_one_who_cannot_and_only_the_office_reads_it(world, poll, away, now):
    away(world.mayor, DAYS[0])
    for_office, for_others = standings(poll, now, named=True), standings(poll, now)
    assert list(for_office) == list(for_others) == [DAYS[1], DAYS[2], DAYS[0]]
    assert for_office[DAYS[0]].chair == AWAY
    assert "Der Vorsitz ist abwesend gemeldet." in for_office[DAYS[0]].sentence
    assert "Der Vorsitz hat noch nicht geantwortet." in for_others[DAYS[0]].sentence


def test_the_office_reads_who_is_away_and_the_chair_how_many(world, client, poll, away):
    away(world.kaya, DAYS[0])
    page = reverse("poll", args=[poll.pk])
    shown = {}
    for reader in (world.secretary, world.mayor):
        client.force_login(reader.user)
        answer = client.get(page)
        rows = {row.member.person: [cell.word for cell in row.cells] for row in answer.context["result"].rows}
        shown[reader] = rows[world.kaya], [one.away for one in answer.context["result"].counts]
        assert "Abwesend gemeldet, ohne Antwort" in answer.text
    assert shown == {
        world.secretary: (["abwesend", "", ""], [1, 0, 0]),
        world.mayor: (["", "", ""], [1, 0, 0]),
    }


def test_members_do_not_read_of_the_absences_of_others(world, client, poll, say, away):
    away(world.kaya, DAYS[0])
    say(world.dahlhoff, "yes", "yes", "yes")
    page = client.get(link(poll, world.dahlhoff)).text
    assert "Bisher: 1 Ja, 0 wenn nötig, 0 Nein." in page
    assert "bwesen" not in page


def test_the_member_sees_the_own_absence_and_no_chosen_beforehand(world, client, poll, dates, away):
    away(world.kaya, DAYS[1])
    page = client.get(link(poll, world.kaya))
    preset = [(row.away, row.preset, row.field.value()) for row in page.context["form"].rows]
    assert preset == [(False, False, ""), (True, True, "no"), (False, False, "")]
    assert page.text.count("Für diesen Tag ist eine Abwesenheit eingetragen. „Nein“ ist vorausgewählt.") == 1
    assert "Alle Termine passen mir" not in page.text
    assert DateVote.objects.count() == 0


def test_what_was_answered_stays_chosen_and_a_yes_is_possible(world, client, poll, dates, away):
    away(world.kaya, DAYS[1])
    client.post(link(poll, world.kaya), {f"date_{dates[1].pk}": "yes"})
    page = client.get(link(poll, world.kaya))
    assert [row.field.value() for row in page.context["form"].rows] == ["", "yes", ""]
    assert "Für diesen Tag ist eine Abwesenheit eingetragen." in page.text
    assert "vorausgewählt" not in page.text


def test_for_a_call_nothing_is_chosen_beforehand(world, office, poll, away):
    away(world.kaya, DAYS[1])
    page = office.get(reverse("poll_enter", args=[poll.pk, world.kaya.pk]))
    assert [row.field.value() for row in page.context["form"].rows] == ["", "", ""]
    assert "Für diesen Tag ist eine Abwesenheit eingetragen." in page.text


def test_a_fixed_poll_does_not_tell_who_was_away(world, poll, dates, away, now):
    away(world.kaya, date(2027, 1, 1), date(2027, 2, 1))
    poll.status = "fixed"
    assert result(poll, now, named=True).anybody_away is False
