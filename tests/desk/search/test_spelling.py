"""What counts as the same word, on both databases and on each."""

import pytest
from django.db import connection

from tests.desk.search.conftest import item

STEMS = pytest.mark.skipif(connection.vendor != "postgresql", reason="needs German stems")
LETTERS = pytest.mark.skipif(connection.vendor == "postgresql", reason="compares letters")


@pytest.fixture
def titles(world, found):
    """`titles("wort", "Titel", ...)`: which items of these titles a member finds."""
    meeting = world.meeting(status="invited")
    world.agenda(meeting, status="frozen")

    def look(typed, *made):
        meeting.items.all().delete()
        for title in made:
            item(meeting, title, text="")
        return [hit.partition(": ")[2] for hit in found(world.kaya, typed, kind="items")]

    return look


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("sensoren", "SENSOREN"),
        ("Bäume", "Straßenbäume und Bäume"),
        ("Baeume", "Bäume"),
        ("BÄUME", "Bäume"),
        ("bäume", "Baeume"),
        ("Strasse", "Straße"),
        ("Straße", "STRASSE"),
        ("Groesse", "Größe"),
        ("Fuehrung", "Führung"),
        ("Ämter", "Aemter"),
        ("Öffentlichkeit", "öffentlichkeit"),
        ("Daten", "Datenplattform"),
        ("neue Quelle", "Neue Quellen"),
        ("Israel", "Israel"),
    ],
)
def test_capitals_umlauts_and_sharp_s_do_not_matter(titles, typed, written):
    assert titles(typed, written, "Etwas anderes") == [written]


def test_every_word_must_occur_in_any_order(titles):
    both = "Sensoren im öffentlichen Raum"
    assert titles("Raum Sensoren", both, "Sensoren", "Öffentlicher Raum") == [both]


def test_words_may_stand_in_title_and_text(world, found):
    meeting = world.meeting(status="invited")
    world.agenda(meeting, status="frozen")
    item(meeting, "Sensoren", text="Im öffentlichen Raum.", motion_text="Wir empfehlen die Karte.")
    assert found(world.kaya, "sensoren raum karte") == ["Tagesordnungspunkt: Sensoren"]


def test_marks_around_words_do_not_matter(titles):
    assert titles("„Sensoren“, (Raum)!", "Sensoren im Raum") == ["Sensoren im Raum"]


@STEMS
@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("Sensoren", "Sensor"),
        ("Sensor", "Sensoren"),
        ("Projekte", "Projekt"),
        ("empfohlene Maßnahmen", "Empfohlene Maßnahme"),
        ("die Sensoren", "Sensor"),
        ("Konzept fuer Sensoren", "Konzept für Sensoren"),
    ],
)
def test_postgresql_compares_german_stems(titles, typed, written):
    assert titles(typed, written) == [written]


@LETTERS
def test_sqlite_finds_words_inside_words(titles):
    assert titles("Plattform", "Datenplattform") == ["Datenplattform"]
    assert titles("Sensoren", "Sensor") == []


@pytest.mark.parametrize(
    "typed", ["50%", "a_b", "100 %", "C:\\x", "O'Brien", "x' OR '1'='1", "a&b|!c", "<->", "(((", "%", "__", ":*"]
)
def test_operators_and_wild_cards_are_letters_like_others(titles, typed):
    assert titles(typed, "Sensoren") == []


def test_wild_cards_find_only_themselves(titles):
    assert titles("a_b", "a_b", "axb") == ["a_b"]
    assert titles("a%b", "a%b", "a und b") == ["a%b"]
