"""The office moves one date of a proposal; the rest is proposed around it. Looking changes nothing."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from foundation.almanac.entering import Stretch, enter
from foundation.almanac.periods import seed
from foundation.values import DomainError
from foundation.web import clock
from meetings.planning import moving, proposing, year
from meetings.planning.models import PlannedDate, YearPlan

UB = "/gremien/unternehmensbeirat/jahresplan/2027/"
BEST = [date(2027, 2, 11), date(2027, 5, 13), date(2027, 8, 12), date(2027, 11, 11)]
SUMMER, CORPUS_CHRISTI = date(2027, 8, 5), date(2027, 5, 27)


@pytest.fixture
def plan(world, now):
    """The best year of the three boards as the office finds it in October."""
    seed([2026, 2027])
    world.meeting(world.ub, day=date(2026, 11, 12), status="held", number=4)
    boards = [world.ub, world.etb, world.sb]
    proposing.propose(year=2027, boards=boards, by=world.actor(world.secretary), now=now)
    return YearPlan.objects.get(board=world.ub, year=2027)


@pytest.fixture
def office(world):
    return world.actor(world.secretary)


def days(plan):
    return list(plan.dates.values_list("day", flat=True))


def dated(plan, day):
    return PlannedDate.objects.select_related("plan__board").get(plan=plan, day=day)


def test_looking_shows_what_a_day_does_and_changes_nothing(plan, now):
    seen = moving.look(dated(plan, BEST[2]), SUMMER, now)
    assert (seen.problems, seen.reason["gap"], seen.reason["school"]) == ([], 84, True)
    assert [(one.board.short_name, one.gone, one.come) for one in seen.changes] == [
        ("UB", [BEST[2], BEST[3]], [SUMMER, date(2027, 11, 4)])
    ]
    assert days(plan) == BEST


def test_a_chosen_day_is_kept_by_every_new_proposal_until_the_choice_is_taken_back(world, plan, office, now):
    moving.choose(moving.look(dated(plan, BEST[2]), SUMMER, now), by=office, now=now)
    chosen = [BEST[0], BEST[1], SUMMER, date(2027, 11, 4)]
    assert days(plan) == chosen
    boards = [world.ub, world.etb, world.sb]
    proposing.propose(year=2027, boards=boards, by=office, now=now)
    assert (days(plan), [one.day for one in plan.dates.filter(kept=True)]) == (chosen, [SUMMER])
    plan.refresh_from_db()
    assert plan.weighing["best"]["days"] == [day.isoformat() for day in BEST]
    moving.release(dated(plan, SUMMER), by=office, now=now)
    assert (days(plan), plan.dates.filter(kept=True).count()) == (BEST, 0)


def test_a_chosen_day_moves_the_others_where_the_rules_ask_for_it(plan, office, now):
    early = date(2027, 7, 29)
    moving.choose(moving.look(dated(plan, BEST[2]), early, now), by=office, now=now)
    gaps = [(later - earlier).days for earlier, later in zip(days(plan), days(plan)[1:], strict=False)]
    assert early in days(plan)
    assert all(84 <= gap <= 126 for gap in gaps)


def test_of_two_choices_at_the_same_time_the_second_is_told_to_look_again(plan, office, now):
    first, second = (moving.look(dated(plan, BEST[2]), day, now) for day in (SUMMER, date(2027, 8, 19)))
    moving.choose(first, by=office, now=now + timedelta(seconds=1))
    with pytest.raises(DomainError) as refused:
        moving.choose(second, by=office, now=now + timedelta(seconds=2))
    assert (refused.value.code, days(plan)[2]) == ("proposal_changed", SUMMER)


def test_a_chosen_day_that_became_impossible_costs_no_date(world, plan, office, now):
    moving.choose(moving.look(dated(plan, BEST[2]), SUMMER, now), by=office, now=now)
    before = days(plan)
    enter(Stretch("custom", "Betriebsversammlung", SUMMER, SUMMER), by=office, now=now)
    boards = [world.ub, world.etb, world.sb]
    with pytest.raises(DomainError) as refused:
        proposing.propose(year=2027, boards=boards, by=office, now=now)
    assert (refused.value.code, days(plan)) == ("choice_impossible", before)
    proposing.propose(year=2027, boards=boards, by=office, now=now, forget=True)
    assert days(plan) == BEST


def test_proposing_anew_from_the_beginning_forgets_what_was_chosen(world, plan, office, now):
    moving.choose(moving.look(dated(plan, BEST[2]), SUMMER, now), by=office, now=now)
    proposing.propose(year=2027, boards=[world.ub], by=office, now=now, forget=True)
    assert days(plan) == BEST


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (CORPUS_CHRISTI, "Donnerstag, 27. Mai 2027 ist sitzungsfrei: Fronleichnam."),
        (date(2027, 5, 15), "Samstag, 15. Mai 2027 liegt am Wochenende."),
        (date(2028, 1, 13), "Donnerstag, 13. Januar 2028 liegt zu früh, um rechtzeitig einzuladen, oder in einem"),
        (BEST[0], "Donnerstag, 11. Februar 2027 ist schon ein Termin dieses Plans."),
        (date(2027, 3, 25), "Mit diesem Tag hält kein Plan des Jahres die Regeln ein."),
    ],
)
def test_a_day_that_cannot_be_is_refused_with_its_reason(plan, office, now, day, words):
    with pytest.raises(DomainError) as refused:
        moving.choose(moving.look(dated(plan, BEST[1]), day, now), by=office, now=now)
    assert words in str(refused.value).replace("\xa0", " ")
    assert days(plan) == BEST


def test_the_days_offered_keep_the_rules_with_the_other_dates_as_they_are(plan, now):
    found = moving.offers(dated(plan, BEST[2]), now)
    assert [day for day, _reason in found] == sorted(day for day, _reason in found)
    assert len(found) == 6
    assert BEST[2] not in dict(found)
    for day, _reason in found:
        assert 84 <= (day - BEST[1]).days <= 126
        assert 84 <= (BEST[3] - day).days <= 126


def test_every_date_names_its_next_best_day_and_what_speaks_against_it(plan):
    reasons = [one.reason for one in plan.dates.all()]
    assert [one["instead"] for one in reasons] == ["2027-02-04", "2027-05-20", "2027-08-19", "2027-11-18"]
    assert [one["worse"] for one in reasons] == [3, 3, 3, 6]


def page(client, who, path, status=200):
    client.force_login(who.user)
    response = client.get(path)
    assert response.status_code == status
    return re.sub(r"\s+", " ", response.content.decode().replace("\xa0", " "))


def test_the_page_says_what_a_day_means_before_it_is_chosen(world, client, plan):
    august = dated(plan, BEST[2])
    path = f"/jahresplan/termin/{august.pk}/"
    text = page(client, world.secretary, f"{path}?day=2027-08-05")
    assert "12 Wochen nach der letzten Sitzung (Ziel 13 bis 17 Wochen), Sommerferien Hessen." in text
    refused = page(client, world.secretary, f"{path}?day=2027-05-27")
    assert "ist sitzungsfrei: Fronleichnam." in refused
    assert "Diesen Tag wählen" not in refused
    assert client.post(path, {"day": "2027-05-27"}).status_code == 409
    assert client.post(path, {"day": "kein Tag"}).status_code == 400
    assert days(plan) == BEST
    assert client.post(path, {"day": "2027-08-05"}).status_code == 302
    text = page(client, world.secretary, UB)
    assert "Von Hand gewählt." in text
    assert "Bester Plan ohne die von Hand gewählten Tage:" in text
    kept = dated(plan, SUMMER)
    assert client.post(f"/jahresplan/termin/{kept.pk}/freigeben/").status_code == 302
    assert days(plan) == BEST


def test_all_choices_are_taken_back_at_once(world, client, plan, office, now):
    moving.choose(moving.look(dated(plan, BEST[2]), SUMMER, now), by=office, now=now)
    client.force_login(world.secretary.user)
    assert client.post(UB, {"act": "propose"}).status_code == 302
    assert SUMMER in days(plan)
    assert client.post(UB, {"act": "forget"}).status_code == 302
    assert days(plan) == BEST


def test_why_these_dates_is_answered_for_the_office_alone(world, client, plan, office, now):
    text = page(client, world.secretary, UB)
    assert "Kein anderer Plan ist besser; das ist bewiesen." in text
    assert "Nächstbester Tag: Donnerstag, 4. Februar 2027. Schlechter bei: Abstände außerhalb des Ziels." in text
    year.adopt(plan, by=office, now=now)
    assert "Warum diese Termine?" not in page(client, world.kaya, UB)


def test_a_date_that_has_become_a_meeting_is_moved_as_a_meeting(world, client, plan, now):
    meeting = world.meeting(world.ub, day=BEST[0], number=1)
    text = page(client, world.secretary, UB)
    assert f'href="/sitzungen/{meeting.pk}/"' in text
    assert text.count(">Verschieben<") == 3
    answer = client.get(f"/jahresplan/termin/{dated(plan, BEST[0]).pk}/")
    assert (answer.status_code, answer.url) == (302, f"/sitzungen/{meeting.pk}/einladung/aendern/")


def test_when_the_year_is_nearly_over_moving_says_so(world, client, plan):
    november = dated(plan, BEST[3])
    with clock.at(datetime(2027, 12, 6, 9, tzinfo=UTC)):
        text = page(client, world.secretary, f"/jahresplan/termin/{november.pk}/", status=409)
    assert "Dieses Jahr ist vorbei." in text


def test_a_date_that_is_taken_over_is_moved_as_a_meeting(world, client, plan, office, now):
    august = dated(plan, BEST[2])
    year.adopt(plan, by=office, now=now)
    page(client, world.secretary, f"/jahresplan/termin/{august.pk}/", status=404)
