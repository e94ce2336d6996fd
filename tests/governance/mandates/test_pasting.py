"""Names pasted from a letter: understood line by line, seated, and taken over like any roster."""

from datetime import date

import pytest

from foundation.values import SYSTEM, DomainError
from governance.boards.blueprints import BUSINESS_BOARD, ETHICS_BOARD
from governance.boards.founding import found_like
from governance.boards.models import Company
from governance.mandates import pasting, rosters
from governance.mandates.models import Mandate
from governance.mandates.roster_plan import examine
from governance.mandates.roster_verdicts import Plan
from governance.people.models import Person

START = date(2026, 1, 1)
TODAY = date(2026, 11, 23)


@pytest.fixture
def ethics(db, now):
    return found_like(ETHICS_BOARD, place="Rathaus", founded_on=START, by=SYSTEM, now=now)


def lines(text):
    return [
        (one.name.academic_title, one.name.given_name, one.name.family_name, one.organisation, one.email)
        for one in pasting.understood(text)
    ]


def take(board, text, now) -> Plan:
    sheet = pasting.roster(
        pasting.understood(text), board, start=START, end=None, document="Mitgliederliste", today=TODAY
    )
    plan = examine(sheet, today=TODAY)
    return rosters.take_over(sheet, shown=plan.fingerprint, by=SYSTEM, now=now)


def test_separators_bullets_titles_and_headings_are_understood():
    text = (
        "Name\tOrganisation\tE-Mail\n"
        "1.\tProf. Dr. Miriam Sander\tTU Darmstadt\tM.Sander@tu.example\n"
        "\n"
        "• Werner Dahlhoff; bauverein AG; werner@bauverein.example\n"
        "- Aylin Kaya, HEAG mobilo, aylin.kaya@heag.example\n"
        "4) Lamprecht, Peter, ENTEGA, peter@entega.example\n"
        "Hannelore Brück <h.brueck@land.example>\n"
        "Ulrich Penner; EAD\n"
        "Osterloh, Katrin\n"
    )
    assert lines(text) == [
        ("Prof. Dr.", "Miriam", "Sander", "TU Darmstadt", "m.sander@tu.example"),
        ("", "Werner", "Dahlhoff", "bauverein AG", "werner@bauverein.example"),
        ("", "Aylin", "Kaya", "HEAG mobilo", "aylin.kaya@heag.example"),
        ("", "Peter", "Lamprecht", "ENTEGA", "peter@entega.example"),
        ("", "Hannelore", "Brück", "", "h.brueck@land.example"),
        ("", "Ulrich", "Penner", "EAD", ""),
        ("", "Katrin", "Osterloh", "", ""),
    ]


@pytest.mark.parametrize("text", ["\n \n", "Name;Organisation;E-Mail\n", "A B; C\n" * 301])
def test_nothing_and_too_much_are_refused(text):
    with pytest.raises(DomainError) as refusal:
        pasting.understood(text)
    assert refusal.value.status == 400


def test_thirty_one_names_fill_the_board(ethics, now):
    names = "\n".join(f"Vera Probe{n}; Stelle {n}; vera{n}@probe.example" for n in range(1, 32))
    plan = take(ethics, names, now)
    assert plan.counts == {"new": 31, "changed": 0, "unchanged": 0, "error": 0}
    assert Mandate.objects.filter(seat__board=ethics, status="active", start=START).count() == 31
    third = ethics.seats.get(number=3)
    assert (third.label, third.mandates.get().person.email) == ("Stelle 1", "vera1@probe.example")
    # The two offices the blueprint names are filled last, and keep their names.
    assert ethics.seats.get(number=1).label == "Oberbürgermeisterin"
    assert take(ethics, names, now).counts["unchanged"] == 31


def test_a_seat_called_like_the_organisation_is_given_to_it(db, now):
    board = found_like(BUSINESS_BOARD, place="Rathaus", founded_on=START, by=SYSTEM, now=now)
    take(board, "Aylin Kaya; HEAG mobilo; a@heag.example\nEmil Neu; Unbekannt; e@neu.example", now)
    held = {mandate.seat.number: str(mandate.person) for mandate in Mandate.objects.select_related("seat", "person")}
    assert held == {5: "Aylin Kaya", 1: "Emil Neu"}
    assert board.seats.get(number=1).label == "Oberbürgermeisterin"


def test_who_has_no_address_gets_post_and_no_login(ethics, now):
    take(ethics, "Vera Probe; Stelle", now)
    person = Person.objects.get()
    assert (person.has_mail, person.shown_email, person.channel, person.user) == (False, "", "post", None)
    assert take(ethics, "Vera Probe; Stelle", now).counts["unchanged"] == 1
    assert Person.objects.count() == 1


def test_too_many_names_are_refused_before_anything_is_shown(ethics):
    names = pasting.understood("\n".join(f"Vera Probe{n}" for n in range(32)))
    with pytest.raises(DomainError, match="1 Namen finden keinen freien Sitz"):
        pasting.roster(names, ethics, start=START, end=None, document="Liste", today=TODAY)


def test_a_pasted_line_is_told_all_its_errors_at_once(ethics):
    names = pasting.understood(f"Vera Probe; {'X' * 201}; keine@adresse\nProbe; {'Y' * 201}; b@b.example")
    sheet = pasting.roster(names, ethics, start=START, end=START.replace(year=2024), document="", today=TODAY)
    told = [[column for column, _words in one.problems] for one in examine(sheet, today=TODAY).verdicts]
    assert told == [
        ["Bezeichnung", "Ende", "E-Mail", "Dokument"],
        ["Bezeichnung", "Ende", "Vorname", "Dokument"],
    ]


def test_formulas_and_unseen_signs_stay_text_or_are_refused(ethics):
    names = pasting.understood("=HYPERLINK(1) Probe; =1+1; a@b.example\nVe\u202era Probe; X; b@b.example")
    sheet = pasting.roster(names, ethics, start=START, end=None, document="Liste", today=TODAY)
    plan = examine(sheet, today=TODAY)
    assert [verdict.state for verdict in plan.verdicts] == ["new", "error"]
    assert Company.objects.count() == 0
