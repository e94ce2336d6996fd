"""The office names deputies of members, and lets mandates of factions end with the electoral term."""

from datetime import date

import pytest
from django.urls import reverse

from governance.boards.models import ElectoralTerm
from governance.mandates.models import Deputy, Mandate
from governance.people.models import Organisation

ETB = "/gremien/ethik-und-technologiebeirat/"


@pytest.fixture(autouse=True)
def _only_governance(no_effects):
    pass


def text_of(response):
    return response.content.decode()


@pytest.fixture
def allowed(world):
    world.etb.rules.update(deputies_allowed=True)


def test_a_deputy_is_named_shown_and_ended(world, client, office, allowed):
    data = {"person": world.former.pk, "start": "2026-11-23", "document": "Schreiben der Fraktion"}
    text = text_of(office.post(f"{ETB}sitze/3/vertretung/", data, follow=True))
    assert "Hugo Altmann ist als Stellvertretung für Sitz\xa03 benannt." in text
    client.force_login(world.dahlhoff.user)
    assert "Stellvertretung: Hugo Altmann" in text_of(client.get(f"{ETB}?sitze=alle"))
    client.force_login(world.secretary.user)
    end = reverse("deputy_end", args=[world.etb.slug, 3, Deputy.objects.get().pk])
    assert "bis 31.\xa0Dezember 2026" in text_of(client.post(end, {"on": "2026-12-31"}, follow=True))


def test_boards_without_deputies_offer_none(world, office):
    assert "Stellvertretung des Mitglieds" not in text_of(office.get(f"{ETB}sitze/3/"))
    refused = office.get(f"{ETB}sitze/3/vertretung/")
    assert refused.status_code == 409
    assert "sehen keine Stellvertretung vor" in text_of(refused)


@pytest.mark.parametrize("changes", [{"start": ""}, {"person": "x"}, {"document": "D\x00"}])
def test_a_wrong_deputy_is_not_named(world, office, allowed, changes):
    data = {"person": str(world.former.pk), "start": "2026-11-23"} | changes
    assert office.post(f"{ETB}sitze/3/vertretung/", data).status_code == 400
    assert not Deputy.objects.exists()


def test_who_will_be_represented_reads_by_whom(world, client, office, allowed):
    Deputy.objects.create(seat=world.etb.seats.get(number=3), person=world.former, start=date(2026, 1, 1))
    meeting = world.meeting(world.etb, status="invited")
    mandate = Mandate.objects.get(person=world.ostermann)
    meeting.invitations.create(person=world.ostermann, mandate=mandate, role="member", invited_at="2026-11-23T09:00Z")
    client.force_login(world.ostermann.user)
    text = text_of(client.get(reverse("reply_own", args=[meeting.pk])))
    assert "Ich werde vertreten: Hugo Altmann" in text


def test_a_term_is_entered_changed_and_ends_mandates(world, office):
    body = Organisation.objects.create(name="Fraktion Wasserturm", kind="faction")
    world.etb.seats.filter(number=3).update(kind="delegated", delegating_body=body)
    text = text_of(office.post("/wahlperioden/neu/", {"start": "2021-04-01", "end": "2027-03-31"}, follow=True))
    assert "1 Mandat einer Fraktion hat bis dahin kein Ende." in text
    term = ElectoralTerm.objects.get()
    path = reverse("term_end", args=[term.pk])
    asked = text_of(office.get(path))
    assert "Lena Ostermann, Ethik- und Technologiebeirat, Sitz\xa03 (Fraktion Wasserturm)" in asked
    assert Mandate.objects.get(person=world.ostermann).end is None
    assert "1 Mandat endet am 31.\xa0März 2027." in text_of(office.post(path, follow=True))
    assert Mandate.objects.get(person=world.ostermann).end == date(2027, 3, 31)
    assert "Jedes Mandat einer Fraktion endet bis dahin." in text_of(office.get("/wahlperioden/"))
    change = reverse("term_change", args=[term.pk])
    assert office.post(change, {"start": "2021-04-01", "end": "2021-03-01"}).status_code == 400
    assert office.post(change, {"start": "2021-04-01", "end": "2027-06-30"}).status_code == 302


@pytest.mark.parametrize("data", [{}, {"start": "2021-04-01"}, {"start": "x", "end": "2027-03-31"}])
def test_a_wrong_term_is_not_entered(office, data):
    assert office.post("/wahlperioden/neu/", data).status_code == 400
    assert not ElectoralTerm.objects.exists()
