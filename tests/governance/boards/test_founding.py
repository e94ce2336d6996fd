"""A board is founded whole or not at all."""

from datetime import date

import pytest

from foundation.journal.models import JournalEntry
from foundation.values import SYSTEM, DomainError
from governance.boards.founding import SeatPlan, found
from governance.boards.models import Board
from governance.people.models import Organisation


def plan(**changes):
    seats = [
        SeatPlan(1, "ex_officio", "Oberbürgermeisterin", "public"),
        SeatPlan(2, "expert", "Informatik", "science"),
    ]
    return {
        "slug": "kulturbeirat",
        "name": "Kulturbeirat",
        "short_name": "KB",
        "kind": "other",
        "purpose": "Berät in Fragen der Kultur.",
        "place": "Haus der Digitalstadt",
        "founded_on": date(2026, 11, 23),
        "position": 4,
        "seats": seats,
        "rules": {"notice_days": 10},
        "sources": {"notice_days": "Geschäftsordnung § 3"},
        "by": SYSTEM,
    } | changes


@pytest.mark.django_db
def test_a_board_with_seats_and_rules(now):
    board = found(**plan(), now=now)
    assert [(seat.number, seat.label, seat.voting) for seat in board.seats.all()] == [
        (1, "Oberbürgermeisterin", True),
        (2, "Informatik", True),
    ]
    rules = board.rules.get()
    assert (rules.notice_days, rules.opinion_days, rules.valid_from) == (10, 21, date(2026, 11, 23))
    assert rules.sources == {"notice_days": "Geschäftsordnung § 3"}
    assert JournalEntry.objects.get().action == "board.founded"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "code", "status"),
    [
        ({"seats": []}, "no_seats", 400),
        ({"seats": [SeatPlan(1, "expert", "A", "science")] * 2}, "seat_number_twice", 400),
        ({"seats": [SeatPlan(1, "delegated", "Fraktion A", "politics")]}, "body_missing", 400),
        ({"rules": {"notice_days": 84}}, "contradiction", 400),
        ({"rules": {"target_min": 200}}, "contradiction", 400),
        ({"rules": {"petition_percent": 0}}, "contradiction", 400),
        ({"name": ""}, "contradiction", 400),
        ({"name": "x" * 201}, "contradiction", 400),
    ],
)
def test_nothing_half_is_founded(now, changes, code, status):
    with pytest.raises(DomainError) as refusal:
        found(**plan(**changes), now=now)
    assert (refusal.value.code, refusal.value.status) == (code, status)
    assert not Board.objects.exists()
    assert not JournalEntry.objects.exists()


def test_a_board_is_founded_once(world, now):
    with pytest.raises(DomainError) as refusal:
        found(**plan(slug=world.ub.slug), now=now)
    assert (refusal.value.code, refusal.value.status) == ("board_exists", 409)
    assert Board.objects.count() == 3


@pytest.mark.django_db
def test_founding_costs_the_same_for_2_and_31_seats(now, django_assert_num_queries):
    body = Organisation.objects.create(name="Fraktion A", kind="faction")
    many = [SeatPlan(n, "delegated", f"Sitz {n}", "politics", body) for n in range(1, 32)]
    with django_assert_num_queries(10):
        found(**plan(), now=now)
    with django_assert_num_queries(10):
        found(**plan(slug="b", name="B", short_name="B", seats=many), now=now)
