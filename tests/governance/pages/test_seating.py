"""The office keeps seats and working groups; boards show their course and stand in a chart."""

from datetime import date

import pytest
from django.urls import reverse

from governance.boards.models import Board
from governance.mandates.composition import composition
from governance.mandates.models import Mandate
from governance.people.models import Person

TODAY = date(2026, 11, 23)
ETB = "/gremien/ethik-und-technologiebeirat/"


def text_of(response):
    return response.content.decode()


def a_seat(**changes):
    data = {"label": "Klima", "kind": "expert", "sector": "science", "voting": "on", "on": "2026-11-23"}
    return {name: value for name, value in (data | changes).items() if value}


def test_a_seat_is_added_and_changed(world, office):
    text = text_of(office.post(f"{ETB}sitze/neu/", a_seat(), follow=True))
    assert "Sitz\xa032 ist hinzugefügt." in text
    assert composition(world.etb, TODAY).seats == 32
    change = reverse("seat_change", args=[world.etb.slug, 32])
    assert 'value="Klima"' in text_of(office.get(change))
    assert "Sitz\xa032 ist geändert." in text_of(office.post(change, a_seat(label="Klimaschutz"), follow=True))
    assert world.etb.seats.get(number=32).label == "Klimaschutz"


@pytest.mark.parametrize(
    ("changes", "status", "words"),
    [
        ({"kind": "delegated"}, 400, "Nennen Sie die entsendende Stelle."),
        ({"on": "2024-12-31"}, 400, "Das Gremium gibt es seit 1.\xa0Januar 2025."),
        ({"label": ""}, 400, "kern-error"),
        ({"label": "K\x00"}, 400, "kern-error"),
        ({"sector": "nothing"}, 400, "kern-error"),
        ({"delegating_body": "999999"}, 400, "kern-error"),
    ],
)
def test_a_wrong_seat_is_refused_beside_its_field(world, office, changes, status, words):
    response = office.post(f"{ETB}sitze/neu/", a_seat(**changes))
    assert response.status_code == status
    assert words in text_of(response)
    assert world.etb.seats.count() == 31


def test_a_vacant_seat_is_frozen_freed_and_retired(world, office):
    freezing = reverse("seat_freezing", args=[world.etb.slug, 30])
    assert "Sitz ruhen lassen" in text_of(office.get(freezing))
    assert "Sitz\xa030 ruht." in text_of(office.post(freezing, follow=True))
    assert "Sitz\xa030 ist wieder zu besetzen." in text_of(office.post(freezing, follow=True))
    retirement = reverse("seat_retirement", args=[world.etb.slug, 30])
    assert "Sitz\xa030 ist aufgehoben." in text_of(office.post(retirement, {"on": "2026-11-23"}, follow=True))
    held = reverse("seat_retirement", args=[world.etb.slug, 3])
    assert office.post(held, {"on": "2026-11-23"}).status_code == 409
    assert office.post(reverse("seat_freezing", args=[world.etb.slug, 3])).status_code == 409


def test_vacancies_show_their_age(world, office):
    assert "seit 1.\xa0Januar 2025 (691\xa0Tage)" in text_of(office.get(ETB))


def a_group(**changes):
    return {
        "name": "Facharbeitsgruppe Ethik",
        "slug": "arbeitsgruppe-ethik",
        "short_name": "AG E",
        "purpose": "Bereitet vor.",
        "size": "5",
        "founded_on": "2026-11-23",
    } | changes


def test_a_working_group_is_founded_and_shown(world, office):
    assert "Dieses Gremium hat keine Arbeitsgruppe." in text_of(office.get(f"{ETB}arbeitsgruppen/"))
    text = text_of(office.post(f"{ETB}arbeitsgruppen/neu/", a_group(), follow=True))
    assert "Die Arbeitsgruppe ist gegründet: Facharbeitsgruppe Ethik." in text
    assert "<dt>Sitze</dt><dd>5</dd>" in text
    group = Board.objects.get(parent=world.etb)
    assert office.get(reverse("group_new", args=[group.slug])).status_code == 404
    assert office.post(f"{ETB}arbeitsgruppen/neu/", a_group()).status_code == 409
    assert "Es gelten die Regeln" in text_of(office.get(reverse("rules", args=[group.slug])))
    assert office.get(group.get_absolute_url()).status_code == 200


def test_the_chart_says_the_same_as_picture_and_list(world, office, client):
    office.post(f"{ETB}arbeitsgruppen/neu/", a_group())
    client.logout()
    text = text_of(client.get("/gremien/organigramm/"))
    for board in Board.objects.all():
        assert text.count(board.name) == 2
    assert 'role="img"' in text
    assert "style=" not in text
    assert not [person for person in Person.objects.all() if person.family_name in text]


def test_the_course_tells_who_came_and_left_by_year(world, client):
    client.force_login(world.kaya.user)
    text = text_of(client.get("/gremien/unternehmensbeirat/verlauf/"))
    assert "Hugo Altmann verlässt Sitz\xa010" in text
    assert "Aylin Kaya übernimmt Sitz\xa04." not in text
    first = text_of(client.get("/gremien/unternehmensbeirat/verlauf/?jahr=2025"))
    for words in (
        "Aylin Kaya übernimmt Sitz\xa04.",
        "Annegret Holtkamp übernimmt das Amt: Vorsitz.",
        "tritt in Kraft",
    ):
        assert words in first
    assert client.get("/gremien/unternehmensbeirat/verlauf/?jahr=١٢٣٤").status_code == 200
    assert client.get(f"{ETB}verlauf/").status_code == 404


def test_the_course_costs_the_same_whatever_happened(world, office, django_assert_num_queries):
    office.get(f"{ETB}verlauf/")
    with django_assert_num_queries(9):
        office.get(f"{ETB}verlauf/")
    seat = world.etb.seats.get(number=31)
    for month in range(1, 11):
        Mandate.objects.create(
            seat=seat, person=world.kaya, status="ended", start=date(2026, month, 1), end=date(2026, month, 20)
        )
    with django_assert_num_queries(9):
        office.get(f"{ETB}verlauf/")


def test_the_list_of_boards_on_another_day(world, client):
    Mandate.objects.filter(seat__board=world.ub, seat__number=4).update(end=date(2027, 3, 31))
    text = text_of(client.get("/gremien/?tag=2027-04-01"))
    assert "Stand 1.\xa0April 2027" in text
    assert "<dt>besetzt</dt><dd>9</dd>" in text
    assert "<dt>besetzt</dt><dd>10</dd>" in text_of(client.get("/gremien/?tag=2027-03-31"))
