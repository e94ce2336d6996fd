"""The plan avoids days on which people are away, and says who is missing where it could not."""

from datetime import UTC, date, datetime, timedelta

import pytest

from foundation.almanac.periods import seed
from meetings.absences.entering import enter
from meetings.absences.stretches import Stretch
from meetings.planning import proposing
from meetings.planning.missing import Missing, on_days
from meetings.planning.posing import problem
from meetings.planning.scores import day_cost

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
FEBRUARY, MAY = date(2027, 2, 11), date(2027, 5, 13)
PLAN = "/gremien/unternehmensbeirat/jahresplan/2027/"


@pytest.fixture
def away(world):
    def gone(person, day, until=None):
        enter(person, Stretch(day, until or day), by=world.actor(person), now=NOW)

    return gone


@pytest.fixture
def last_meeting(world):
    seed([2026, 2027])
    return world.meeting(world.ub, day=date(2026, 11, 12), status="held", number=4)


def planned(world):
    (plan,) = proposing.propose(year=2027, boards=[world.ub], by=world.actor(world.secretary), now=NOW)
    return [one.day for one in plan.dates.all()]


def test_the_question_knows_the_absences_of_the_members_and_of_nobody_else(world, away, last_meeting):
    away(world.mayor, FEBRUARY, MAY)
    away(world.kaya, date(2026, 12, 30), date(2027, 1, 2))
    away(world.sponsor, FEBRUARY)
    asked = problem([world.ub], date(2027, 1, 1), date(2027, 12, 31), now=NOW)
    assert {person: len(days) for person, days in asked.absences.items()} == {
        str(world.mayor.pk): 92,
        str(world.kaya.pk): 2,
    }


def test_the_plan_avoids_the_absence_of_the_chair(world, away, last_meeting):
    assert planned(world)[0] == FEBRUARY
    away(world.mayor, date(2027, 2, 8), date(2027, 2, 12))
    days = planned(world)
    assert len(days) == 4
    assert not {FEBRUARY + timedelta(days=step) for step in range(-3, 2)} & set(days)


def test_who_sits_on_two_boards_keeps_them_apart_and_weighs_like_any_member(world, away, last_meeting):
    away(world.dahlhoff, FEBRUARY)
    asked = problem([world.ub, world.etb], date(2027, 1, 1), date(2027, 12, 31), now=NOW)
    board, other = asked.boards
    cost = day_cost(asked, board, FEBRUARY)
    assert (cost.required_absent, cost.absent, asked.must_keep_apart(board, other)) == (0, 1, True)


def test_one_absent_member_of_several_moves_a_date_only_within_what_fits(world, away, last_meeting):
    away(world.kaya, FEBRUARY)
    days = planned(world)
    assert len(days) == 4
    assert FEBRUARY not in days
    assert {day.weekday() for day in days} == {3}


def test_the_office_reads_names_and_everybody_else_a_number(world, away):
    away(world.kaya, FEBRUARY)
    away(world.mayor, FEBRUARY)
    away(world.kaya, MAY)
    away(world.sponsor, MAY)
    assert on_days(world.ub.pk, [FEBRUARY, MAY, date(2027, 8, 12)], names=True) == {
        FEBRUARY: Missing("Abwesend: Annegret Holtkamp (Vorsitz), Aylin Kaya.", True),
        MAY: Missing("Abwesend: Aylin Kaya.", False),
    }
    assert on_days(world.ub.pk, [FEBRUARY, MAY], names=False) == {
        FEBRUARY: Missing("2 Mitglieder sind abwesend.", False),
        MAY: Missing("1 Mitglied ist abwesend.", False),
    }


def test_the_page_of_the_plan_names_nobody_to_members_and_the_chair(world, away, client, last_meeting):
    client.force_login(world.secretary.user)
    for act in ("propose", "adopt"):
        client.post(PLAN, {"act": act})
    away(world.kaya, FEBRUARY)
    assert "Abwesend: Aylin Kaya." in client.get(PLAN).content.decode()
    client.post(PLAN, {"act": "confirm"})
    for who in (world.dahlhoff, world.mayor):
        client.force_login(who.user)
        page = client.get(PLAN).content.decode()
        assert page.count("1 Mitglied ist abwesend.") == 1
        assert "Kaya" not in page


def test_who_is_away_costs_the_same_for_every_number_of_people(world, away, django_assert_num_queries):
    for person in world.members["UB"][:2]:
        away(person, FEBRUARY)
    with django_assert_num_queries(4):
        on_days(world.ub.pk, [FEBRUARY, MAY], names=True)
    for person in world.members["UB"][2:]:
        away(person, FEBRUARY)
    with django_assert_num_queries(4):
        on_days(world.ub.pk, [FEBRUARY, MAY], names=True)
