"""One sentence why a date stands in the plan, and why there is no plan."""

import pytest

from governance.procedure.models import RulesOfProcedure
from meetings.planning.wording import obstacle, why

RULES = RulesOfProcedure().as_rules()
USUAL = {"gap": 91, "school": False, "beside_holiday": False, "usual_weekday": True}


@pytest.mark.parametrize(
    ("changes", "sentence", "good"),
    [
        ({}, "3 Monate (13 Wochen) nach der letzten Sitzung.", True),
        ({"gap": 122}, "4 Monate (17 Wochen und 3 Tage) nach der letzten Sitzung.", True),
        ({"gap": 85}, "12 Wochen und 1 Tag nach der letzten Sitzung (Ziel 13 bis 17 Wochen).", False),
        ({"gap": 126}, "18 Wochen nach der letzten Sitzung (Ziel 13 bis 17 Wochen).", False),
        ({"gap": None}, "Erste Sitzung des Plans.", True),
        ({"school": True}, "3 Monate (13 Wochen) nach der letzten Sitzung, Sommerferien Hessen.", False),
        ({"beside_holiday": True}, "3 Monate (13 Wochen) nach der letzten Sitzung, neben einem Feiertag.", False),
        (
            {"usual_weekday": False},
            "3 Monate (13 Wochen) nach der letzten Sitzung, nicht am üblichen Wochentag.",
            False,
        ),
    ],
)
def test_each_date_has_one_sentence(changes, sentence, good):
    said = why(USUAL | changes, RULES, school="Sommerferien" if changes.get("school") else "")
    assert (said.sentence.replace("\xa0", " "), said.good) == (sentence, good)


def test_what_stands_in_the_way_is_named_with_what_would_help():
    reason = {
        "board": "unternehmensbeirat",
        "meeting": 2,
        "window": ["2027-05-06", "2027-06-17"],
        "causes": {"weekend": 12, "blocked": 31},
        "relaxation": {"kind": "tolerated", "day": "2027-06-18", "days": 1},
    }
    assert [one.replace("\xa0", " ") for one in obstacle(reason)] == [
        "Für die 2. Sitzung gibt es zwischen 6. Mai 2027 und 17. Juni 2027 keinen Tag.",
        "Gesperrt sind: 12 Tage am Wochenende, 31 Feiertage und gesperrte Tage.",
        "Freitag, 18. Juni 2027 wäre möglich, wenn der Abstand um 1 Tage abweichen darf.",
    ]


@pytest.mark.parametrize("kind", ["separation", "range", "tolerated", "fixed", "board_blocked"])
@pytest.mark.parametrize("cause", ["weekend", "blocked", "board_blocked", "outside", "fixed", "separation", "gap"])
def test_every_cause_and_every_way_out_has_words(kind, cause):
    reason = {
        "meeting": 1,
        "window": ["2027-01-01", "2027-12-31"],
        "causes": {cause: 3},
        "relaxation": {"kind": kind, "day": "2027-06-18", "days": 2},
    }
    assert len(obstacle(reason)) == 3
