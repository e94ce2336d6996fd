"""Boards over the API: numbers for everybody, names for those who may see them."""

from datetime import date

import pytest

from governance.mandates.models import Mandate
from governance.mandates.suspending import suspend
from governance.people.models import Person

BOARDS = "/api/v1/boards"
ETB = f"{BOARDS}/ethik-und-technologiebeirat"


def test_everybody_lists_boards_and_their_numbers(world, ask):
    found = ask(BOARDS)
    assert found["count"] == 3
    assert [(one["short_name"], one["seats"], one["vacant"]) for one in found["items"]] == [
        ("UB", 10, 0),
        ("ETB", 31, 2),
        ("SB", 12, 0),
    ]


def test_one_board_with_and_without_names(world, ask):
    assert ask(ETB, world.ostermann) == {
        "slug": "ethik-und-technologiebeirat",
        "name": "Ethik- und Technologiebeirat",
        "short_name": "ETB",
        "kind": "ethics_technology",
        "purpose": "Ethik- und Technologiebeirat: berät die Geschäftsführung.",
        "chair": None,
        "seats": 31,
        "vacant": 2,
        "as_of": "2026-11-23",
        "quorum": 16,
        "terms_ending": 0,
        "chair_name": "Prof. Dr. Miriam Sander",
        "sectors": [{"sector": "science", "held": 29, "seats": 31}],
    }
    assert ask(ETB)["chair_name"] is None


@pytest.mark.parametrize("name", ["", "kaya", "sponsor", "former", "admin"])
def test_names_never_reach_the_public_or_other_boards(world, ask, name):
    who = getattr(world, name) if name else None
    ask(f"{ETB}/seats", who, status=404)
    text = str(ask(BOARDS, who)) + str(ask(ETB, who))
    assert {p.family_name for p in Person.objects.all() if p.family_name in text} == set()


def test_seats_for_members_and_staff(world, ask):
    for who in (world.ostermann, world.secretary, world.manager, world.mayors_officer):
        found = ask(f"{ETB}/seats", who)
        assert (found["count"], len(found["items"])) == (31, 31)
    assert found["items"][1] == {
        "number": 2,
        "label": "Sitz 2",
        "kind": "expert",
        "sector": "science",
        "delegating_body": None,
        "voting": True,
        "holder": "Prof. Dr. Miriam Sander",
        "offices": ["chair"],
        "start": "2025-01-01",
        "end": None,
        "vacant_since": None,
    }
    assert found["items"][30]["vacant_since"] == "2025-01-01"


def test_seats_as_of_another_day(world, ask):
    world.etb.seats.get(number=3).mandates.update(end=date(2027, 3, 31))
    assert ask(f"{ETB}/seats?on=2027-03-31", world.secretary)["items"][2]["holder"] == "Lena Ostermann"
    assert ask(f"{ETB}/seats?on=2027-04-01", world.secretary)["items"][2]["holder"] is None


@pytest.mark.parametrize(
    "query", ["on=gestern", "on=0001-01-01", "on=9999-12-31", "limit=0", "limit=1e9", "offset=-1"]
)
def test_wrong_questions_are_refused(world, ask, query):
    assert ask(f"{ETB}/seats?{query}", world.secretary, status=422)["status"] == 422


@pytest.mark.parametrize("slug", ["nirgends", "x" * 500, "%00", "a%2Fb"])
def test_unknown_boards_are_404(world, ask, slug, client):
    assert client.get(f"{BOARDS}/{slug}").status_code == 404


def test_seats_cost_the_same_for_10_and_31(world, client, django_assert_num_queries):
    client.force_login(world.secretary.user)
    for slug in (world.ub.slug, world.etb.slug):
        with django_assert_num_queries(8):
            client.get(f"{BOARDS}/{slug}/seats")


def test_mandates_of_a_board_with_their_rest_and_without_reasons(world, now, ask, settings):
    settings.SUSPENSION_EFFECTS = []
    mandate = Mandate.objects.get(person=world.ostermann)
    by = world.actor(world.secretary)
    suspend(mandate=mandate, start=date(2026, 11, 23), reason="Elternzeit", by=by, now=now)
    found = ask(f"{ETB}/mandates?offset=2&limit=1", world.dahlhoff)
    assert found == {
        "count": 29,
        "items": [
            {
                "seat": 3,
                "person": "Lena Ostermann",
                "status": "suspended",
                "start": "2025-01-01",
                "end": None,
                "ended_reason": "",
                "appointed_on": "2025-01-01",
                "rests_from": "2026-11-23",
                "back_on": None,
            }
        ],
    }


def test_mandates_of_any_day_and_never_of_other_boards(world, ask):
    ub = f"{BOARDS}/unternehmensbeirat/mandates"
    names = {one["person"] for one in ask(f"{ub}?on=2026-03-31", world.kaya)["items"]}
    assert "Hugo Altmann" in names
    assert "Hugo Altmann" not in {one["person"] for one in ask(f"{ub}?on=2026-04-01", world.kaya)["items"]}
    assert ask(ub, world.kaya)["count"] == 11
    for stranger in (None, world.ostermann, world.former):
        ask(ub, stranger, status=404)
    ask(f"{ub}?on=1999-01-01", world.kaya, status=422)


def test_mandates_cost_a_fixed_number_of_queries(world, client, django_assert_num_queries):
    client.force_login(world.secretary.user)
    client.get(f"{ETB}/mandates")
    for limit in (1, 29):
        with django_assert_num_queries(7):
            client.get(f"{ETB}/mandates?limit={limit}")
