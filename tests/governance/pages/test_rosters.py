"""The pages of the roster: choose, check, take over; and take away."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from governance.boards.models import Seat
from governance.mandates.models import Mandate
from governance.people.models import Person

PAGE, TAKE = "/besetzungsliste/", "/besetzungsliste/uebernehmen/"
GOOD = (
    "Gremium;Sitz;Vorname;Nachname;E-Mail;Beginn;Berufen am;Dokument\n"
    "ETB;30;Ruth;Keller;ruth.keller@mitglied.example;01.11.2026;20.10.2026;Schreiben für Ruth\n"
)


def choose(client, content, name="liste.csv"):
    return client.post(PAGE, {"file": SimpleUploadedFile(name, content)})


def signed(answer):
    return re.search(r'name="list" value="([^"]+)"', answer.content.decode()).group(1)


def test_a_list_is_checked_confirmed_and_taken_over(office):
    check = choose(office, GOOD.encode("cp1252"))
    text = check.content.decode()
    assert check.status_code == 200
    assert "Gelesen als Windows-1252." in text
    assert "Noch ist nichts gespeichert." in text
    assert "Person neu, mit Anmeldung, Mandat ab 01.11.2026" in text
    assert text.count("kern-btn--primary") == 1
    assert not Person.objects.filter(family_name="Keller").exists()
    done = office.post(TAKE, {"list": signed(check)}, follow=True)
    assert "Die Liste ist übernommen: 1 neu, 0 geändert." in done.content.decode()
    assert Mandate.objects.get(person__family_name="Keller").seat.number == 30


def test_a_double_click_takes_over_once_and_says_so(office):
    check = signed(choose(office, GOOD.encode()))
    office.post(TAKE, {"list": check})
    again = office.post(TAKE, {"list": check})
    assert again.status_code == 409
    assert "Die Gremien haben sich inzwischen geändert." in again.content.decode()
    assert "Die Liste ändert nichts" in again.content.decode()
    assert Mandate.objects.filter(person__family_name="Keller").count() == 1


def test_errors_stand_by_row_and_field_and_offer_no_confirmation(office):
    text = choose(office, (GOOD + "ETB;3;;;keine;;;\n").encode()).content.decode()
    assert "1\xa0Zeile hat einen Fehler" in text or "1 Zeile hat einen Fehler" in text
    assert "Zeile\xa03" in text or "Zeile 3" in text
    assert '<span class="app-strong">E-Mail:</span>' in text
    assert 'name="list"' not in text


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Die Datei ist leer."),
        (b"%PDF-1.7", "Das ist keine Tabelle."),
        (b"a;b\n1;2\n", "Diese Spalte fehlt: Gremium, Sitz."),
        (b"PK\x03\x04kaputt", "Die XLSX-Datei ist nicht lesbar."),
        (b"Gremium;Sitz\n" + b"UB;1\n" * 5001, "mehr als 5.000 Zeilen"),
        (b";".join([b"x"] * 200) + b"\nUB\n", "mehr als 60 Spalten"),
        (b"x" * (5 * 2**20 + 1), "größer als 5"),
    ],
)
def test_files_that_cannot_be_read_are_refused_in_the_form(office, content, words):
    before = [Seat.objects.count(), Person.objects.count(), Mandate.objects.count()]
    answer = choose(office, content)
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert [Seat.objects.count(), Person.objects.count(), Mandate.objects.count()] == before


def test_without_a_file_the_form_asks_for_one(office):
    answer = office.post(PAGE, {})
    assert (answer.status_code, "Bitte wählen Sie eine Datei." in answer.content.decode()) == (400, True)


@pytest.mark.parametrize("token", ["", "x", "x:y:z"])
def test_only_what_was_checked_is_taken_over(office, token):
    answer = office.post(TAKE, {"list": token}, follow=True)
    assert "Die Prüfung ist zu alt." in answer.content.decode()


def test_nobody_else_takes_anything_over(world, client, office):
    check = signed(choose(office, GOOD.encode()))
    for who in (world.kaya, world.mayor, world.manager, world.mayors_officer, world.admin):
        client.force_login(who.user)
        assert client.post(TAKE, {"list": check}).status_code == 404
        assert choose(client, GOOD.encode()).status_code == 404
    assert not Person.objects.filter(family_name="Keller").exists()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_list_taken_away_changes_nothing_when_it_comes_back(office, kind):
    taken = office.get(f"/besetzungsliste/liste.{kind}")
    assert taken["Content-Disposition"] == f'attachment; filename="Besetzungsliste 2026-11-23.{kind}"'
    assert "Die Liste ändert nichts" in choose(office, taken.content, f"liste.{kind}").content.decode()
    assert office.get("/besetzungsliste/liste.pdf").status_code == 404


def test_taking_away_costs_a_fixed_number_of_queries(office, django_assert_num_queries):
    office.get("/besetzungsliste/liste.csv")
    with django_assert_num_queries(11):
        office.get("/besetzungsliste/liste.csv")
