"""The board office reads, corrects and amends the rules of a board; members read, others find nothing."""

from datetime import date

import pytest
from django.urls import reverse

from governance.procedure.amending import NUMBERS
from governance.procedure.models import RulesOfProcedure
from governance.procedure.rules_in_force import rules_on

UB = "/gremien/unternehmensbeirat/"
API = "/api/v1/boards/unternehmensbeirat/rules"


def text_of(response):
    return response.content.decode()


def whole(world, **changes):
    """What the form of a new version posts: the numbers in force with some changes."""
    rules = rules_on(world.ub, date(2026, 11, 23))
    data = {name: getattr(rules, name) for name in NUMBERS} | {"valid_from": "2027-01-01"} | changes
    if not isinstance(data["start_time"], str):
        data["start_time"] = f"{data['start_time']:%H:%M}"
    return {name: value for name, value in data.items() if value is not False}


def test_every_rule_is_read_by_chapter_with_source_or_label(world, client):
    client.force_login(world.kaya.user)
    text = text_of(client.get(f"{UB}regeln/"))
    for heading in ("Termine und Fristen", "Beschlüsse und Niederschrift", "Mitglieder und Gäste", "Fassungen"):
        assert heading in text
    assert text.count("Annahme, noch nicht bestätigt") == 22
    assert "Geschäftsordnung § 6" in text
    assert text.count("Gremia hält diese Regel nur fest.") == 2
    assert "Ändern" not in text
    assert "kern-btn--primary" not in text


@pytest.mark.parametrize("name", ["", "ostermann", "former", "admin"])
def test_rules_are_for_the_board_and_staff(world, client, name):
    if name:
        client.force_login(getattr(world, name).user)
    for path in (f"{UB}regeln/", f"{UB}regeln/?tag=2026-01-01", API, f"{API}/versions"):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize("name", ["kaya", "mayor", "manager", "mayors_officer"])
def test_only_the_office_changes_rules(world, client, name):
    client.force_login(getattr(world, name).user)
    for path in ("regeln/neue-fassung/", "regeln/notice_days/aendern/", "regeln/fassung/1/zuruecknehmen/"):
        assert client.post(UB + path, whole(world)).status_code == 404
    body = {"valid_from": "2027-01-01", "numbers": {"notice_days": 10}}
    assert client.post(API, body, content_type="application/json").status_code == 403
    assert world.ub.rules.count() == 1


def test_a_rule_is_corrected(world, office):
    path = reverse("rule_change", args=[world.ub.slug, "notice_days"])
    assert 'value="14"' in text_of(office.get(path))
    data = {"notice_days": "10", "shortened_min_days": "1", "how": "correction", "source": "Geschäftsordnung § 3"}
    for _click in range(2):
        response = office.post(path, data, follow=True)
        assert response.status_code == 200
    text = text_of(response)
    assert "Ladungsfrist: 10\xa0Tage" in text
    assert "Ladungsfrist: 10\xa0Tage statt bisher 14\xa0Tage" in text
    rules = rules_on(world.ub, date(2026, 11, 23))
    assert (rules.notice_days, rules.sources["notice_days"]) == (10, "Geschäftsordnung § 3")
    assert world.ub.rules.count() == 2


def test_a_rule_is_amended_from_a_day_on_and_the_version_withdrawn(world, office):
    path = reverse("rule_change", args=[world.ub.slug, "tie_rule"])
    data = {"tie_rule": "chair_decides", "how": "change", "valid_from": "2027-01-01"}
    text = text_of(office.post(path, data, follow=True))
    assert "Die Regeln sind gespeichert. Sie gelten ab 1.\xa0Januar 2027." in text
    assert "gilt noch nicht" in text
    made = RulesOfProcedure.objects.get(board=world.ub, tie_rule="chair_decides")
    withdrawal = reverse("rules_withdrawal", args=[world.ub.slug, made.pk])
    assert "Möchten Sie diese Fassung zurücknehmen?" in text_of(office.get(withdrawal))
    text = text_of(office.post(withdrawal, follow=True))
    assert "Die Fassung ist zurückgenommen." in text
    assert rules_on(world.ub, date(2027, 6, 1)).tie_rule == "rejected"


def test_a_version_in_force_cannot_be_withdrawn(world, office):
    path = reverse("rules_withdrawal", args=[world.ub.slug, world.ub.rules.get().pk])
    assert "Diese Fassung gilt schon." in text_of(office.get(path))
    assert office.post(path).status_code == 409


def test_a_new_version_of_all_rules(world, office):
    path = reverse("rules_version", args=[world.ub.slug])
    text = text_of(office.get(path))
    assert "Die Felder zeigen die Fassung vom 1.\xa0Januar 2025." in text
    data = whole(world, notice_days="10", provisional_chair="on", source="Beschluss vom 12. November 2026")
    response = office.post(path, data, follow=True)
    assert "Die Regeln sind gespeichert." in text_of(response)
    rules = rules_on(world.ub, date(2027, 1, 1))
    assert (rules.notice_days, rules.provisional_chair, rules.sources) == (
        10,
        True,
        {
            "quorum": "Geschäftsordnung § 6",
            "notice_days": "Beschluss vom 12. November 2026",
            "provisional_chair": "Beschluss vom 12. November 2026",
        },
    )
    assert "Ladungsfrist: 14\xa0Tage" in text_of(office.get(f"{UB}regeln/?tag=2026-12-31"))
    assert "Ladungsfrist: 10\xa0Tage" in text_of(office.get(f"{UB}regeln/?tag=2027-01-01"))


@pytest.mark.parametrize(
    ("changes", "status", "words"),
    [
        ({"notice_days": "90", "submission_days": "91"}, 400, "Die Ladungsfrist ist länger"),
        ({"quorum_number": "11"}, 400, "mehr Mitglieder nötig, als es Sitze gibt"),
        ({"valid_from": "2025-01-01", "notice_days": "3"}, 409, "Ab dem 1.\xa0Januar 2025 gilt schon eine Fassung."),
        ({}, 409, "Es ändert sich nichts."),
        ({"valid_from": ""}, 400, "Bitte"),
        ({"notice_days": "1e9"}, 400, "kern-error"),
        ({"notice_days": "-1"}, 400, "kern-error"),
        ({"weekday": "6"}, 400, "kern-error"),
        ({"guests": "all"}, 400, "kern-error"),
        ({"start_time": "25:00"}, 400, "kern-error"),
        ({"source": "§\x00"}, 400, "kern-error"),
    ],
)
def test_what_cannot_hold_is_said_beside_the_field(world, office, changes, status, words):
    response = office.post(reverse("rules_version", args=[world.ub.slug]), whole(world, **changes))
    assert response.status_code == status
    assert words in text_of(response)
    assert 'role="alert"' in text_of(response)
    assert world.ub.rules.count() == 1


def test_a_change_from_a_day_on_needs_the_day(world, office):
    path = reverse("rule_change", args=[world.ub.slug, "guests"])
    response = office.post(path, {"guests": "none", "how": "change"})
    assert "Geben Sie den Tag an, ab dem die Änderung gilt." in text_of(response)
    assert office.get(reverse("rule_change", args=[world.ub.slug, "nothing"])).status_code == 404


def test_the_rules_page_costs_the_same_with_one_version_and_twenty(world, office, django_assert_num_queries):
    office.get(f"{UB}regeln/")
    with django_assert_num_queries(11):
        office.get(f"{UB}regeln/")
    row = world.ub.rules.get()
    for year in range(2027, 2047):
        row = RulesOfProcedure.objects.create(
            board=world.ub, valid_from=date(year, 1, 1), previous=row, notice_days=10 + year % 3
        )
    with django_assert_num_queries(11):
        office.get(f"{UB}regeln/")


def test_the_api_reads_rules_and_versions(world, client):
    client.force_login(world.kaya.user)
    found = client.get(API).json()
    assert (found["as_of"], found["board"], found["valid_from"]) == ("2026-11-23", world.ub.slug, "2025-01-01")
    assert (found["numbers"]["notice_days"], found["numbers"]["start_time"]) == (14, "16:00")
    assert found["rules"][:2] == [
        {
            "name": "quorum",
            "title": "Beschlussfähig ab",
            "value": "6 von 10 Mitgliedern",
            "source": "Geschäftsordnung § 6",
        },
        {"name": "notice_days", "title": "Ladungsfrist", "value": "14\xa0Tage", "source": ""},
    ]
    assert client.get(f"{API}?on=2024-06-01").status_code == 409
    assert client.get(f"{API}/versions").json() == {
        "items": [
            {
                "valid_from": "2025-01-01",
                "valid_until": None,
                "state": "current",
                "is_correction": False,
                "changes": [],
            }
        ],
        "count": 1,
    }


def test_the_api_makes_a_version(world, office):
    body = {"valid_from": "2027-01-01", "numbers": {"notice_days": 10, "start_time": "17:00"}, "source": "§ 3"}
    made = office.post(API, body, content_type="application/json")
    assert made.status_code == 201
    assert made.json()["numbers"]["start_time"] == "17:00"
    assert rules_on(world.ub, date(2027, 1, 1)).notice_days == 10


@pytest.mark.parametrize(
    ("numbers", "status", "fields"),
    [
        ({"notice_days": 84}, 400, ["notice_days"]),
        ({"quorum_number": 11}, 400, ["quorum_number"]),
        ({"guests": "all"}, 400, ["guests"]),
        ({"notice_days": "10"}, 422, ["notice_days"]),
        ({"notice_days": True}, 422, ["notice_days"]),
        ({"second_call": 1}, 422, ["second_call"]),
        ({"start_time": "25:00"}, 422, ["start_time"]),
        ({"board": 3}, 400, ["board"]),
        ({"valid_from": "2025-01-01"}, 400, ["valid_from"]),
        ({}, 409, None),
    ],
)
def test_the_api_refuses_by_field(world, office, numbers, status, fields):
    body = {"valid_from": "2027-01-01", "numbers": numbers}
    refused = office.post(API, body, content_type="application/json")
    assert refused.status_code == status
    assert [one["field"] for one in refused.json().get("errors", [])] == (fields or [])
    assert world.ub.rules.count() == 1
