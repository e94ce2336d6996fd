"""Rosters: a dry run by line, all or nothing, the same acts as by hand, and the way back."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from foundation.accounts.models import User
from foundation.documents import sheets
from foundation.documents.sheets import Sheet
from foundation.journal.models import JournalEntry
from foundation.values import DomainError
from governance.boards.models import Board, Seat
from governance.mandates import rosters
from governance.mandates.leading import stand_in
from governance.mandates.models import Mandate, Office
from governance.mandates.roster_lines import COLUMNS, PERSON, day_of, parse
from governance.mandates.roster_plan import examine
from governance.people.models import AliasAddress, Organisation, Person

TODAY = date(2026, 11, 23)
NEW = {
    "board": "ETB",
    "seat": "30",
    "given_name": "Ruth",
    "family_name": "Keller",
    "email": "ruth.keller@mitglied.example",
    "start": "01.11.2026",
    "appointed_on": "2026-10-20",
    "document": "Schreiben der Fraktion",
}
SEAT = {
    "board": "ETB",
    "seat": "32",
    "kind": "entsandt",
    "label": "Fraktion H",
    "body": "Fraktion H",
    "sector": "Politik",
}


def sheet(*rows):
    """A sheet with the columns these rows name, numbered from 2."""
    keys = list(dict.fromkeys(key for row in rows for key in row))
    cells = [(number, [row.get(key, "") for key in keys]) for number, row in enumerate(rows, 2)]
    return Sheet([COLUMNS[key][0] for key in keys], cells, "UTF-8")


def states(plan):
    return [verdict.state for verdict in plan.verdicts]


def counts():
    return [one.objects.count() for one in (Seat, Person, User, Mandate, Office, Organisation, JournalEntry)]


@pytest.fixture
def take(world, now):
    """Check and carry out, as the page does."""

    def act(given):
        plan = examine(given, today=TODAY)
        return rosters.take_over(given, shown=plan.fingerprint, by=world.actor(world.secretary), now=now)

    return act


def test_the_dry_run_says_by_line_what_would_happen_and_writes_nothing(world):
    before = counts()
    plan = examine(
        sheet(
            {
                "board": "Unternehmensbeirat",
                "seat": "4",
                "email": "aylin.kaya@mitglied.example",
                "start": "2025-01-01",
            },
            NEW,
            {"board": "etb", "seat": "3", "label": "Fraktion G", "family_name": "Ostermann-Roth"}
            | {"email": "lena.ostermann@mitglied.example", "start": "01.01.2025"},
            SEAT,
            {"board": "Nirgends", "seat": "1"},
        ),
        today=TODAY,
    )
    assert [(one.number, one.title, one.state, one.notes) for one in plan.verdicts] == [
        (2, "UB 4", "unchanged", []),
        (3, "ETB 30: Ruth Keller", "new", ["Person neu, mit Anmeldung", "Mandat ab 01.11.2026"]),
        (4, "ETB 3: Ostermann-Roth", "changed", ["Sitz geändert", "Person geändert: Nachname"]),
        (5, "ETB 32", "new", ["Organisation neu: Fraktion H", "Sitz neu"]),
        (6, "Nirgends 1", "error", []),
    ]
    unknown = "Ein Gremium mit diesem Namen gibt es nicht. Es gibt: UB, ETB, SB."
    assert plan.verdicts[4].problems == [("Gremium", unknown)]
    assert plan.counts == {"new": 2, "changed": 1, "unchanged": 1, "error": 1}
    assert counts() == before


def test_taken_over_it_is_as_if_done_by_hand(world, take, now):
    take(sheet(NEW | {"office": "stv. Vorsitz", "form_of_address": "Frau", "phone": "+49 69 90009-1"}, SEAT))
    ruth = Person.objects.get(email="ruth.keller@mitglied.example")
    assert (ruth.formal_name, ruth.phone, ruth.user.has_usable_password()) == ("Frau Keller", "+49 69 90009-1", False)
    mandate = Mandate.objects.get(person=ruth)
    assert (mandate.seat.number, mandate.status, mandate.start) == (30, "active", date(2026, 11, 1))
    assert Office.objects.get(person=ruth).role == "deputy_chair"
    seat = Seat.objects.get(board=world.etb, number=32)
    assert (seat.kind, seat.delegating_body.kind, seat.voting) == ("delegated", "faction", True)
    assert world.reader(ruth).chairs == {world.etb.pk}
    written = list(JournalEntry.objects.order_by("pk").values_list("action", "subject"))
    assert written == [
        ("organisation.added", seat.delegating_body.key),
        ("seat.added", f"seat:{seat.pk}"),
        ("person.registered", ruth.key),
        ("mandate.appointed", f"mandate:{mandate.pk}"),
        ("office.held", f"office:{ruth.offices.get().pk}"),
        ("roster.taken_over", "roster"),
    ]
    assert {entry.actor for entry in JournalEntry.objects.all()} == {world.secretary.key}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("language", [0, 1])
def test_what_was_given_out_changes_nothing_when_taken_over(world, take, kind, language):
    Person.objects.filter(pk=world.kaya.pk).update(given_name="=Aylin", phone="+49 69 90009-1")
    world.etb.seats.filter(number=3).update(kind="delegated", delegating_body=Organisation.objects.get())
    data = sheets.write(kind, rosters.header(language), rosters.rows(TODAY, language))
    read = sheets.read(data)
    assert len(read.rows) == 53
    before = counts()
    plan = take(read)
    assert set(states(plan)) == {"unchanged"}
    assert (plan.is_empty, counts()) == (True, before)


def test_taken_over_twice_changes_nothing_the_second_time(world, take):
    take(sheet(NEW))
    before = counts()
    assert states(take(sheet(NEW))) == ["unchanged"]
    assert counts() == before


@pytest.mark.parametrize(
    ("changes", "column", "words"),
    [
        ({"board": ""}, "Gremium", "Bitte nennen Sie das Gremium."),
        ({"seat": "0"}, "Sitz", "Bitte geben Sie die Nummer des Sitzes an."),
        ({"seat": "-1"}, "Sitz", "Formeln werden nicht gelesen. Bitte schreiben Sie den Text selbst."),
        (
            {"seat": "3"},
            "Beginn",
            "Sitz besetzt: Lena Ostermann hat ihn seit 01.01.2025. Beenden Sie zuerst dieses Mandat.",
        ),
        ({"seat": "77"}, "Sitzart", "Nötig für einen neuen Sitz."),
        (
            {"appointed_on": "24.11.2026"},
            "Berufen am",
            "Der 24.\xa0November 2026 liegt in der Zukunft. Bitte geben Sie den Tag an, an dem die Berufung"
            " ausgesprochen wurde.",
        ),
        ({"email": "keine"}, "E-Mail", "Bitte geben Sie eine gültige E-Mail-Adresse an. Sie unterscheidet Personen."),
        ({"email": "werner.dahlhoff@mitglied.example"}, "E-Mail", "Diese Adresse gehört zu Werner Dahlhoff."),
        (
            {"given_name": "Werner", "family_name": "Dahlhoff"},
            "E-Mail",
            "Werner Dahlhoff ist unter werner.dahlhoff@mitglied.example bekannt. Nutzen Sie diese Adresse, oder"
            " nehmen Sie eine Person gleichen Namens auf der Seite „Personen“ auf.",
        ),
        ({"given_name": ""}, "Vorname", "Nötig für eine neue Person."),
        (
            {"given_name": "=HYPERLINK(1)"},
            "Vorname",
            "Formeln werden nicht gelesen. Bitte schreiben Sie den Text selbst.",
        ),
        ({"family_name": "K\u202eeller"}, "Nachname", "Enthält Zeichen, die nicht dargestellt werden können."),
        ({"family_name": "K" * 101}, "Nachname", "Länger als 100 Zeichen."),
        ({"start": ""}, "Beginn", "Bitte geben Sie den ersten Tag des Mandats an."),
        ({"start": "31.02.2027"}, "Beginn", "„31.02.2027“ ist kein Tag, zum Beispiel 01.03.2027."),
        ({"end": "01.10.2026"}, "Ende", "Das Ende liegt vor dem Beginn."),
        ({"document": ""}, "Dokument", "Nötig für ein neues Mandat."),
        ({"voting": "vielleicht"}, "Stimmrecht", "„vielleicht“ ist nicht bekannt. Möglich: ja, nein."),
        ({"voting": "nein"}, "Stimmrecht", "Das Stimmrecht eines vorhandenen Sitzes ändert eine Liste nicht."),
        ({"kind": "entsandt"}, "Entsendende Stelle", "Bitte nennen Sie die Stelle, die diesen Sitz besetzt."),
        ({"office": "Vorsitz"}, "Amt", "Dieses Gremium hat schon einen Vorsitz. Beenden Sie zuerst dieses Amt."),
        (
            {"office": "Vorsitz", "board": "SB", "seat": "12", "end": "2026-11-20"},
            "Beginn",
            "Sitz besetzt: Sonja Stifter11 hat ihn seit 01.01.2025. Beenden Sie zuerst dieses Mandat.",
        ),
        (
            {"given_name": "", "family_name": "", "email": ""},
            "E-Mail",
            "Bitte nennen Sie die Person, oder lassen Sie Mandat und Amt leer.",
        ),
        (
            {"given_name": "", "family_name": "", "email": "lena.ostermann@mitglied.example"},
            "Stimmrecht",
            "Lena Ostermann hat in diesem Gremium schon einen Sitz mit Stimmrecht.",
        ),
        (
            {"given_name": "", "family_name": "", "email": "jonas.ebeling@mitglied.example"},
            "Stimmrecht",
            "Dr. Jonas Ebeling gehört zur Geschäftsführung. Die Geschäftsführung ist nie stimmberechtigtes Mitglied.",
        ),
    ],
)
def test_a_line_is_refused_by_field_and_nothing_of_the_list_is_written(world, take, changes, column, words):
    good = {**NEW, "seat": "31", "given_name": "Gut", "email": "gut@mitglied.example"}
    given, before = sheet(good, NEW | changes), counts()
    plan = examine(given, today=TODAY)
    assert states(plan) == ["new", "error"]
    assert (column, words) in plan.verdicts[1].problems
    with pytest.raises(DomainError) as refusal:
        take(given)
    assert (refusal.value.code, refusal.value.status) == ("roster_refused", 400)
    assert counts() == before


@pytest.mark.parametrize(
    ("second", "column"),
    [
        ({"given_name": "Rita"}, "Vorname"),
        ({"given_name": "Rita", "family_name": "Anders"}, "E-Mail"),
        ({"email": "zweite@mitglied.example", "seat": "31"}, "E-Mail"),
        ({"seat": "31"}, "Stimmrecht"),
        ({"start": "2026-11-15"}, "Beginn"),
        ({"end": "2027-11-15"}, "Ende"),
        ({"document": "Anderes Schreiben"}, "Beginn"),
        ({"given_name": "Rita", "email": "rita@mitglied.example", "start": "2027-01-01"}, "Beginn"),
        ({"label": "Zwei"}, "Bezeichnung"),
    ],
)
def test_two_lines_that_contradict_each_other_are_refused(world, second, column):
    first = NEW | ({"label": "Eins"} if "label" in second else {})
    plan = examine(sheet(first, first | second), today=TODAY)
    assert states(plan)[1] == "error"
    assert column in [name for name, _words in plan.verdicts[1].problems]


MANAGER = {"given_name": "", "family_name": "", "email": "jonas.ebeling@mitglied.example"}


@pytest.mark.parametrize(
    ("changes", "columns"),
    [
        (
            {"voting": "vielleicht", "phone": "1" * 41, "start": "gestern", "appointed_on": "", "document": ""},
            ["Telefon", "Stimmrecht", "Beginn", "Berufen am", "Dokument"],
        ),
        (
            {"board": "Nirgends", "given_name": "", "start": "", "appointed_on": "24.11.2026"},
            ["Gremium", "Vorname", "Beginn", "Berufen am"],
        ),
        ({"seat": "drei", "email": "keine", "end": "01.10.2026"}, ["Ende", "Sitz", "E-Mail"]),
        (
            {"seat": "3", "voting": "nein", "given_name": "", "document": "", "office": "Vorsitz"},
            ["Stimmrecht", "Vorname", "Dokument", "Beginn", "Amt"],
        ),
        (
            MANAGER
            | {"seat": "77", "kind": "entsandt", "phone": "+\u202e49", "end": "2026-11-20", "office": "Vorsitz"},
            ["Telefon", "Bezeichnung", "Bereich", "Entsendende Stelle", "Stimmrecht", "Amt", "Amt"],
        ),
        (
            {"seat": "77", "kind": "persönlich", "start": "gestern"} | dict.fromkeys(PERSON, ""),
            ["Beginn", "Bezeichnung", "Bereich", "E-Mail"],
        ),
    ],
)
def test_a_line_is_told_at_once_all_that_is_wrong_with_it(world, changes, columns):
    [verdict] = examine(sheet(NEW | changes), today=TODAY).verdicts
    assert [column for column, _words in verdict.problems] == columns


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"email": "=A1"}, "E-Mail"),
        ({"given_name": "=A1"}, "Vorname"),
        ({"email": "", "family_name": "K" * 101}, "Nachname"),
        ({"start": "gestern"}, "Beginn"),
        ({"end": "01.10.2026", "office": "stv. Vorsitz"}, "Ende"),
        ({"document": "D" * 201}, "Dokument"),
        (SEAT | {"seat": "77", "label": "L" * 201}, "Bezeichnung"),
        (SEAT | {"seat": "77", "body": "=A1"}, "Entsendende Stelle"),
        (MANAGER | {"seat": "77", "kind": "Person", "label": "x", "sector": "Politik", "voting": "?"}, "Stimmrecht"),
    ],
)
def test_what_is_not_understood_is_told_once_and_nothing_is_concluded_from_it(world, changes, column):
    [verdict] = examine(sheet(NEW | changes), today=TODAY).verdicts
    assert [name for name, _words in verdict.problems] == [column]


def test_a_line_with_an_error_tells_later_lines_what_it_says(world):
    """The second line needs no other correction than its own, whatever becomes of the first."""
    first = SEAT | NEW | {"seat": "32", "phone": "1" * 41}
    second = first | {"phone": "", "given_name": "Rita", "email": "rita@mitglied.example", "document": ""}
    plan = examine(sheet(first, second), today=TODAY)
    assert [[column for column, _words in one.problems] for one in plan.verdicts] == [
        ["Telefon"],
        ["Dokument", "Beginn"],
    ]


def test_a_successor_follows_on_the_day_after(world, take):
    take(
        sheet(
            NEW | {"end": "2026-12-31"}, NEW | {"given_name": "Rita", "email": "r@m.example", "start": "2027-01-01"}
        )
    )
    found = Mandate.objects.filter(seat__board=world.etb, seat__number=30).order_by("start")
    assert [(str(m.person), m.status) for m in found] == [("Ruth Keller", "active"), ("Rita Keller", "appointed")]


def test_one_person_on_two_boards_is_one_person(world, take):
    world.ub.seats.create(number=11, kind="expert", label="Elf", sector="science", voting=False)
    plan = take(sheet(NEW, NEW | {"board": "UB", "seat": "11"}))
    assert states(plan) == ["new", "new"]
    assert Person.objects.filter(family_name="Keller").count() == 1


def test_a_verified_alias_stands_for_the_person(world, take, now):
    AliasAddress.objects.create(person=world.former, email="hugo@firma.example", verified_at=now)
    AliasAddress.objects.create(person=world.former, email="offen@firma.example")
    row = {**NEW, "given_name": "Hugo", "family_name": "Altmann"}
    assert states(examine(sheet(row | {"email": "offen@firma.example"}), today=TODAY)) == ["error"]
    take(sheet(row | {"email": "hugo@firma.example"}))
    world.former.refresh_from_db()
    assert world.former.email == "hugo.altmann@mitglied.example"
    assert world.reader(world.former).boards == {world.etb.pk}


def test_a_mandate_is_not_ended_by_a_list(world):
    row = {
        "board": "UB",
        "seat": "4",
        "email": "aylin.kaya@mitglied.example",
        "start": "2025-01-01",
        "end": "2026-12-31",
    }
    plan = examine(sheet(row), today=TODAY)
    assert plan.verdicts[0].problems == [
        ("Ende", "Ein Mandat endet auf der Seite seines Sitzes. Dort sehen Sie die Folgen.")
    ]


def test_what_changed_after_the_check_is_not_taken_over(world, take, now):
    given = sheet(NEW)
    shown = examine(given, today=TODAY).fingerprint
    take(sheet(NEW | {"given_name": "Rita", "email": "rita@m.example", "start": "2026-10-01", "end": "2026-10-31"}))
    Person.objects.create(given_name="Ruth", family_name="Keller", email="ruth.keller@mitglied.example", phone="1")
    before = counts()
    with pytest.raises(DomainError) as refusal:
        rosters.take_over(given, shown=shown, by=world.actor(world.secretary), now=now)
    assert (refusal.value.code, refusal.value.status) == ("roster_outdated", 409)
    assert counts() == before


@pytest.mark.parametrize(
    ("header", "words"),
    [
        (["Gremium", "Name"], "Diese Spalte fehlt: Sitz."),
        (["Gremium", "Sitz", "Board"], "Die Spalte „Gremium“ steht doppelt da."),
    ],
)
def test_a_header_that_cannot_be_used(world, header, words):
    with pytest.raises(DomainError) as refusal:
        examine(Sheet(header, [(2, [""] * len(header))]), today=TODAY)
    assert (refusal.value.message, refusal.value.status) == (words, 400)


def test_unknown_columns_are_left_out_and_named(world):
    plan = examine(Sheet(["Gremium", "SITZ ", "Bemerkung", ""], [(2, ["UB", "4", "x", ""])]), today=TODAY)
    assert (plan.ignored, states(plan)) == (["Bemerkung"], ["unchanged"])


def crowd(size, start=1):
    return [
        {
            "board": "ETB",
            "seat": str(100 + n),
            "kind": "persönlich",
            "label": f"Fach {n}",
            "sector": "Wissenschaft",
            "given_name": f"Vor{n}",
            "family_name": f"Nach{n}",
            "email": f"p{n}@mitglied.example",
            "start": "01.11.2026",
            "appointed_on": "01.10.2026",
            "document": "Schreiben",
        }
        for n in range(start, start + size)
    ]


def test_many_cost_as_many_queries_as_few(world, take):
    """Of one batch: SQLite takes 999 values at a time."""
    with CaptureQueriesContext(connection) as few:
        take(sheet(*crowd(2)))
    with CaptureQueriesContext(connection) as many:
        take(sheet(*crowd(40, start=3)))
    assert len(many) == len(few)
    assert Mandate.objects.filter(seat__number__gt=100).count() == 42


@given(st.lists(st.text(max_size=30), min_size=18, max_size=18))
def test_any_cells_are_a_line_or_a_reason(cells):
    line = parse(2, cells, {key: place for place, key in enumerate(COLUMNS)})
    assert line.problems or (line.seat and line.text["board"])


@given(st.text(max_size=12))
def test_any_text_is_a_day_or_none(text):
    day = day_of(text)
    assert day is None or 1950 <= day.year <= 2100


@pytest.mark.parametrize(
    ("seat", "word"),
    [
        ({"frozen": True}, "ruht"),
        ({"since": date(2026, 12, 1)}, "nicht die ganze Zeit"),
        ({"until": date(2026, 12, 1)}, "nicht die ganze Zeit"),
    ],
)
def test_a_seat_that_is_not_to_be_filled_then_is_not_filled_by_a_list(world, seat, word):
    world.etb.seats.filter(number=30).update(**seat)
    [(column, words)] = examine(sheet(NEW), today=TODAY).verdicts[0].problems
    assert column == "Beginn"
    assert word in words


def test_a_vote_in_a_working_group_is_for_members_of_its_board(world):
    group = Board.objects.create(slug="ag", name="AG Daten", short_name="AGD", parent=world.etb, founded_on=TODAY)
    seat = {"board": "AGD", "seat": "1", "kind": "persönlich", "label": "Daten", "sector": "Wissenschaft"}
    guest = NEW | seat | {"start": "23.11.2026"}
    problem = examine(sheet(guest), today=TODAY).verdicts[0].problems[0]
    assert problem[0] == "Stimmrecht"
    assert "Ruth Keller" in problem[1]
    assert world.etb.name in problem[1]
    assert states(examine(sheet(guest | {"voting": "nein"}), today=TODAY)) == ["new"]
    assert states(examine(sheet(NEW, guest), today=TODAY)) == ["new", "new"]
    assert group.seats.count() == 0


def test_a_seat_described_anew_keeps_how_it_was(world, take, now):
    seat = world.etb.seats.get(number=30)
    take(sheet({"board": "ETB", "seat": "30", "label": "Anders"}))
    change = seat.changes.get()
    assert (change.on, change.before["label"], change.recorded_at) == (TODAY, seat.label, now)


def test_a_new_seat_begins_with_its_first_term_or_today(world, take):
    take(sheet(SEAT, SEAT | NEW | {"seat": "33"}))
    since = Seat.objects.filter(board=world.etb, number__in=[32, 33]).order_by("number")
    assert list(since.values_list("since", flat=True)) == [TODAY, date(2026, 11, 1)]


def test_deputies_of_a_list_come_in_its_order(world, take):
    second = {"seat": "31", "given_name": "Gut", "email": "gut@mitglied.example", "office": "stv. Vorsitz"}
    take(sheet(NEW | {"office": "stv. Vorsitz"}, NEW | second))
    deputies = world.etb.offices.filter(role="deputy_chair").order_by("position")
    assert [(one.person.given_name, one.position) for one in deputies] == [("Ruth", 1), ("Gut", 2)]


def test_who_stands_in_for_one_meeting_does_not_stop_the_list(world, now):
    stand_in(board=world.etb, person=world.ostermann, on=TODAY, by=world.actor(world.secretary), now=now)
    assert len(list(rosters.rows(TODAY))) == 53


def test_who_led_before_is_not_led_over_by_a_list(world, now):
    world.etb.offices.filter(role="chair").update(end=date(2026, 11, 15))
    problems = examine(sheet(NEW | {"office": "Vorsitz"}), today=TODAY).verdicts[0].problems
    assert [column for column, _words in problems] == ["Amt"]
