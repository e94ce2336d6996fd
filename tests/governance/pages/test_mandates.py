"""The board office steers a mandate from its seat's page; consequences stand there before anything happens."""

from datetime import date

import pytest
from django.urls import reverse

from foundation.journal.models import JournalEntry
from governance.mandates.models import Mandate
from governance.people.models import Person


@pytest.fixture(autouse=True)
def _only_governance(no_effects):
    pass


def text_of(response):
    return response.content.decode()


def address(name, mandate, **more):
    return reverse(name, args=[mandate.seat.board.slug, mandate.seat.number, mandate.pk])


@pytest.fixture
def mandate(world):
    return Mandate.objects.select_related("seat__board").get(person=world.ostermann)


def test_a_mandate_rests_after_its_consequences_are_seen(office, mandate):
    path = address("mandate_suspension", mandate)
    assert "Folgen anzeigen" in text_of(office.get(path))
    data = {"on": "2026-11-23", "reason": "Elternzeit"}
    asked = text_of(office.post(path, data | {"preview": "ja"}))
    assert "Sitz\xa03 bleibt besetzt. Die Beschlussfähigkeit rechnet weiter mit 31." in asked
    assert Mandate.objects.get(pk=mandate.pk).status == "active"
    done = text_of(office.post(path, data, follow=True))
    assert "Das Mandat von Lena Ostermann ruht ab 23.\xa0November 2026." in done
    assert "ruht ab 23.11.2026: Elternzeit" in done
    back = address("mandate_resumption", mandate)
    assert "übt das Mandat wieder aus ab 1.\xa0März 2027" in text_of(
        office.post(back, {"on": "2027-03-01"}, follow=True)
    )


def test_reasons_of_a_rest_are_for_the_office(world, client, office, mandate):
    office.post(address("mandate_suspension", mandate), {"on": "2026-11-23", "reason": "Elternzeit"})
    client.force_login(world.cdo.user)
    text = text_of(client.get(reverse("seat", args=[world.etb.slug, 3])))
    assert "ruht ab 23.11.2026" in text
    assert "Elternzeit" not in text


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"on": "2024-12-31", "reason": "Elternzeit"}, 400),
        ({"on": "2026-13-01", "reason": "Elternzeit"}, 400),
        ({"on": "2026-11-23", "reason": ""}, 400),
        ({"on": "2026-11-23", "reason": "E\x00"}, 400),
    ],
)
def test_a_wrong_rest_changes_nothing(office, mandate, data, status):
    assert office.post(address("mandate_suspension", mandate), data).status_code == status
    assert mandate.suspensions.count() == 0


def test_a_rest_to_come_is_seen_and_taken_back(office, mandate):
    data = {"on": "2027-01-04", "back_on": "2027-03-01", "reason": "Elternzeit"}
    asked = text_of(office.post(address("mandate_suspension", mandate), data | {"preview": "ja"}))
    assert '<input type="hidden" name="back_on" value="2027-03-01">' in asked
    shown = text_of(office.post(address("mandate_suspension", mandate), data, follow=True))
    assert "Mandat ruht ab 04.01.2027" in shown
    assert "Mandat fortsetzen" not in shown
    path = f"{address('mandate_suspension', mandate)}{mandate.suspensions.get().pk}/zuruecknehmen/"
    assert path in shown
    assert "sollte ab 4.\xa0Januar 2027 ruhen" in text_of(office.get(path))
    done = text_of(office.post(path, follow=True))
    assert "sollte ab 04.01.2027 ruhen, zurückgenommen" in done
    assert "Mandat ruht ab 04.01.2027" not in done


def test_secrecy_is_entered_and_corrected_with_a_reason(office, mandate):
    path = address("mandate_secrecy", mandate)
    assert office.post(path, {"on": "2026-12-20"}).status_code == 400
    assert "Verschwiegenheit erklärt am 20.11.2026" in text_of(office.post(path, {"on": "2026-11-20"}, follow=True))
    assert office.post(path, {"on": "2026-11-12"}).status_code == 400
    done = text_of(office.post(path, {"on": "2026-11-12", "reason": "Zahlendreher"}, follow=True))
    assert "Verschwiegenheit erklärt am 12.11.2026" in done
    assert "Berichtigt: Zahlendreher" in done
    gone = text_of(office.post(path, {"on": "", "reason": "falsche Person"}, follow=True))
    assert "Verschwiegenheit erklärt" not in gone
    assert "Verschwiegenheit eintragen" in gone


def new_person(**changes):
    return {
        "given_name": "Ruth",
        "family_name": "Keller",
        "email": "ruth.keller@mitglied.example",
        "start": "2026-12-01",
    } | changes


@pytest.mark.parametrize("who", ["former", "manager", "sponsor"])
def test_the_chair_does_not_learn_that_an_address_is_known(world, client, who):
    """The page reads as for a new person; the board office sees who it is."""
    person = getattr(world, who)
    client.force_login(world.cdo.user)
    data = new_person(given_name="Rosa", family_name="Unbekannt", email=person.email.upper())
    text = text_of(client.post(reverse("proposal_new", args=[world.etb.slug, 30]), data, follow=True))
    assert "Rosa Unbekannt ist für Sitz\xa030 vorgeschlagen." in text
    assert person.family_name not in text
    assert Mandate.objects.proposed().get().person == person
    assert JournalEntry.objects.filter(actor=world.cdo.key).values_list("action", flat=True).get() == (
        "mandate.proposed"
    )
    client.force_login(world.secretary.user)
    seen = text_of(client.get(reverse("seat", args=[world.etb.slug, 30])))
    assert str(person) in seen
    assert "Vorgeschlagen als Rosa Unbekannt" in seen


def test_a_known_person_and_a_new_one_are_not_typed_at_once(office, world):
    new = reverse("proposal_new", args=[world.etb.slug, 30])
    answer = office.post(new, new_person(person=str(world.former.pk)))
    assert answer.status_code == 400
    assert not Mandate.objects.proposed().exists()


def test_the_chair_proposes_and_the_office_appoints(world, client, mandate):
    client.force_login(world.cdo.user)
    new = reverse("proposal_new", args=[world.etb.slug, 30])
    assert "Ruth Keller ist für Sitz\xa030 vorgeschlagen." in text_of(client.post(new, new_person(), follow=True))
    proposal = Mandate.objects.proposed().get()
    assert proposal.person.user is None
    client.force_login(world.secretary.user)
    appoint = f"{reverse('appointment', args=[world.etb.slug, 30])}?vorschlag={proposal.pk}"
    assert f'value="{proposal.person_id}" selected' in text_of(client.get(appoint))
    data = {"person": proposal.person_id, "start": "2026-12-01", "appointed_on": "2026-11-23", "document": "Brief"}
    assert "Ruth Keller ist ab 1.\xa0Dezember 2026 auf Sitz\xa030 berufen." in text_of(
        client.post(appoint, data, follow=True)
    )
    assert Mandate.objects.get(pk=proposal.pk).status == "appointed"
    assert Person.objects.get(family_name="Keller").user.is_active


def test_the_chair_chooses_among_the_own_board(world, client):
    client.force_login(world.cdo.user)
    text = text_of(client.get(reverse("proposal_new", args=[world.etb.slug, 30])))
    assert "Dahlhoff" in text
    assert "Sievers" not in text
    stranger = new_person(person=str(world.sponsor.pk))
    assert client.post(reverse("proposal_new", args=[world.etb.slug, 30]), stranger).status_code == 400
    client.force_login(world.ostermann.user)
    assert client.get(reverse("proposal_new", args=[world.etb.slug, 30])).status_code == 404


def test_a_proposal_is_withdrawn_and_seen_by_no_member(world, client, office):
    office.post(reverse("proposal_new", args=[world.etb.slug, 30]), new_person())
    proposal = Mandate.objects.proposed().get()
    seat = reverse("seat", args=[world.etb.slug, 30])
    assert "Keller" in text_of(office.get(seat))
    client.force_login(world.ostermann.user)
    assert "Keller" not in text_of(client.get(seat))
    assert client.post(address("proposal_withdrawal", proposal)).status_code == 404
    client.force_login(world.secretary.user)
    assert "Der Vorschlag von Ruth Keller ist zurückgezogen." in text_of(
        client.post(address("proposal_withdrawal", proposal), follow=True)
    )
    assert client.get(f"{seat}berufen/?vorschlag={proposal.pk}").status_code == 404


@pytest.mark.parametrize("wanted", ["x", "-1", "99999999999999999999", "²"])
def test_an_unknown_proposal_is_not_found(world, office, wanted):
    assert office.get(reverse("appointment", args=[world.etb.slug, 30]), {"vorschlag": wanted}).status_code == 404


def test_the_next_term_is_filled_in_as_the_rules_have_it(world, office, mandate):
    Mandate.objects.filter(pk=mandate.pk).update(end=date(2027, 3, 31))
    text = text_of(office.get(reverse("appointment", args=[world.etb.slug, 3])))
    assert 'value="2027-04-01"' in text
    assert 'value="2032-03-31"' in text


def test_an_end_that_is_set_can_be_changed_and_the_page_says_so(office, mandate):
    seat = reverse("seat", args=[mandate.seat.board.slug, mandate.seat.number])
    assert "Mandat beenden" in text_of(office.get(seat))
    data = {"on": "2026-12-31", "reason": "resigned"}
    shown = text_of(office.post(address("mandate_end", mandate), data, follow=True))
    assert "Ende des Mandats ändern" in shown
    assert "Mandat beenden" not in shown
    assert "Nachfolge noch nicht angefragt." in shown
