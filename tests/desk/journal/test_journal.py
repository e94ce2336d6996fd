"""Who changed what and when: sentences for laymen, filters, a table to take away, the same cost at any length."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from desk.journal import finding
from foundation.journal.models import JournalEntry
from foundation.journal.recording import record
from foundation.values import SYSTEM
from meetings.agenda import editing

MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.fixture
def released(world):
    """The office released an agenda for the mayor."""
    meeting = world.meeting()
    world.agenda(meeting, "Datenplattform", status="draft")
    by = world.actor(world.secretary).on_behalf_of(world.mayor.key)
    editing.release(meeting, by=by, now=MORNING, note="am 23.11., telefonisch")
    return meeting


def rows(client, **chosen) -> str:
    return " ".join(client.get(reverse("journal"), chosen).text.split())


def test_a_sentence_says_who_for_whom_and_leads_to_the_subject(world, client, released):
    client.force_login(world.secretary.user)
    shown = rows(client)
    assert "Carla Wendt für Annegret Holtkamp hat die Tagesordnung freigegeben." in shown
    assert (
        f'<a class="kern-link kern-link--no-visited-state" href="{released.get_absolute_url()}">UB, 11.02.2027</a>'
        in shown
    )
    client.cookies["django_language"] = "en"
    assert "Carla Wendt on behalf of Annegret Holtkamp released the agenda." in rows(client)


def test_administrators_read_acts_but_no_titles(world, client, released):
    record("topic.proposed", "topic:1", by=world.actor(world.kaya), now=MORNING)
    client.force_login(world.admin.user)
    shown = rows(client)
    assert "hat die Tagesordnung freigegeben." in shown
    assert "UB, 11.02.2027" not in shown
    assert released.get_absolute_url() not in shown


@pytest.mark.parametrize("who", ["kaya", "dahlhoff", "manager", "mayors_officer", "former"])
def test_nobody_else_enters(world, client, released, who):
    client.force_login(getattr(world, who).user)
    for name in ("journal", "journal_csv"):
        assert client.get(reverse(name)).status_code == 404


def test_facts_are_told_in_words(world, client):
    by = world.actor(world.secretary)
    key = world.meeting().key
    record("action.assigned", "action:7", by=by, now=MORNING, owner=world.kaya.key, due="2027-03-01")
    record("attendance.arrived", key, by=by, now=MORNING, person=str(world.dahlhoff.pk), mode="video")
    record("role.assigned", world.kaya.key, by=by, now=MORNING, role="mayors_office")
    record("meeting.invited", key, by=SYSTEM, now=MORNING)
    record("minutes.circulated", key, by=by, now=MORNING, objections_until="2026-12-16T22:59:59+00:00")
    record("something.old", "nothing", by=by, now=MORNING)
    client.force_login(world.secretary.user)
    shown = rows(client)
    for sentence in (
        "Carla Wendt hat eine Maßnahme an Aylin Kaya vergeben, fällig am 1.\xa0März 2027.",
        "Carla Wendt hat Werner Dahlhoff als anwesend eingetragen.",
        "Carla Wendt hat eine Rolle vergeben: OB-Büro.",
        "Das System hat die Einladung zur Sitzung versendet (Personen: –).",
        "Carla Wendt hat das Protokoll versendet; Einwendungen bis 16.\xa0Dezember 2026.",
        "Carla Wendt: something.old",
    ):
        assert " ".join(sentence.split()) in shown


def test_filters_by_person_board_area_and_period(world, client, released):
    record("person.registered", world.kaya.key, by=world.actor(world.admin), now=MORNING + timedelta(days=1))
    record("meeting.opened", world.meeting(world.etb).key, by=world.actor(world.cdo), now=MORNING + timedelta(days=2))
    client.force_login(world.secretary.user)

    def actions(**chosen) -> list[str]:
        return [entry.action for entry in finding.found(JournalEntry.objects.all(), **chosen)]

    assert actions(person=world.mayor) == ["agenda.released"]
    assert actions(person=world.secretary) == ["agenda.released"]
    assert actions(board=world.etb) == ["meeting.opened"]
    assert actions(area="person") == ["person.registered"]
    assert actions(first=date(2026, 11, 24)) == ["meeting.opened", "person.registered"]
    assert actions(last=date(2026, 11, 24)) == ["person.registered", "agenda.released"]
    assert actions(first=date(2026, 11, 25), last=date(2026, 11, 25)) == ["meeting.opened"]
    shown = rows(client, person=world.admin.pk, area="person", first="2026-11-24", last="24.11.2026")
    assert "Uwe Brenner hat eine Person angelegt." in shown
    assert "Tagesordnung freigegeben" not in shown


def test_a_seat_has_its_word_and_belongs_to_its_board(world, client):
    seat = world.etb.seats.get(number=3)
    record("seat.added", f"seat:{seat.pk}", by=world.actor(world.secretary), now=MORNING, board=world.etb.pk)
    assert [entry.action for entry in finding.found(JournalEntry.objects.all(), board=world.etb)] == ["seat.added"]
    assert [entry.action for entry in finding.found(JournalEntry.objects.all(), board=world.ub)] == []
    client.force_login(world.secretary.user)
    assert "/gremien/ethik-und-technologiebeirat/sitze/3/" in client.get("/journal/").text


def test_a_wrong_filter_is_explained_and_shows_nothing(world, client, released):
    client.force_login(world.secretary.user)
    shown = rows(client, first="2026-11-24", last="2026-11-23")
    assert "Der letzte Tag liegt vor dem ersten." in shown
    assert "Tagesordnung freigegeben" not in shown
    for hostile in ("\x00", "9" * 500, "'; --", "-1"):
        chosen = {name: hostile for name in ("person", "board", "area", "first", "last", "before")}
        assert client.get(reverse("journal"), chosen).status_code == 200
        assert client.get(reverse("journal"), {"before": hostile}).status_code == 200
        assert client.get(reverse("journal_csv"), chosen).status_code == 404


def test_pages_go_on_where_the_last_one_ended(world, client, monkeypatch):
    monkeypatch.setattr(finding, "PAGE", 2)
    for number in range(5):
        record("meeting.opened", f"meeting:{number}", by=SYSTEM, now=MORNING + timedelta(days=number))
    client.force_login(world.secretary.user)
    seen, address = [], reverse("journal")
    while address:
        context = client.get(address).context
        seen.append([row.number for row in context["rows"]])
        address = f"{reverse('journal')}?{context['older']}" if context["older"] else ""
    numbers = list(JournalEntry.objects.values_list("pk", flat=True))
    assert seen == [numbers[:2], numbers[2:4], numbers[4:]]


def test_the_table_holds_the_filtered_entries_and_no_formula(world, client, released, monkeypatch):
    monkeypatch.setattr(finding, "CHUNK", 1)
    world.kaya.given_name = "=cmd|'/c calc'!A1"
    world.kaya.save()
    record("topic.proposed", "topic:1", by=world.actor(world.kaya), now=MORNING)
    record("meeting.opened", released.key, by=SYSTEM, now=MORNING)
    client.force_login(world.secretary.user)
    answer = client.get(reverse("journal_csv"), {"last": "2026-11-23"})
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="journal-2026-11-23.csv"'
    lines = b"".join(answer.streaming_content).decode().removeprefix("\ufeff").splitlines()
    assert lines[0] == "Nummer;Zeit;Person;Bereich;Was;Art;Gegenstand"
    assert [line.partition(";")[2] for line in lines[1:]] == [
        "23.11.2026 09:00:00;Das System;Sitzungen;Das System hat die Sitzung eröffnet.;Sitzung;UB, 11.02.2027",
        "23.11.2026 09:00:00;'=cmd|'/c calc'!A1 Kaya;Themenspeicher;"
        "'=cmd|'/c calc'!A1 Kaya hat ein Thema vorgeschlagen.;Thema;",
        "23.11.2026 09:00:00;Carla Wendt für Annegret Holtkamp;Tagesordnung;"
        "Carla Wendt für Annegret Holtkamp hat die Tagesordnung freigegeben.;Sitzung;UB, 11.02.2027",
    ]


@pytest.mark.parametrize("chosen", [{}, {"area": "meeting"}, {"first": "2026-11-01"}])
def test_the_page_costs_the_same_at_any_length(world, client, released, django_assert_num_queries, chosen):
    record("meeting.opened", released.key, by=world.actor(world.secretary), now=MORNING)
    client.force_login(world.secretary.user)
    with django_assert_num_queries(9):
        client.get(reverse("journal"), chosen)
    for number in range(60):
        record("meeting.changed", released.key, by=world.actor(world.members["ETB"][number % 20]), now=MORNING)
    with django_assert_num_queries(9):
        client.get(reverse("journal"), chosen)
