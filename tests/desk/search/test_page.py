"""The page of the search: finding, narrowing, paging, and what is said when nothing can be asked or found."""

import os
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.desk.search.conftest import item

HOSTILE = {
    "a": "Bitte geben Sie mindestens zwei Zeichen ein.",
    "": "Bitte füllen Sie dieses Feld aus.",
    " \t ": "Bitte füllen Sie dieses Feld aus.",
    "!?-- „“ …": "Bitte geben Sie ein Wort ein: Buchstaben oder Ziffern.",
    "x" * 201: "Bitte geben Sie höchstens 200 Zeichen ein.",
    "x" * 9000: "Bitte geben Sie höchstens 200 Zeichen ein.",
    "eins zwei drei vier fünf sechs sieben acht neun": "Bitte geben Sie höchstens 8 Wörter ein.",
    "a\x00b": "Dieser Text enthält Zeichen, die nicht angezeigt werden können. Bitte geben Sie ihn neu ein.",
    "a\u202eb": "Dieser Text enthält Zeichen, die nicht angezeigt werden können. Bitte geben Sie ihn neu ein.",
}
HARMLESS = [
    "'; DROP TABLE x; --",
    'a" OR "1"="1',
    "a & b | !c",
    "<-> <2>",
    "(((abc",
    "%%",
    "a\\",
    "*:*",
    "\u0301" * 60 + "a",
]


@pytest.fixture
def signed_in(world, client):
    client.force_login(world.kaya.user)
    return client


def search(client, **asked):
    return client.get("/suche/", asked)


def words_of(response):
    return " ".join(response.text.split())


def test_the_first_visit_shows_the_field_alone(signed_in):
    shown = words_of(search(signed_in))
    assert 'name="suche"' in shown
    assert "Treffer" not in shown
    assert "Nichts gefunden" not in shown


def test_a_hit_says_what_it_is_and_leads_to_its_place(signed_in, invited):
    shown = words_of(search(signed_in, suche="öffentlicher"))
    assert "1 Treffer" in shown
    assert f'href="/sitzungen/{invited.pk}/#top-1"' in shown
    assert '<mark class="app-mark">Öffentlicher</mark> Punkt' in shown
    assert "Tagesordnungspunkt, Unternehmensbeirat, 11.02.2027" in shown
    assert "Es geht um die Seilbahn." in shown
    assert 'id="top-1"' in signed_in.get(f"/sitzungen/{invited.pk}/").text


def test_texts_are_shown_as_texts(signed_in, invited):
    item(invited, "Ein <b>Punkt</b>", text="<script>alert(1)</script> Kabelbahn & Co.")
    shown = words_of(search(signed_in, suche="Kabelbahn"))
    assert "Ein &lt;b&gt;Punkt&lt;/b&gt;" in shown
    assert '&lt;script&gt;alert(1)&lt;/script&gt; <mark class="app-mark">Kabelbahn</mark> &amp; Co.' in shown
    shown = words_of(search(signed_in, suche='"><script>x'))
    assert "<script>x" not in shown
    assert 'value="&quot;&gt;&lt;script&gt;x"' in shown


@pytest.mark.parametrize(("typed", "words"), HOSTILE.items(), ids=range(len(HOSTILE)))
def test_what_cannot_be_asked_is_refused_with_advice(signed_in, typed, words):
    answer = search(signed_in, suche=typed)
    assert answer.status_code == 400
    assert words in answer.text
    assert "Treffer" not in answer.text


@pytest.mark.parametrize("typed", HARMLESS)
def test_strange_words_find_nothing(signed_in, invited, typed):
    answer = search(signed_in, suche=typed)
    assert answer.status_code in (200, 400)
    assert "Treffer" not in answer.text


@pytest.mark.parametrize("asked", [{"art": "geheim"}, {"gremium": "nirgends"}, {"art": "x" * 5000}])
def test_a_filter_that_does_not_exist_is_refused(signed_in, asked):
    answer = search(signed_in, suche="Seilbahn", **asked)
    assert answer.status_code == 400
    assert "Bitte wählen Sie eine der Antworten." in answer.text


def test_kind_and_board_narrow_the_search(world, client, invited, ethics):
    client.force_login(world.manager.user)
    assert "3 Treffer" in words_of(search(client, suche="Punkt", art="items", gremium="unternehmensbeirat"))
    assert "1 Treffer" in words_of(search(client, suche="Punkt", gremium="ethik-und-technologiebeirat"))
    assert "4 Treffer" in words_of(search(client, suche="Punkt", art="items"))
    assert "Nichts gefunden" in words_of(search(client, suche="Punkt", art="minutes"))


def test_nothing_found_offers_the_search_without_the_filter(signed_in, invited):
    shown = words_of(search(signed_in, suche="Öffentlicher Punkt", art="minutes"))
    assert "Nichts gefunden" in shown
    assert 'href="/suche/?suche=%C3%96ffentlicher+Punkt"' in shown
    assert "Ohne Filter suchen" in shown
    assert "Ohne Filter suchen" not in words_of(search(signed_in, suche="Gibtesnicht"))


def test_twenty_hits_a_page(signed_in, invited):
    for number in range(25):
        item(invited, f"Standseilbahn {number}", text="")
    first = words_of(search(signed_in, suche="Standseilbahn"))
    assert "25 Treffer" in first
    assert first.count("Tagesordnungspunkt,") == 20
    assert "Seite 1 von 2" in first
    assert 'href="?suche=Standseilbahn&amp;seite=2"' in first
    second = words_of(search(signed_in, suche="Standseilbahn", seite=2))
    assert second.count("Tagesordnungspunkt,") == 5
    assert "Seite 2 von 2" in second


@pytest.mark.parametrize("number", ["3", "99999", "999999999999", "-1", "0", "zwei", "²", ""])
def test_a_page_that_does_not_exist_is_the_first(signed_in, invited, number):
    assert "Seite" not in words_of(search(signed_in, suche="Punkt", seite=number))
    assert "3 Treffer" in words_of(search(signed_in, suche="Punkt", seite=number))


def test_what_stands_in_the_heading_comes_first_then_the_newest(world, signed_in):
    old, new = world.meeting(day=date(2026, 11, 12)), world.meeting(number=2, status="invited")
    world.agenda(old, status="frozen")
    world.agenda(new, status="frozen")
    item(old, "Seilbahn früher", text="")
    item(old, "Alt", text="Über die Seilbahn.")
    item(new, "Neu", text="Über die Seilbahn.")
    shown = words_of(search(signed_in, suche="Seilbahn"))
    assert shown.index("früher") < shown.index("Neu</a>") < shown.index("Alt</a>")


def test_meetings_are_found_by_board_and_by_day(signed_in, world, invited, ethics):
    for typed in ("Sitzung Unternehmensbeirat", "11.02.2027"):
        shown = words_of(search(signed_in, suche=typed, art="meetings"))
        assert f'href="/sitzungen/{invited.pk}/"' in shown
        assert "1 Treffer" in shown
    assert "Nichts gefunden" in words_of(search(signed_in, suche="04.03.2027", art="meetings"))
    assert "Nichts gefunden" in words_of(search(signed_in, suche="31.02.2027"))


def test_a_resolution_is_found_by_its_number(signed_in, held, world, client):
    for typed in ("UB-B-2026-01", "ub-b-2026-1"):
        shown = words_of(search(signed_in, suche=typed))
        assert "1 Treffer" in shown
        assert "Beschluss UB-B-2026-01" in shown
        assert f'href="/sitzungen/{held.pk}/beschluesse/"' in shown
    assert "Nichts gefunden" in words_of(search(signed_in, suche="UB-B-2026-02"))
    client.force_login(world.lamprecht.user)
    assert "Nichts gefunden" in words_of(search(client, suche="UB-B-2026-03"))


def test_every_hit_leads_to_a_page_that_opens(world, client, invited, held, topics, rounds, opinions, outside):
    for who in (world.secretary, world.kaya, world.manager, world.mayor):
        client.force_login(who.user)
        for typed in ("Seilbahn", "Kaya", "Unternehmensbeirat"):
            answer = client.get("/api/v1/search", {"q": typed, "limit": 100}).json()
            addresses = {hit["url"].removeprefix("http://localhost:8000") for hit in answer["items"]}
            assert {(one, client.get(one.partition("#")[0]).status_code) for one in addresses} == {
                (one, 200) for one in addresses
            }


def test_the_number_of_queries_does_not_depend_on_the_number_of_hits(world, client, invited):
    client.force_login(world.kaya.user)
    search(client, suche="Punkt")
    counts = []
    for _round in range(3):
        with CaptureQueriesContext(connection) as queries:
            search(client, suche="Punkt")
        counts.append(len(queries))
        for number in range(15):
            item(invited, f"Punkt {_round}.{number}")
    with CaptureQueriesContext(connection) as queries:
        search(client, suche="Gibtesnicht")
    assert {*counts, len(queries)} == {counts[0]}
    assert counts[0] <= 8


def test_everybody_finds_the_search_in_the_header(world, client):
    for person in (None, world.kaya, world.secretary, world.admin):
        client.logout()
        if person:
            client.force_login(person.user)
        assert client.get("/").text.count('href="/suche/"') == 2


def test_the_public_searches_what_is_public(client, outside):
    shown = words_of(search(client, suche="Seilbahn"))
    assert "Bergbahn" in shown
    assert "Ungeprüfte" not in shown
    assert '<h3 class="app-row__title">1. Gemeinwohl</h3>' in client.get("/projekte/").text


def test_the_search_is_only_read(signed_in):
    assert signed_in.post("/suche/", {"suche": "Seilbahn"}).status_code == 405


def test_who_is_not_logged_in_asks_once_a_second(world, client):
    place = f"198.51.100.{os.getpid() % 250 + 1}"

    def ask(path: str = "/suche/?suche=Radweg") -> int:
        return client.get(path, REMOTE_ADDR=place).status_code

    assert {ask("/api/v1/search?q=Radweg") for _ in range(60)} == {200}
    assert [ask("/api/v1/search?q=Radweg"), ask()] == [429, 429]
    client.force_login(world.kaya.user)
    assert ask() == 200
