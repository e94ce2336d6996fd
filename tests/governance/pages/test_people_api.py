"""People of a board by rights, and the own contact data, over the API."""

import pytest

from governance.people.models import Person

OWN = "/api/v1/me/contact"
UB = "/api/v1/boards/unternehmensbeirat/people"


def test_names_for_members_contact_for_chair_and_office(world, client):
    for who, contact in ((world.kaya, False), (world.manager, False), (world.mayor, True), (world.secretary, True)):
        client.force_login(who.user)
        found = client.get(UB).json()
        assert found["count"] == 10
        assert found["items"][3] == {
            "name": "Aylin Kaya",
            "seat": 4,
            "offices": [],
            "email": "aylin.kaya@mitglied.example" if contact else None,
            "phone": "" if contact else None,
        }


@pytest.mark.parametrize("name", ["", "ostermann", "former", "admin", "assistant"])
def test_nobody_else_reads_them(world, client, name):
    if name:
        client.force_login(getattr(world, name).user)
    assert client.get(UB).status_code == 404


def test_the_own_contact_data_are_read_and_replaced(world, client):
    assert client.get(OWN).status_code == 404
    client.force_login(world.kaya.user)

    def put(**body):
        return client.put(OWN, body, content_type="application/json")

    assert put(phone="069 90009-9", language="en").json() == {
        "email": "aylin.kaya@mitglied.example",
        "phone": "069 90009-9",
        "mobile": "",
        "postal_address": "",
        "channel": "mail",
        "language": "en",
    }
    assert client.get(OWN).json()["phone"] == "069 90009-9"
    assert put(channel="post").status_code == 400
    for wrong in ({"email": "x@y.example"}, {"phone": "1" * 41}, {"phone": "\x00"}, {"language": "xx"}):
        assert put(**wrong).status_code == 422
    assert Person.objects.get(pk=world.kaya.pk).phone == "069 90009-9"


def test_letters_by_post_are_chosen_after_the_same_warning_as_on_the_page(world, client):
    client.force_login(world.kaya.user)

    def put(**body):
        return client.put(
            OWN, {"postal_address": "Rheinstraße 1, 64283 Darmstadt", **body}, content_type="application/json"
        )

    refused = put(channel="post")
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:gremia:post_not_confirmed")
    assert refused.json()["title"].startswith("Briefe brauchen Tage länger.")
    assert Person.objects.get(pk=world.kaya.pk).postal_address == ""
    assert put(channel="post", confirmed=True).json()["channel"] == "post"
    assert put(channel="post", phone="069 90009-9").status_code == 200
