"""The directory, the page of a person, and what everybody keeps up to date themselves."""

import re
from datetime import date

import pytest
from django.urls import reverse

from foundation.web import clock
from governance.people.assisting import assist
from governance.people.models import AliasAddress, Assistance, Person


@pytest.fixture
def page(client):
    def get(path, who, status=200):
        client.force_login(who.user)
        response = client.get(path)
        assert response.status_code == status
        return re.sub(r"[ \n]+", " ", response.content.decode())

    return get


def found(text):
    return re.findall(r'/personen/[-0-9a-f]{36}/">([^<]+)</a>', text)


def test_the_directory_is_searched_and_paged(world, page):
    first = page("/personen/", world.secretary)
    assert "54 Personen" in first.replace("\xa0", " ")
    assert len(found(first)) == 25
    assert found(page("/personen/?suche=dahlhoff", world.secretary)) == ["Dahlhoff, Werner"]
    assert found(page("/personen/?suche=werner+DAHL", world.secretary)) == ["Dahlhoff, Werner"]
    assert "Niemand gefunden" in page("/personen/?suche=xyz", world.secretary)
    board = page("/personen/?gremium=unternehmensbeirat&suche=beispiel", world.secretary)
    assert found(board) == [f"Beispiel{n}, Ulla" for n in range(1, 6)]
    assert "Unternehmensbeirat, Sitz\xa06" in board
    assert len(found(page("/personen/?seite=3", world.secretary))) == 4


def test_a_further_address_is_found_once(world, page):
    for email in ("kaya@eins.example", "kaya@zwei.example"):
        AliasAddress.objects.create(person=world.kaya, email=email)
    assert found(page("/personen/?suche=kaya", world.secretary)) == ["Kaya, Aylin"]


@pytest.mark.parametrize("query", ["suche=%00", "suche=" + "x" * 500, "gremium=nirgends", "seite=-1", "seite=zwei"])
def test_a_hostile_search_shows_the_list(world, page, query):
    assert "Personen" in page(f"/personen/?{query}", world.secretary)


def test_the_directory_costs_the_same_for_one_and_many(world, client, django_assert_num_queries):
    client.force_login(world.secretary.user)
    client.get("/personen/")
    for query in ("", "?suche=dahlhoff"):
        with django_assert_num_queries(9):
            client.get(f"/personen/{query}")


def test_a_persons_page_shows_what_the_office_needs(world, page):
    assist(
        assistant=world.former,
        principal=world.mayor,
        start=date(2026, 11, 1),
        by=world.actor(world.secretary),
        now=clock.now(),
    )
    text = page(world.mayor.get_absolute_url(), world.secretary)
    assert "annegret.holtkamp@mitglied.example" in text
    assert "Ethik- und Technologiebeirat, <a" in text
    assert "Unternehmensbeirat, Vorsitz" in text
    assert "Noch nicht genutzt." in text
    assert "Hugo Altmann" in text
    assert "nur Termine" in text
    assert "Beantwortet Termine für Annegret Holtkamp." in page(world.former.get_absolute_url(), world.secretary)


def test_contact_data_is_for_office_chair_and_the_person(world, page):
    address = world.kaya.get_absolute_url()
    assert "aylin.kaya@mitglied.example" in page(address, world.mayor)
    assert "Angaben ändern" not in page(address, world.mayor)
    page(address, world.kaya)
    for who in (world.dahlhoff, world.cdo, world.manager, world.mayors_officer, world.admin, world.former):
        page(address, who, status=404)


def test_the_office_adds_somebody_who_holds_no_seat(world, client):
    client.force_login(world.secretary.user)
    data = {"form_of_address": "frau", "given_name": "Ruth", "family_name": "Keller", "email": "ruth@stadt.example"}
    done = client.post(reverse("person_add"), data, follow=True)
    assert "Ruth Keller ist aufgenommen." in done.content.decode()
    ruth = Person.objects.get(email="ruth@stadt.example")
    assert ruth.user is None
    client.post(reverse("person_login", args=[ruth.pk]))
    ruth.refresh_from_db()
    assert ruth.user.email == "ruth@stadt.example"
    assert client.post(reverse("person_add"), data).status_code == 409
    assert client.post(reverse("person_add"), data | {"email": "x"}).status_code == 400


def test_the_office_edits_details_addresses_and_assistants(world, client):
    client.force_login(world.secretary.user)
    one = [world.kaya.pk]
    details = {"form_of_address": "frau", "given_name": "Aylin", "family_name": "Kaya", "language": "de"}
    assert client.post(reverse("person_edit", args=one), details | {"channel": "post"}).status_code == 400
    letters = details | {"channel": "post", "postal_address": "Weg 1, 64283 Darmstadt", "phone": "069 90009-7"}
    assert client.post(reverse("person_edit", args=one), letters).status_code == 302
    assert client.post(reverse("person_alias_add", args=one), {"email": "kaya@firma.example"}).status_code == 302
    alias = AliasAddress.objects.get()
    assert alias.verified_at is not None
    assert client.post(reverse("person_alias_add", args=one), {"email": world.cdo.email}).status_code == 409
    client.post(reverse("person_alias", args=[*one, alias.pk]), {"act": "remove"})
    assert not AliasAddress.objects.exists()
    assert client.post(reverse("person_address", args=one), {"email": world.cdo.email}).status_code == 409
    assert client.post(reverse("person_address", args=one), {"email": "kaya@neu.example"}).status_code == 302
    helper = {"assistant": str(world.former.pk), "start": "2026-11-23"}
    assert client.post(reverse("assistance_add", args=one), helper).status_code == 302
    assert client.post(reverse("assistance_add", args=one), helper | {"start": "2026-12-01"}).status_code == 409
    made = Assistance.objects.get(assistant=world.former)
    client.post(reverse("assistance_end", args=[*one, made.pk]))
    made.refresh_from_db()
    world.kaya.refresh_from_db()
    assert (made.end, world.kaya.email, world.kaya.channel) == (date(2026, 11, 23), "kaya@neu.example", "post")


def test_another_persons_rows_are_unknown(world, client):
    client.force_login(world.secretary.user)
    alias = AliasAddress.objects.create(person=world.cdo, email="cdo@firma.example")
    assert client.post(reverse("person_alias", args=[world.kaya.pk, alias.pk]), {"act": "remove"}).status_code == 404
    client.force_login(world.kaya.user)
    assert client.post(reverse("own_address_remove", args=[alias.pk])).status_code == 404
    assert AliasAddress.objects.count() == 1


def test_by_mail_or_by_post_is_chosen_where_the_warning_stands(world, client):
    client.force_login(world.kaya.user)
    page = client.get("/meine-angaben/").text
    assert ('name="channel"' in page, reverse("mail_settings") in page) == (False, True)
    values = {"postal_address": "Rheinstraße 1, 64283 Darmstadt", "channel": "post", "language": "de"}
    assert client.post("/meine-angaben/", values).status_code == 302
    world.kaya.refresh_from_db()
    assert (world.kaya.postal_address, world.kaya.channel) == ("Rheinstraße 1, 64283 Darmstadt", "mail")
    Person.objects.filter(pk=world.kaya.pk).update(channel="post")
    refused = client.post("/meine-angaben/", values | {"postal_address": ""})
    assert (refused.status_code, "Bitte geben Sie eine Postanschrift an" in refused.text) == (400, True)


def test_everybody_keeps_the_own_details(world, client):
    client.force_login(world.kaya.user)
    assert "aylin.kaya@mitglied.example" in client.get("/konto/mails/").text
    values = {"phone": "069 90009-8", "mobile": "", "postal_address": "", "language": "en"}
    assert client.post("/meine-angaben/", values).status_code == 302
    assert client.post("/meine-angaben/", values | {"phone": "\x00"}).status_code == 400
    assert client.post("/meine-angaben/adressen/", {"email": "kaya@firma.example"}).status_code == 302
    assert client.post("/meine-angaben/adressen/", {"email": world.kaya.email}).status_code == 409
    assert client.post("/meine-angaben/adressen/", {"email": "x"}).status_code == 400
    alias = AliasAddress.objects.get()
    assert (alias.person, alias.verified_at) == (world.kaya, None)
    client.post(reverse("own_address_remove", args=[alias.pk]))
    world.kaya.refresh_from_db()
    assert (world.kaya.phone, world.kaya.language) == ("069 90009-8", "en")
    assert not AliasAddress.objects.exists()


@pytest.mark.parametrize("name", ["kaya", "mayor", "manager", "mayors_officer", "admin"])
def test_nobody_else_changes_a_person(world, client, name):
    client.force_login(getattr(world, name).user)
    one = [world.lamprecht.pk]
    before = Person.objects.filter(pk=world.lamprecht.pk).values().get()
    for route, data in (
        ("person_edit", {"given_name": "X"}),
        ("person_address", {"email": "x@y.example"}),
        ("person_alias_add", {"email": "x@y.example"}),
        ("person_login", {}),
        ("assistance_add", {"assistant": str(world.former.pk), "start": "2026-11-23"}),
    ):
        assert client.post(reverse(route, args=one), data).status_code == 404
    assert client.post(reverse("person_add"), {"given_name": "X"}).status_code == 404
    assert Person.objects.filter(pk=world.lamprecht.pk).values().get() == before
    assert not AliasAddress.objects.exists()
    assert not Assistance.objects.exclude(assistant=world.assistant).exists()
