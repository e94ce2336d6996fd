"""Organisations with their contacts; what sponsors give is for few."""

import pytest
from django.urls import reverse

from governance.people.models import Contact, Organisation, Support

MONEY = {"kind": "money", "amount_cents": "1.500,00", "start": "2026-01-01", "published": "on"}


@pytest.fixture
def heag(world):
    return Organisation.objects.get()


def test_the_office_keeps_organisations_and_contacts(office, heag):
    data = {"name": "Sparkasse", "kind": "business", "phone": "069 90009-500"}
    assert office.post(reverse("organisation_add"), data).status_code == 302
    assert office.post(reverse("organisation_add"), data | {"name": "SPARKASSE"}).status_code == 409
    assert office.post(reverse("organisation_edit", args=[heag.pk]), data | {"name": "HEAG"}).status_code == 302
    person = {"name": "Ina Roth", "function": "Referentin", "email": "roth@heag.example"}
    assert office.post(reverse("contact_add", args=[heag.pk]), person).status_code == 302
    kept = Contact.objects.get()
    changed = reverse("contact_edit", args=[heag.pk, kept.pk])
    assert office.post(changed, person | {"phone": "069 90009-501"}).status_code == 302
    text = office.get(heag.get_absolute_url()).text
    assert "Ina Roth" in text
    assert "069 90009-501" in text
    office.post(reverse("contact_remove", args=[heag.pk, kept.pk]))
    assert not Contact.objects.exists()
    assert "Sparkasse" in office.get("/organisationen/").text


def test_a_body_shows_the_seats_it_fills(world, office, heag):
    world.etb.seats.filter(number=3).update(kind="delegated", delegating_body=heag)
    assert "Ethik- und Technologiebeirat, Sitz\xa03" in office.get(heag.get_absolute_url()).text


def test_contributions_are_money_or_services(office, heag):
    add = reverse("support_add", args=[heag.pk])
    assert office.post(add, MONEY).status_code == 302
    gift = Support.objects.get()
    assert (gift.amount_cents, gift.published) == (150_000, True)
    services = {"kind": "services", "description": "Zehn Tage Beratung", "amount_cents": "5", "start": "2026-01-01"}
    assert office.post(reverse("support_edit", args=[heag.pk, gift.pk]), services).status_code == 302
    gift.refresh_from_db()
    assert (gift.kind, gift.amount_cents, gift.description) == ("services", None, "Zehn Tage Beratung")
    office.post(reverse("support_remove", args=[heag.pk, gift.pk]))
    assert not Support.objects.exists()


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"amount_cents": ""}, 400),
        ({"amount_cents": "viel"}, 400),
        ({"amount_cents": "-5"}, 400),
        ({"amount_cents": "0"}, 400),
        ({"amount_cents": "1,005"}, 400),
        ({"amount_cents": "NaN"}, 400),
        ({"amount_cents": "1e99"}, 400),
        ({"kind": "services"}, 400),
        ({"end": "2025-01-01"}, 400),
        ({"start": "0001-01-01"}, 400),
        ({"description": "\x00"}, 400),
    ],
)
def test_contributions_that_are_refused(office, heag, changes, status):
    assert office.post(reverse("support_add", args=[heag.pk]), MONEY | changes).status_code == status
    assert not Support.objects.exists()


def test_what_sponsors_give_is_for_office_management_and_the_sponsors_chair(world, client, heag):
    Support.objects.create(organisation=heag, kind="money", amount_cents=150_000, start="2026-01-01")
    Organisation.objects.filter(pk=heag.pk).update(interests="Mehr Ladesäulen")
    Organisation.objects.create(name="Fraktion A", kind="faction")
    for who in (world.secretary, world.manager, world.sponsor):
        client.force_login(who.user)
        text = client.get(heag.get_absolute_url()).text
        assert "1.500,00\xa0€" in text
        assert "Mehr Ladesäulen" in text
    assert "Fraktion A" not in client.get("/organisationen/").text
    for who in (world.kaya, world.mayor, world.mayors_officer, world.admin, world.members["SB"][1]):
        client.force_login(who.user)
        assert client.get(heag.get_absolute_url()).status_code == 404
        assert client.get("/organisationen/").status_code == 404
    client.force_login(world.sponsor.user)
    assert client.post(reverse("support_add", args=[heag.pk]), MONEY).status_code == 404
