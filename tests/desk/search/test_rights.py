"""Nobody finds, counts or guesses by the search what they may not read: each thing is found by exactly these."""

from dataclasses import replace
from typing import get_args

import pytest

from desk.search import finding
from desk.search.api import Kind
from desk.search.finding import Asked
from desk.search.rules import KINDS
from foundation.searching import sources
from governance.confidentiality import Reader
from governance.people.models import Person
from meetings.agenda.models import Recusal
from meetings.minutes.models import Minutes, MinutesEntry
from tests.contracts.roles import ROLES, people
from tests.desk.search.conftest import TEXT, THEN, TODAY, item

MEMBERS = {"member", "deputy", "chair"}
CHAIRS = {"deputy", "chair"}
OFFICE = {"secretariat"}
MANAGEMENT = {"management"}
MAYORS_OFFICE = {"mayors_office"}
STAFF = OFFICE | MANAGEMENT | MAYORS_OFFICE
EVERYBODY = set(ROLES)
INSIDERS = MEMBERS | STAFF | {"other_member"}

FOUND_BY = {
    # agenda items: by level; drafts are the chair's, the office's and the management's
    "Tagesordnungspunkt: Öffentlicher Punkt": MEMBERS | STAFF | {"barred"},
    "Tagesordnungspunkt: Punkt": MEMBERS | STAFF | {"barred"},
    "Tagesordnungspunkt: Vertraulicher Punkt": CHAIRS | OFFICE,
    "Tagesordnungspunkt: Streng vertraulicher Punkt": CHAIRS | OFFICE,
    "Tagesordnungspunkt: Punkt mit Befangenheit": MEMBERS | STAFF,
    "Tagesordnungspunkt: Punkt im Entwurf": CHAIRS | OFFICE | MANAGEMENT,
    "Tagesordnungspunkt: Punkt eines geplanten Termins": CHAIRS | OFFICE,
    "Tagesordnungspunkt: Punkt der Ethik": OFFICE | MANAGEMENT | {"chair"},
    # votes and minutes: where the item may be read
    "Abstimmung: Bau": MEMBERS | STAFF | {"barred"},
    "Abstimmung: Kauf": CHAIRS | OFFICE,
    "Abstimmung: Betrieb": MEMBERS | STAFF,
    "Protokoll: Bau": MEMBERS | OFFICE | MANAGEMENT | {"barred"},
    "Protokoll: Kauf": CHAIRS | OFFICE,
    "Protokoll: Betrieb": MEMBERS | OFFICE | MANAGEMENT,
    # action items: the same, and everybody's own ones
    "Maßnahme: Seilbahn prüfen: Bau": MEMBERS | STAFF | {"barred"},
    "Maßnahme: Seilbahn prüfen: Kauf": CHAIRS | OFFICE | {"owner"},
    "Maßnahme: Seilbahn prüfen: Betrieb": MEMBERS | STAFF,
    # topics: who proposed them, and who decides on them as long as there is something to decide
    "Thema: Thema von Kaya": CHAIRS | OFFICE | {"member"},
    "Thema: Angenommenes Thema von Dahlhoff": CHAIRS | OFFICE | {"owner"},
    "Thema: Abgelehntes Thema von Dahlhoff": {"owner"},
    "Thema: Thema auf einer Tagesordnung": {"owner"},
    # questions to the board
    "Stellungnahmeverfahren: Runde im Entwurf": CHAIRS | OFFICE | MANAGEMENT,
    "Stellungnahmeverfahren: Offene Runde": MEMBERS | OFFICE | MANAGEMENT | {"barred"},
    "Stellungnahmeverfahren: Vertrauliche Runde": CHAIRS | OFFICE,
    # reports: drafts are the management's, what is published everybody's; sections by level
    "Bericht: M2/2026: submitted, Stufe 0": STAFF,
    "Bericht: M2/2026: submitted, Stufe 2": STAFF,
    "Bericht: M3/2026: returned, Stufe 0": MAYORS_OFFICE,
    "Bericht: M3/2026: returned, Stufe 2": MAYORS_OFFICE,
    "Bericht: M4/2026: seen, Stufe 0": MEMBERS | STAFF | {"barred"},
    "Bericht: M4/2026: seen, Stufe 2": MEMBERS | STAFF | {"barred"},
    "Bericht: M5/2026: published, Stufe 0": EVERYBODY | {"barred"},
    "Bericht: M5/2026: published, Stufe 2": MEMBERS | STAFF | {"barred"},
    # what the public reads
    "Projekt: Bergbahn": EVERYBODY | {"barred"},
    "Vermerk zum Fortschritt: Bergbahn": INSIDERS | {"barred", "partner"},
    "Leitplanke: Gemeinwohl": EVERYBODY | {"barred"},
    "Beitrag: Gast": EVERYBODY | {"barred"},
    "Beitrag: Antwort": EVERYBODY | {"barred"},
    "Beitrag: Ungeprüfte": OFFICE,
    "Beitrag: Antwort an Ungeprüfte": OFFICE,
}
OPINIONS = {
    "Veröffentlichte Stellungnahme": EVERYBODY | {"barred"},
    "Beschlossene Stellungnahme": MEMBERS | STAFF | {"barred"},
    "Stellungnahme bei den Mitgliedern": MEMBERS | OFFICE | {"barred"},
    "Stellungnahme im Entwurf": CHAIRS | OFFICE,
    "Vertrauliche Stellungnahme": CHAIRS | OFFICE,
}
for _title, _roles in OPINIONS.items():
    FOUND_BY |= {f"Stellungnahme: {part}{_title}": _roles for part in ("", "Sondervotum: ")}
    # The management answers recommendations whatever their level.
    _addressed = _roles | (MANAGEMENT if "Vertrauliche" in _title else set())
    _parts = ("Empfehlung", "Antwort der Geschäftsführung")
    FOUND_BY |= {f"Stellungnahme: {part}: {_title}": _addressed for part in _parts}


@pytest.fixture
def everything(world, invited, drafted, ethics, held, topics, rounds, opinions, reports, outside):
    """All of it, and who looks: `barred` is recused from items, `owner` has a confidential task."""
    return people(world) | {"barred": world.lamprecht, "owner": world.dahlhoff}


@pytest.mark.parametrize("role", [*ROLES, "barred"])
def test_each_role_finds_exactly_what_it_may_read(everything, found, role):
    expected = [title for title, roles in FOUND_BY.items() if role in roles]
    twice = [title for title in expected if title == "Abstimmung: Bau"]
    assert sorted(found(everything[role])) == sorted(expected + twice)


def test_the_mayors_office_finds_approved_minutes_of_a_board_the_mayor_does_not_lead(world, ethics, found):
    plain = ethics.items.get()
    secret = item(ethics, "Kauf der Ethik", level=3)
    minutes = Minutes.objects.create(meeting=ethics, status="circulated", drafted_at=THEN, circulated_at=THEN)
    for one in (plain, secret):
        MinutesEntry.objects.create(minutes=minutes, item=one, text=TEXT, sent_text=TEXT)
    assert found(world.mayors_officer, kind="minutes") == []
    Minutes.objects.filter(pk=minutes.pk).update(status="approved", approved_at=THEN)
    assert found(world.mayors_officer, kind="minutes") == ["Protokoll: Punkt der Ethik"]
    assert found(world.mayors_officer, kind="items") == []
    assert found(world.kaya, kind="minutes") == []


def test_the_owner_of_a_confidential_task_finds_the_task_and_nothing_around_it(everything, found):
    mine = [title for title in found(everything["owner"]) if "Kauf" in title or "Thema" in title]
    assert sorted(mine) == sorted(title for title, roles in FOUND_BY.items() if "owner" in roles)


def test_an_assistant_finds_nothing_of_the_principal(everything, found):
    """Dates, places and titles stand on the first screen; the search opens nothing more than to the public."""
    assert found(everything["assistant"]) == found(None)


@pytest.mark.parametrize("role", ["anonymous", "other_member", "former", "admin", "assistant"])
def test_the_number_of_hits_says_nothing_about_a_board_of_others(everything, found, world, role):
    assert found(everything[role], kind="items") == []
    open_ = [title for title, roles in FOUND_BY.items() if role in roles and "published" in title]
    parts = ("", "Sondervotum: ", "Empfehlung: ", "Antwort der Geschäftsführung: ")
    open_ += [f"Stellungnahme: {part}Veröffentlichte Stellungnahme" for part in parts]
    assert sorted(found(everything[role], board=world.ub.pk)) == sorted(open_)


def test_what_a_recused_member_must_not_read_is_not_found_by_its_very_title(world, invited, found):
    assert found(world.kaya, "Befangenheit") == ["Tagesordnungspunkt: Punkt mit Befangenheit"]
    assert found(world.lamprecht, "Befangenheit") == []


def test_nobody_finds_the_neutral_title_of_what_they_may_not_read(world, invited, found):
    assert found(world.kaya, "Vertraulicher Tagesordnungspunkt") == []
    assert found(world.kaya, "Vertraulicher Punkt") == []


def test_who_declared_secrecy_finds_what_is_confidential_but_nothing_from_which_they_are_recused(
    world, invited, held
):
    Recusal.objects.create(
        item=held.items.get(title="Kauf"), person=world.kaya, declared_at=THEN, entered_by=world.kaya.key
    )
    titles = []
    for sworn in (frozenset(), frozenset([world.ub.pk])):
        reader = replace(world.reader(world.kaya), sworn=sworn)
        hits, _count = finding.find(Asked.of("Seilbahn"), reader, [], today=TODAY, limit=99)
        titles.append({"".join(text for text, _found in hit.title) for hit in hits})
    assert titles[1] - titles[0] == {"Vertraulicher Punkt"}
    assert "Kauf" not in titles[1]


def test_a_mandate_that_ended_finds_nothing_of_the_board(world, invited, held, found):
    assert found(world.former) == []


def test_the_work_does_not_depend_on_what_one_may_not_read(world, invited, held, found, django_assert_num_queries):
    """One query, whose rows are those of the reader: what is hidden costs neither a query nor a row."""
    for who, count in ((world.former, 0), (world.kaya, 10)):
        reader = world.reader(who)
        with django_assert_num_queries(1):
            hits, number = finding.find(Asked.of("Seilbahn"), reader, [], today=TODAY, limit=99)
        assert (len(hits), number) == (count, count)


# --- people -----------------------------------------------------------------------------------------


def test_names_are_found_by_members_of_the_board_and_by_staff(world, found):
    assert found(world.dahlhoff, "Kaya") == ["Mitglied: Aylin Kaya"]
    assert found(world.manager, "Kaya") == ["Mitglied: Aylin Kaya"]
    assert found(world.mayors_officer, "Kaya") == ["Mitglied: Aylin Kaya"]
    assert found(world.secretary, "Kaya") == ["Mitglied: Aylin Kaya"]
    for who in (world.sponsor, world.former, world.admin, world.assistant, None):
        assert found(who, "Kaya") == []


def test_who_holds_no_seat_is_found_by_the_office_and_by_themselves(world, found):
    assert found(world.secretary, "Altmann") == ["Person: Hugo Altmann"]
    assert found(world.former, "Altmann") == ["Person: Hugo Altmann"]
    assert found(world.mayor, "Altmann") == []
    assert found(world.kaya, "Altmann") == []


def test_a_person_on_two_boards_is_found_on_each_that_the_reader_sees(world, found):
    assert found(world.kaya, "Werner Dahlhoff") == ["Mitglied: Werner Dahlhoff"]
    assert found(world.ostermann, "Werner Dahlhoff") == ["Mitglied: Werner Dahlhoff"]
    assert found(world.manager, "Werner Dahlhoff") == ["Mitglied: Werner Dahlhoff"] * 2
    assert found(world.manager, "Werner Dahlhoff", board=world.etb.pk) == ["Mitglied: Werner Dahlhoff"]


def test_addresses_and_telephones_are_not_searched(world, found):
    Person.objects.filter(pk=world.kaya.pk).update(phone="069 4711", postal_address="Rosenweg 9")
    for typed in ("4711", "Rosenweg", "mitglied.example"):
        assert found(world.secretary, typed) == []


# --- how it is built --------------------------------------------------------------------------------


def test_building_the_statement_reads_nothing(world, everything, django_assert_num_queries):
    """It is kept for the next search of the same reader, so no row may have a part in it."""
    for person in everything.values():
        reader = world.reader(person) if person else Reader()
        with django_assert_num_queries(0):
            finding._built(Asked.of("Seilbahn"), reader, TODAY)


def test_a_kept_statement_is_the_one_that_would_be_built(world, everything):
    for person in everything.values():
        reader = world.reader(person) if person else Reader()
        for asked in (Asked.of("Seilbahn"), Asked.of("Bäume Maße"), Asked.of("Rat", board=world.ub.pk)):
            for _time in range(2):
                assert finding._statement(asked, reader, TODAY) == finding._built(asked, reader, TODAY)


def test_every_source_is_of_a_kind_the_filter_knows():
    assert {source.kind for source in sources()} == set(KINDS)
    assert list(get_args(Kind)) == list(KINDS)
