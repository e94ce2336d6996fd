"""The calendar of the board office: years, own days, lists; and the meetings that lie in closed days."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from foundation.almanac.models import CalendarPeriod
from foundation.almanac.periods import seed

YEAR = "/kalender/?jahr=2027"
LIST = "Name;Von;Bis;Art\nWahltag;14.03.2027;;\nVerdreht;02.07.2027;01.07.2027;\n"


def text(response, status=200):
    assert response.status_code == status
    return re.sub(r"\s+", " ", response.content.decode().replace("\xa0", " "))


def days():
    return list(CalendarPeriod.objects.in_use().filter(source="own").values_list("name", "start", "end", "kind"))


@pytest.fixture
def year(world):
    seed([2026, 2027])


def test_a_year_shows_what_is_closed_and_who_meets_there(world, office, year):
    world.meeting(world.ub, day=date(2027, 5, 27))
    world.meeting(world.etb, day=date(2027, 5, 26))
    page = text(office.get(YEAR))
    assert "Ferien und freie Tage 2027" in page
    assert "Unternehmensbeirat tagt am 27.05.2027" in page
    assert "tagt am 26.05.2027" not in page
    assert page.count("Sommerferien") == 1
    assert "23.12.2026" in page
    assert "noch nicht vollständig" not in page


def test_years_nobody_has_published_are_said_aloud(office, year):
    assert "Die Schulferien 2060 sind noch nicht vollständig" in text(office.get("/kalender/?jahr=2060"))
    assert "Ferien und freie Tage 2026" in text(office.get("/kalender/?jahr=20a7"))


def test_own_days_are_entered_changed_taken_out_and_in(office, year):
    sent = {"name": "Betriebsferien", "start": "2027-07-05", "end": "2027-07-09", "kind": "custom"}
    assert office.post("/kalender/neu/", sent).url == YEAR
    assert days() == [("Betriebsferien", date(2027, 7, 5), date(2027, 7, 9), "custom")]
    mine = CalendarPeriod.objects.get(source="own")
    assert office.post(f"/kalender/{mine.pk}/", sent | {"end": ""}).url == YEAR
    assert days() == [("Betriebsferien", date(2027, 7, 5), date(2027, 7, 5), "custom")]
    assert office.post(f"/kalender/{mine.pk}/herausnehmen/").url == YEAR
    assert days() == []
    assert "Wieder aufnehmen" in text(office.get(YEAR))
    assert office.post(f"/kalender/{mine.pk}/aufnehmen/").url == YEAR
    assert len(days()) == 1


def test_a_refused_entry_keeps_what_was_typed(office, year):
    sent = {"name": "Betriebsferien", "start": "2027-07-09", "end": "2027-07-05", "kind": "custom"}
    page = text(office.post("/kalender/neu/", sent), 400)
    assert "Das Ende liegt vor dem Beginn." in page
    assert 'value="2027-07-09"' in page
    assert days() == []


def check(office, content, name="tage.csv"):
    file = SimpleUploadedFile(name, content.encode())
    return office.post("/kalender/liste/", {"file": file, "kind": "custom"})


def test_a_list_is_shown_first_and_then_entered(office, year):
    page = text(check(office, LIST))
    assert "1 Eintrag übernehmen?" in page
    assert "Das Ende liegt vor dem Beginn." in page
    assert days() == []
    signed = re.search(r'name="list" value="([^"]+)"', page)[1]
    assert office.post("/kalender/liste/eintragen/", {"list": signed}).url == YEAR
    assert days() == [("Wahltag", date(2027, 3, 14), date(2027, 3, 14), "custom")]
    assert "0 Einträge sind neu." in text(office.post("/kalender/liste/eintragen/", {"list": signed}, follow=True))


def test_what_is_entered_with_another_end_is_told_before(office, year):
    page = text(
        check(office, "Name;Von;Bis;Art\nSommerferien;28.06.2027;13.08.2027;Schulferien\nWahltag;14.03.2027;;\n")
    )
    assert "„Sommerferien“ ab diesem Tag ist schon eingetragen. Bitte ändern Sie jenen Eintrag." in page
    assert "1 Eintrag übernehmen?" in page


def test_a_forged_or_broken_list_enters_nothing(office, year):
    assert office.post("/kalender/liste/eintragen/", {"list": "forged"}).url == "/kalender/liste/"
    assert "Die erste Zeile muss die Spalten nennen" in text(check(office, "Ort;Raum\nDarmstadt;1\n"), 400)
    assert days() == []


def test_the_list_of_a_year_can_be_taken_over_again(office, year):
    answer = office.get("/kalender/2027.csv")
    content = answer.content.decode("utf-8-sig")
    assert content.splitlines()[:2] == ["Name;Von;Bis;Art", "Weihnachtsferien;2026-12-23;2027-01-12;Schulferien"]
    page = text(check(office, content))
    signed = re.search(r'name="list" value="([^"]+)"', page)[1]
    before = CalendarPeriod.objects.count()
    office.post("/kalender/liste/eintragen/", {"list": signed})
    assert CalendarPeriod.objects.count() == before


def test_the_page_costs_the_same_with_more_to_show(world, office, year, django_assert_num_queries):
    def cost():
        with django_assert_num_queries(7):
            office.get(YEAR)

    office.get(YEAR)
    cost()
    for number, day in enumerate((date(2027, 5, 6), date(2027, 5, 27)), 1):
        world.meeting(world.ub, day=day, number=number)
    cost()
