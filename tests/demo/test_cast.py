"""The invented cast fills the 53 seats of the three real boards, and nobody in it is a real office holder."""

from collections import Counter
from datetime import date

import pytest

from demo.cast import (
    BOARDS,
    CITIZEN_LABEL,
    COMPANY,
    ETB,
    MEMBERS,
    ORGANISATIONS,
    PEOPLE,
    SB,
    STAFF,
    UB,
    board,
    person,
)

FOUNDED = date(2026, 1, 1)
OFFICE_HOLDERS = [
    ("Jochen", "Partsch"),
    ("Hanno", "Benz"),
    ("Peter", "Benz"),
    ("Walter", "Hoffmann"),
    ("Rafael", "Reißer"),
    ("Barbara", "Akdeniz"),
    ("Yücel", "Akdeniz"),
    ("Michael", "Kolmer"),
    ("André", "Schellenberg"),
    ("Barbara", "Boczek"),
    ("Iris", "Bachmann"),
    ("Holger", "Klötzner"),
    ("Paul Georg", "Wandrey"),
    ("Daniela", "Wagner"),
    ("Hildegard", "Förster-Heldmann"),
    ("Tim", "Huß"),
    ("Bijan", "Kaffenberger"),
    ("Brigitte", "Zypries"),
    ("Tarek", "Al-Wazir"),
    ("Kaweh", "Mansoori"),
    ("Kristina", "Sinemus"),
]


def holders(slug, day=FOUNDED, first_year=2026):
    return {seat.number: seat.holder(day, first_year) for seat in board(slug).seats}


def test_three_boards_with_53_seats_all_filled_at_the_founding():
    assert {one.slug: len(one.seats) for one in BOARDS} == {UB: 10, ETB: 31, SB: 12}
    assert all(None not in holders(one.slug).values() for one in BOARDS)
    assert [seat.number for seat in board(ETB).seats] == list(range(1, 32))


def test_the_sectors_of_the_ethics_board():
    assert Counter(seat.sector for seat in board(ETB).seats) == {
        "science": 10,
        "politics": 7,
        "associations": 5,
        "public": 5,
        "business": 4,
    }


def test_people_are_there_once_with_their_own_address_and_number():
    for field in ("key", "email", "phone", "name"):
        values = [getattr(one, field) for one in PEOPLE]
        assert len(values) == len(set(values)), field
    assert all(one.email.endswith(".example") and one.email.isascii() for one in PEOPLE)
    assert all(one.phone.startswith("069 90009-") and len(one.phone) == 13 for one in PEOPLE)
    assert person("dahlhoff").email == "werner.dahlhoff@mitglied.example"


def test_every_holder_and_every_sending_body_exists_and_no_member_is_without_a_seat():
    bodies = {one.key for one in ORGANISATIONS}
    assert len(bodies) == len(ORGANISATIONS) == len({one.name for one in ORGANISATIONS})
    sitting = set()
    for one in BOARDS:
        for seat in one.seats:
            sitting |= {holding.person for holding in seat.holdings}
            assert seat.body in bodies or (seat.kind == "expert" and seat.body == "")
    assert sitting == {one.key for one in MEMBERS}


def test_five_people_sit_on_two_boards():
    seats = Counter(key for one in BOARDS for key in holders(one.slug).values())
    assert {key for key, number in seats.items() if number > 1} == {
        "holtkamp",
        "sander",
        "dahlhoff",
        "lamprecht",
        "kessler",
    }


def test_nobody_holds_two_seats_of_one_board():
    for one in BOARDS:
        assert len(set(holders(one.slug).values())) == len(one.seats)


def test_chairs_are_the_mayor_the_digital_officer_and_an_elected_sponsor():
    assert {one.slug: (one.chair, one.chair_elected) for one in BOARDS} == {
        UB: ("holtkamp", False),
        ETB: ("sander", False),
        SB: ("fabricius", True),
    }
    assert [sum(seat.chair for seat in one.seats) for one in BOARDS] == [1, 1, 1]
    assert holders(ETB)[1] == "holtkamp"
    assert "sander" in holders(UB).values()


@pytest.mark.parametrize("first_year", [2025, 2026, 2028])
def test_seats_22_and_28_stand_empty_for_a_time_in_any_range(first_year):
    def vacant(day):
        return [number for number, key in holders(ETB, day, first_year).items() if key is None]

    assert vacant(date(first_year, 11, 30)) == []
    assert vacant(date(first_year, 12, 1)) == [22]
    assert vacant(date(first_year + 1, 1, 15)) == [22, 28]
    assert vacant(date(first_year + 2, 3, 1)) == [28]
    assert vacant(date(first_year + 2, 4, 1)) == [23]
    assert vacant(date(first_year + 2, 5, 1)) == []


def test_holdings_follow_each_other_and_early_ends_are_known_before():
    for seat in (seat for one in BOARDS for seat in one.seats):
        for before, after in zip(seat.holdings, seat.holdings[1:], strict=False):
            assert before.end
            assert after.start
            assert before.end.on(2026) < after.start.on(2026)
        for one in seat.holdings:
            assert bool(one.end_reason) == bool(one.known_on)
            assert not one.known_on or one.known_on.on(2026) < one.end.on(2026)


def test_rules_stay_within_what_the_rules_of_procedure_accept():
    for one in BOARDS:
        rules = one.like.rules
        gaps = [rules[name] for name in ("tolerated_min", "target_min", "target_max", "tolerated_max")]
        assert gaps == sorted(gaps)
        assert gaps[0] > 14
        assert "notice_days" not in {*rules, *dict(one.sources)}
    assert {one.slug: one.like.rules["meetings_per_year"] for one in BOARDS} == {UB: 4, ETB: 2, SB: 1}


def test_the_demo_seats_as_many_as_the_blueprints_say():
    assert {one.slug: len(one.seats) for one in BOARDS} == {one.slug: one.like.size for one in BOARDS}
    assert [seat.label for seat in board(UB).seats] == [seat.label for seat in board(UB).like.seats]


def test_staff_has_each_role_once_and_no_seat():
    assert {one.role: one.name for one in STAFF} == {
        "secretariat": "Carla Wendt",
        "management": "Dr. Jonas Ebeling",
        "mayors_office": "Timo Rheinsberg",
        "admin": "Anke Reuter",
    }
    assert all(not one.role for one in MEMBERS)
    assert person("wendt").phone == COMPANY.office_phone
    assert CITIZEN_LABEL not in {one.name for one in PEOPLE}


def test_nobody_bears_the_name_of_an_office_holder():
    assert not {(one.given_name, one.family_name) for one in PEOPLE} & set(OFFICE_HOLDERS)
    assert not {one.family_name for one in PEOPLE} & {family for _, family in OFFICE_HOLDERS}
