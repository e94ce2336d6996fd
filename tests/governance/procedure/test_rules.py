"""Rules as dated rows, their lines on the page, and how an assumption becomes a confirmed rule."""

from dataclasses import fields
from datetime import date, time

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from foundation.journal.models import JournalEntry
from foundation.values import DomainError
from governance.procedure.answers import Rules
from governance.procedure.confirming import confirm
from governance.procedure.models import RulesOfProcedure
from governance.procedure.rules_in_force import rules_on
from governance.procedure.wording import CHAPTERS, RULE_NAMES, RULES, rule_lines

TODAY = date(2026, 11, 23)


def test_the_usual_numbers_stand_once():
    assert RulesOfProcedure().as_rules() == Rules()


def test_as_rules_gives_what_the_row_holds(world):
    rules = world.etb.rules.get().as_rules()
    assert (rules.meetings_per_year, rules.tolerated_min, rules.start_time) == (2, 140, time(16))


def test_one_version_is_in_force_on_each_day(world):
    first = world.ub.rules.get()
    second = RulesOfProcedure.objects.create(board=world.ub, valid_from=date(2027, 1, 1), notice_days=10)
    assert rules_on(world.ub, date(2026, 12, 31)) == first
    assert rules_on(world.ub, date(2027, 1, 1)) == second


def test_before_the_founding_there_are_no_rules(world):
    with pytest.raises(DomainError) as refusal:
        rules_on(world.ub, date(2024, 12, 31))
    assert refusal.value.code == "no_rules"


def test_the_database_refuses_two_versions_from_one_day(world):
    RulesOfProcedure.objects.create(board=world.ub, valid_from=TODAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        RulesOfProcedure.objects.create(board=world.ub, valid_from=TODAY)


@pytest.mark.parametrize(
    "nonsense",
    [
        {"notice_days": 84, "submission_days": 90},
        {"target_min": 80},
        {"target_max": 90},
        {"tolerated_max": 100},
        {"weekday": 5},
        {"petition_percent": 0},
        {"petition_percent": 101},
        {"submission_days": 14},
        {"shortened_min_days": 16},
        {"term_months": 0},
        {"circular_days": 0},
        {"quorum_basis": "none"},
        {"majority_rule": "loud"},
        {"guests": "everybody"},
    ],
)
def test_the_database_refuses_rules_that_cannot_hold(world, nonsense):
    with pytest.raises(IntegrityError), transaction.atomic():
        RulesOfProcedure.objects.create(board=world.ub, valid_from=TODAY, **nonsense)


def test_every_rule_has_its_line_and_its_source():
    with translation.override("de"):
        lines = rule_lines(Rules(), {"quorum": "Geschäftsordnung § 6"}, seats=31, occupied=29)
    assert tuple(line.name for line in lines) == RULE_NAMES
    assert sorted(name for chapter in CHAPTERS.values() for name in chapter) == sorted(RULE_NAMES)
    assert {number for numbers in RULES.values() for number in numbers} == {one.name for one in fields(Rules)}
    assert [line.text for line in lines] == [
        "Beschlussfähig ab: 16 von 31 Mitgliedern",
        "Ladungsfrist: 14\xa0Tage",
        "Sitzungen im Jahr: 4",
        "Stimmengleichheit: Antrag ist abgelehnt",
        "Umlaufbeschluss: nicht vorgesehen",
        "Sondersitzung: auf Verlangen von 8\xa0Mitgliedern",
        "Abstand der Sitzungen: 91 bis 122\xa0Tage, toleriert 84 bis 126",
        "Üblicher Termin: Donnerstag, 16:00\xa0Uhr, 120\xa0Minuten",
        "Eine Einladung gilt als zugegangen: per E-Mail am Tag des Versands, mit der Post 4\xa0Tage später",
        "Themen und Unterlagen: bis 21\xa0Tage vor der Sitzung",
        "Mehrheit: mehr Ja als Nein",
        "Zweite Ladung nach Beschlussunfähigkeit: nicht vorgesehen",
        "Neue Punkte in der Sitzung: mit Genehmigung der Tagesordnung",
        "Amtszeit: 5\xa0Jahre",
        "Stellvertretung von Mitgliedern: nicht vorgesehen",
        "Gäste: auf Einladung des Vorsitzes",
        "Vorsitz nach Ende des Amtes: frei bis zur Wahl",
        "Frist für eine Einschätzung: 21\xa0Tage, mindestens 7\xa0Tage, "
        "Einschätzungen anderer bis zum Ende verborgen",
        "Frist für Sondervoten zum Entwurf: 5\xa0Tage",
        "Frist für die Antwort der Geschäftsführung: 30\xa0Tage",
        "Genehmigung des Protokolls: in der nächsten Sitzung, Entwurf nach 14\xa0Tagen, Einwendungen 14\xa0Tage lang",
        "Bericht der Geschäftsführung: nicht vorgesehen",
        "Vorlauf des Berichts: nicht vorgesehen",
    ]
    assert [line.name for line in lines if line.source] == ["quorum"]


def test_a_rule_is_confirmed_once_and_the_journal_keeps_no_text(world, now):
    rules, by = world.ub.rules.get(), world.actor(world.secretary)
    for _time in range(2):
        confirm(rules=rules, rule="notice_days", source=" Geschäftsordnung  § 5 ", by=by, now=now)
    rules.refresh_from_db()
    assert rules.sources == {"quorum": "Geschäftsordnung § 6", "notice_days": "Geschäftsordnung § 5"}
    entry = JournalEntry.objects.get(action="rule.confirmed")
    assert (entry.subject, entry.facts) == (f"rules:{rules.pk}", {"rule": "notice_days"})


@pytest.mark.parametrize(
    ("rule", "source", "code", "status"),
    [
        ("notice_days", "", "source_missing", 400),
        ("notice_days", "§\x00 4", "source_missing", 400),
        ("notice_days", "§" * 201, "source_missing", 400),
        ("sources", "§ 4", "unknown_rule", 404),
        ("quorum", "Satzung § 1", "rule_confirmed", 409),
    ],
)
def test_what_cannot_be_confirmed(world, now, rule, source, code, status):
    rules = world.ub.rules.get()
    with pytest.raises(DomainError) as refusal:
        confirm(rules=rules, rule=rule, source=source, by=world.actor(world.secretary), now=now)
    assert (refusal.value.code, refusal.value.status) == (code, status)
    rules.refresh_from_db()
    assert rules.sources == {"quorum": "Geschäftsordnung § 6"}
