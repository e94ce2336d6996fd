"""The rules page says what a rule means on a day, in the words of the answers."""

from dataclasses import replace
from datetime import date

import pytest
from django.utils import translation

from governance.procedure.answers import Rules
from governance.procedure.practice import ON_RECORD, practice
from governance.procedure.wording import RULES

DAY = date(2026, 11, 23)
USUAL = Rules()
OTHER = replace(
    USUAL,
    meetings_per_year=0,
    second_call=True,
    addenda_two_thirds=True,
    circular_allowed=True,
    quorum_basis="occupied",
    deputies_allowed=True,
    provisional_chair=True,
)


@pytest.fixture(autouse=True)
def german():
    with translation.override("de"):
        yield


def said(rules: Rules) -> dict[str, str]:
    found = practice(rules, DAY, seats=31, occupied=28)
    return {name: sentence.replace("\N{NO-BREAK SPACE}", " ") for name, sentence in found.items()}


def test_the_usual_rules_in_practice():
    assert said(USUAL) == {
        "meetings_per_year": "91 Tage zwischen den Sitzungen (Ziel: 91 bis 122).",
        "petition_percent": "Wird sie am Montag, 23. November 2026 verlangt, findet sie bis Montag, 21. Dezember "
        "2026 statt.",
        "addenda_two_thirds": "Gremia hält diese Regel nur fest.",
        "circular_allowed": "Die Regeln dieses Gremiums sehen keinen Umlaufbeschluss vor. Setzen Sie den Punkt auf "
        "die nächste Tagesordnung. Gremia hält diese Regel nur fest.",
        "deputies_allowed": "Die Regeln dieses Gremiums sehen keine Stellvertretung vor. Wer stattdessen kommt, ist "
        "Gast.",
        "opinion_days": "Eröffnet am Montag, 23. November 2026 endet ein Verfahren in der Regel am Montag, "
        "14. Dezember 2026.",
        "provisional_chair": "Das Amt des Vorsitzes endet mit seinem letzten Tag. Bis zur Wahl leitet die "
        "Stellvertretung.",
    }


def test_other_rules_in_practice():
    found = said(OTHER)
    assert "meetings_per_year" not in found
    assert {name: found[name] for name in ("addenda_two_thirds", "circular_allowed", "deputies_allowed")} == {
        "addenda_two_thirds": "21 Mitglieder müssen zustimmen. Gremia hält diese Regel nur fest.",
        "circular_allowed": "Versand am Montag, 23. November 2026: Antworten müssen mindestens bis Montag, 30. "
        "November 2026 möglich sein. 15 Mitglieder müssen antworten; Schweigen ist keine Zustimmung. Gremia hält "
        "diese Regel nur fest.",
        "deputies_allowed": "Die Stellvertretung nimmt teil und stimmt für das Mitglied ab.",
    }
    assert found["second_call"].startswith("In der Einladung steht dann: „Diese Angelegenheit")


def test_every_sentence_belongs_to_a_rule():
    assert set(said(USUAL)) | set(ON_RECORD) <= set(RULES)
