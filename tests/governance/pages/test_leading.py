"""The page of chair and deputies: who leads, who comes after, and what the office can do about it."""

from datetime import date

import pytest
from django.urls import reverse

from governance.mandates.models import Delegation, Office

ETB = "/gremien/ethik-und-technologiebeirat/"
CHAIR = f"{ETB}vorsitz/"


@pytest.fixture(autouse=True)
def _only_governance(no_effects):
    pass


def text_of(response):
    return response.content.decode()


def test_the_chair_changes_and_the_past_stays(world, office):
    assert "Vorsitz wechseln" in text_of(office.get(CHAIR))
    data = {"person": world.ostermann.pk, "start": "2027-04-01", "kind": "elected"}
    text = text_of(office.post(f"{CHAIR}wechseln/", data, follow=True))
    assert "Lena Ostermann hat den Vorsitz ab 1.\xa0April 2027." in text
    assert "bis 31.\xa0März 2027" in text
    course = text_of(office.get(f"{ETB}verlauf/?jahr=2027"))
    assert "Lena Ostermann übernimmt das Amt: Vorsitz." in course
    assert "Prof. Dr. Miriam Sander gibt das Amt ab: Vorsitz." in course


def test_a_later_office_is_taken_back(world, office):
    office.post(f"{CHAIR}sitzungsleitung/", {"person": world.ostermann.pk, "start": "2027-02-11"})
    pk = Office.objects.get(role="stand_in").pk
    path = reverse("office_end", args=[world.etb.slug, pk])
    assert "Amt zurücknehmen" in text_of(office.get(path))
    assert "zurückgenommen" in text_of(office.post(path, follow=True))
    assert not Office.objects.filter(role="stand_in").exists()


def test_deputies_stand_in_their_order(world, office):
    for who in (world.ostermann, world.dahlhoff):
        office.post(f"{CHAIR}stellvertretung/", {"person": who.pk, "start": "2026-11-23"})
    second = Office.objects.get(person=world.dahlhoff, role="deputy_chair")
    text = text_of(office.get(CHAIR))
    assert text.index("1. Lena Ostermann") < text.index("2. Werner Dahlhoff")
    moved = text_of(office.post(reverse("office_up", args=[world.etb.slug, second.pk]), follow=True))
    assert moved.index("1. Werner Dahlhoff") < moved.index("2. Lena Ostermann")


def test_everybody_of_the_board_reads_that_a_deputy_leads(world, client, office):
    office.post(f"{CHAIR}stellvertretung/", {"person": world.ostermann.pk, "start": "2026-11-23"})
    pk = Office.objects.get(board=world.etb, role="chair").pk
    office.post(reverse("office_end", args=[world.etb.slug, pk]), {"on": "2026-11-23"})
    Office.objects.filter(pk=pk).update(end=date(2026, 11, 22))
    client.force_login(world.dahlhoff.user)
    for path in (ETB, CHAIR):
        assert "Der Vorsitz ist frei. Lena Ostermann leitet in Vertretung." in text_of(client.get(path))
    assert "wechseln/" not in text_of(client.get(CHAIR))
    client.logout()
    assert "Ostermann" not in text_of(client.get(ETB))


def test_provisional_is_offered_where_the_rules_know_it(world, office):
    assert "kommissarisch" not in text_of(office.get(f"{CHAIR}wechseln/"))
    data = {"person": world.ostermann.pk, "start": "2027-04-01", "kind": "provisional"}
    assert office.post(f"{CHAIR}wechseln/", data).status_code == 400
    world.etb.rules.update(provisional_chair=True)
    text = text_of(office.post(f"{CHAIR}wechseln/", data | {"start": "2026-11-23"}, follow=True))
    assert "Lena Ostermann leitet kommissarisch, bis der Vorsitz gefunden ist." in text


@pytest.mark.parametrize(
    ("page", "data", "status"),
    [
        ("wechseln/", {"person": "kaya", "start": "2026-11-23", "kind": "elected"}, 400),
        ("wechseln/", {"person": "ostermann", "start": "2026-11-20", "kind": "elected"}, 400),
        ("wechseln/", {"person": "ostermann", "start": "2024-12-31", "kind": "elected"}, 409),
        ("wechseln/", {"person": "ostermann", "start": "", "kind": "elected"}, 400),
        ("stellvertretung/", {"person": "cdo", "start": "2026-11-23"}, 409),
        ("sitzungsleitung/", {"person": "ostermann", "start": "2026-11-22"}, 400),
    ],
)
def test_wrong_offices_change_nothing(world, office, page, data, status):
    response = office.post(f"{CHAIR}{page}", data | {"person": getattr(world, data["person"]).pk})
    assert response.status_code == status
    assert Office.objects.get(board=world.etb).end is None


def test_the_page_costs_a_fixed_number_of_queries(world, client, django_assert_num_queries):
    client.force_login(world.secretary.user)
    client.get(CHAIR)
    with django_assert_num_queries(11):
        client.get(CHAIR)


def test_the_chair_hands_acts_to_the_office_and_takes_them_back(world, client, now):
    client.force_login(world.cdo.user)
    assert "Es gibt keine Vollmacht." in text_of(client.get(CHAIR))
    text = text_of(client.get(f"{CHAIR}vollmacht/"))
    assert "Wer gibt die Vollmacht?" not in text
    data = {"acts": ["release", "adoption"], "start": "2026-11-23", "end": ""}
    assert client.post(f"{CHAIR}vollmacht/", data | {"acts": []}).status_code == 400
    text = text_of(client.post(f"{CHAIR}vollmacht/", data, follow=True))
    assert "Tagesordnung freigeben, Stellungnahme festlegen" in text
    assert client.post(f"{CHAIR}vollmacht/", data | {"start": "2026-12-01"}).status_code == 409
    given = Delegation.objects.get()
    path = reverse("delegation_end", args=[world.etb.slug, given.pk])
    assert "Die Vollmacht endet am 30." in text_of(client.post(path, {"on": "2026-11-30"}, follow=True))
    assert client.post(path, {"on": "2026-12-30"}).status_code == 409
    client.force_login(world.dahlhoff.user)
    assert "Tagesordnung freigeben" in text_of(client.get(CHAIR))
    assert client.get(path).status_code == client.get(f"{CHAIR}vollmacht/").status_code == 404
    Office.objects.create(board=world.etb, person=world.dahlhoff, role="stand_in", start=now.date(), end=now.date())
    assert client.get(path).status_code == client.get(f"{CHAIR}vollmacht/").status_code == 404
    Office.objects.create(board=world.etb, person=world.dahlhoff, role="deputy_chair", start=now.date())
    assert client.get(path).status_code == 404
    assert client.get(f"{CHAIR}vollmacht/").status_code == 200
    assert "Vollmacht beenden" not in text_of(client.get(CHAIR))


def test_the_office_records_a_delegation_with_its_document(world, office):
    chair = Office.objects.get(board=world.etb, role="chair")
    data = {"office": chair.pk, "acts": ["sign_off"], "start": "2026-11-23", "document": ""}
    assert office.post(f"{CHAIR}vollmacht/", data).status_code == 400
    text = text_of(office.post(f"{CHAIR}vollmacht/", data | {"document": "Schreiben vom 2. Mai"}, follow=True))
    assert "Schreiben vom 2. Mai" in text
    other = Office.objects.get(board=world.ub, role="chair")
    assert office.post(f"{CHAIR}vollmacht/", data | {"office": other.pk}).status_code == 400
