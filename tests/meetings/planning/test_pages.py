"""The page of the year plan: proposed by the office, seen by members once dates are taken over."""

import re
from datetime import UTC, date, datetime

import pytest

from foundation.almanac.models import CalendarPeriod
from foundation.almanac.periods import seed
from foundation.outbox.models import Delivery
from meetings.meeting.models import Meeting
from meetings.planning.models import YearPlan

UB = "/gremien/unternehmensbeirat/jahresplan/2027/"
ETB = "/gremien/ethik-und-technologiebeirat/jahresplan/2027/"


@pytest.fixture
def last_meeting(world):
    seed([2026, 2027])
    return world.meeting(world.ub, day=date(2026, 11, 12), status="held", number=4)


def get(client, who, path=UB, status=200):
    client.force_login(who.user)
    response = client.get(path)
    assert response.status_code == status
    return re.sub(r"\s+", " ", response.content.decode().replace("\xa0", " "))


def send(client, who, act, path=UB, status=302):
    client.force_login(who.user)
    assert client.post(path, {"act": act}).status_code == status


def test_from_the_first_proposal_to_the_confirmed_dates(world, client, last_meeting):
    office = world.secretary
    text = get(client, office)
    assert "Für 2027 gibt es noch keinen Jahresplan." in text
    assert "Vorschlag erstellen" in text
    send(client, office, "propose")
    text = get(client, office)
    days = ["11. Februar", "13. Mai", "12. August", "11. November"]
    assert re.findall(r'<h3 class="app-row__title">Donnerstag, (\d+\. \w+) 2027', text) == days
    assert text.count("3 Monate (13 Wochen) nach der letzten Sitzung.") == 4
    assert "Übernehmen" in text
    for _twice in range(2):
        send(client, office, "adopt")
    text = get(client, office)
    assert "Termine bestätigen" in text
    assert "Noch nicht übernommen: Ethik- und Technologiebeirat, Sponsorenbeirat." in text
    assert Meeting.objects.filter(status="planned").count() == 4
    send(client, office, "adopt", ETB)
    for _twice in range(2):
        send(client, office, "confirm")
    members = {person.pk for board in ("UB", "ETB") for person in world.members[board]}
    assert Delivery.objects.count() == len(members)
    assert set(YearPlan.objects.values_list("board__short_name", "status")) == {
        ("UB", "confirmed"),
        ("ETB", "confirmed"),
        ("SB", "proposed"),
    }
    assert "kern-btn--primary" not in get(client, office)


def test_every_state_has_one_primary_button(world, client, last_meeting):
    counts = []
    for act in ("propose", "adopt"):
        counts.append(get(client, world.secretary).count("kern-btn--primary"))
        send(client, world.secretary, act)
    assert [*counts, get(client, world.secretary).count("kern-btn--primary")] == [1, 1, 1]


def test_proposing_again_leaves_adopted_plans_alone(world, client, last_meeting):
    send(client, world.secretary, "propose")
    send(client, world.secretary, "adopt")
    send(client, world.secretary, "propose", ETB)
    assert YearPlan.objects.get(board=world.ub).status == "adopted"
    assert Meeting.objects.filter(status="planned").count() == 4


@pytest.mark.parametrize("name", ["kaya", "mayor", "manager", "mayors_officer"])
def test_members_and_staff_read_dates_once_they_are_taken_over(world, client, last_meeting, name):
    who = getattr(world, name)
    send(client, world.secretary, "propose")
    text = get(client, who)
    assert "Die Termine erscheinen hier, sobald die Geschäftsstelle sie festgelegt hat." in text
    assert "Februar" not in text
    send(client, world.secretary, "adopt")
    text = get(client, who)
    assert "Donnerstag, 11. Februar 2027" in text
    assert "Vorgemerkt" in text
    assert "/sitzungen/" not in text.split("<main")[1]
    assert "<button" not in text.split("<main")[1].split("</main>")[0]
    send(client, world.secretary, "confirm")
    assert text.count("app-row--two") == get(client, who).split("<main")[1].count('href="/sitzungen/')


@pytest.mark.parametrize("name", ["sponsor", "former", "admin", "ostermann"])
def test_outsiders_find_nothing(world, client, last_meeting, name):
    send(client, world.secretary, "propose")
    send(client, world.secretary, "adopt")
    get(client, getattr(world, name), status=404)


@pytest.mark.parametrize("name", ["kaya", "mayor", "manager", "mayors_officer", "sponsor"])
def test_only_the_office_plans(world, client, last_meeting, name):
    """Each act stands open to the office when the others try it."""
    other = getattr(world, name)
    send(client, other, "propose", status=404)
    assert not YearPlan.objects.exists()
    for act, before in (("adopt", "proposed"), ("confirm", "adopted")):
        send(client, world.secretary, {"adopt": "propose", "confirm": "adopt"}[act])
        send(client, other, act, status=404)
        assert set(YearPlan.objects.values_list("status", flat=True)) >= {before}
        assert YearPlan.objects.get(board=world.ub).status == before


@pytest.mark.parametrize("act", ["", "delete"])
def test_an_act_there_is_not_is_not_found(world, client, last_meeting, act):
    send(client, world.secretary, act, status=404)


def test_rules_that_begin_during_the_year_show_their_plan(world, client, last_meeting):
    world.ub.rules.update(valid_from=date(2026, 12, 10))
    address = UB.replace("2027", "2026")
    world.meeting(world.ub, day=date(2026, 8, 13), status="held", number=3)
    YearPlan.objects.create(
        board=world.ub, year=2026, proposed_at=datetime(2026, 11, 20, 9, tzinfo=UTC), outcome="optimal"
    ).dates.create(day=date(2026, 12, 17), reason={"gap": 35, "school": False, "beside_holiday": False})
    assert "17. Dezember" in get(client, world.secretary, address)


def test_a_year_without_allowed_days_says_why(world, client, last_meeting):
    CalendarPeriod.objects.create(
        kind="custom", name="Umbau", start=date(2027, 1, 1), end=date(2027, 12, 31), source="Geschäftsstelle"
    )
    send(client, world.secretary, "propose")
    text = get(client, world.secretary)
    assert "Kein Plan möglich" in text
    assert "Für die 1. Sitzung gibt es zwischen 4. Februar 2027 und 18. März 2027 keinen Tag." in text
    assert "gesperrte Tage" in text
    send(client, world.secretary, "adopt", status=409)
    assert "Kein Plan möglich" not in get(client, world.kaya)


def test_a_day_in_the_school_holidays_is_marked_in_words(world, client, last_meeting):
    send(client, world.secretary, "propose")
    plan = YearPlan.objects.get(board=world.ub)
    one = plan.dates.get(day=date(2027, 8, 12))
    one.day, one.reason = date(2027, 8, 5), one.reason | {"gap": 84, "school": True}
    one.save()
    text = get(client, world.secretary)
    assert "12 Wochen nach der letzten Sitzung (Ziel 13 bis 17 Wochen), Sommerferien Hessen." in text
    assert text.count("Bitte prüfen") == 1


@pytest.mark.parametrize(("year", "warns"), [(2027, False), (2029, True)])
def test_years_whose_school_holidays_are_not_published_are_named(world, client, last_meeting, year, warns):
    if year != 2027:
        world.meeting(world.ub, day=date(year - 1, 11, 9), status="held", number=4)
    address = UB.replace("2027", str(year))
    send(client, world.secretary, "propose", address)
    text = get(client, world.secretary, address)
    assert "4 Termine" in text
    assert (f"Die Schulferien {year} sind noch nicht vollständig bekannt" in text) is warns


def test_years_that_are_over_or_none(world, client, last_meeting):
    assert "Dieses Jahr ist vorbei." in get(client, world.secretary, UB.replace("2027", "2025"))
    send(client, world.secretary, "propose", UB.replace("2027", "2025"), status=409)
    for year in ("1999", "2101", "99999999999999999999"):
        get(client, world.secretary, UB.replace("2027", year), status=404)
    get(client, world.secretary, "/gremien/nirgends/jahresplan/2027/", status=404)


def test_the_page_costs_the_same_for_every_board(world, client, last_meeting, django_assert_num_queries):
    client.force_login(world.secretary.user)
    client.post(UB, {"act": "propose"})
    for path in (UB, ETB):
        with django_assert_num_queries(15):
            assert client.get(path).status_code == 200


def test_the_office_sees_beside_a_date_which_other_board_meets_then(world, client, last_meeting):
    office = world.secretary
    send(client, office, "propose")
    send(client, office, "adopt")
    send(client, office, "adopt", ETB)
    assert get(client, office).count("Passt") == 4
    world.meeting(world.etb, day=date(2027, 2, 11), number=9)
    text = get(client, office)
    assert text.count("Ethik- und Technologiebeirat, 16:00 Uhr bis 18:00 Uhr") == 1
    assert text.count("Passt") == 3
    assert "11. Februar 2027 wird verschoben auf" in text
    send(client, office, "confirm")
    assert "Ethik- und Technologiebeirat, 16:00" not in get(client, world.kaya)
