"""The search for programmes: the same hits, the same limits."""

import pytest

from foundation.accounts import keys


@pytest.fixture
def ask(world, client, now):
    secrets = {}

    def act(person, **asked):
        if person and person not in secrets:
            secrets[person] = keys.create(person.user, "Suche", now, scopes=["read"])[1]
        headers = {"authorization": f"Bearer {secrets[person]}"} if person else {}
        return client.get("/api/v1/search", asked, headers=headers)

    return act


def test_a_hit_in_full(world, ask, invited):
    answer = ask(world.kaya, q="öffentlicher")
    assert answer.json() == {
        "count": 1,
        "items": [
            {
                "kind": "items",
                "what": "Tagesordnungspunkt",
                "title": "Öffentlicher Punkt",
                "excerpt": "Es geht um die Seilbahn.",
                "note": "",
                "board": "unternehmensbeirat",
                "day": "2027-02-11",
                "url": f"http://localhost:8000/sitzungen/{invited.pk}/#top-1",
            }
        ],
    }


def test_a_key_finds_what_its_person_may_read(world, ask, invited, held):
    counts = {
        who: ask(who, q="Seilbahn").json()["count"] for who in (world.kaya, world.lamprecht, world.former, None)
    }
    assert counts == {world.kaya: 10, world.lamprecht: 6, world.former: 0, None: 0}


def test_lists_are_cut_and_narrowed(world, ask, invited, held):
    every = ask(world.kaya, q="Seilbahn").json()
    part = ask(world.kaya, q="Seilbahn", limit=3, offset=2).json()
    assert part == {"count": every["count"], "items": every["items"][2:5]}
    assert {hit["kind"] for hit in ask(world.kaya, q="Seilbahn", kind="minutes").json()["items"]} == {"minutes"}
    assert ask(world.kaya, q="Seilbahn", board="sponsorenbeirat").json() == {"items": [], "count": 0}
    assert ask(world.kaya, q="Seilbahn", board="nirgends").status_code == 404


def test_without_words_nothing_is_found(world, ask, invited):
    assert ask(world.kaya).json() == {"items": [], "count": 0}


@pytest.mark.parametrize(
    ("typed", "status", "title"),
    [
        ("--", 400, "Bitte geben Sie ein Wort ein: Buchstaben oder Ziffern."),
        ("x", 400, "Bitte geben Sie mindestens zwei Zeichen ein."),
        ("a b c d e f g h ij", 400, "Bitte geben Sie höchstens 8 Wörter ein."),
        ("x" * 201, 422, "Angaben fehlen oder sind nicht zulässig."),
        ("a\x00b", 422, "Angaben fehlen oder sind nicht zulässig."),
    ],
)
def test_what_cannot_be_asked_is_a_problem(world, ask, typed, status, title):
    answer = ask(world.kaya, q=typed)
    assert (answer.status_code, answer.json()["title"]) == (status, title)
