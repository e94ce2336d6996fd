"""Rounds and one's own assessment over the interface."""

from datetime import timedelta

import pytest

from foundation.accounts import keys
from foundation.web import clock
from opinions.rounds.deadlines import end_of
from opinions.rounds.models import OpinionRevision
from tests.opinions.conftest import DEADLINE

CONTENT = {
    "verdict": "support_with_recommendations",
    "recommendations": ["Eine Karte zeigt alle Sensoren."],
    "ratings": [{"guideline": number, "rating": "met"} for number in (1, 3, 8)],
}


@pytest.fixture
def bearer(now):
    def act(who) -> dict[str, str]:
        _key, secret = keys.create(who.user, "Test", now, scopes=["read", "opinion"], proven=True)
        return {"HTTP_AUTHORIZATION": f"Bearer {secret}"}

    return act


def put(client, address, content, **headers):
    return client.put(address, content, content_type="application/json", **headers)


def test_a_member_reads_and_gives_once(client, world, opened, bearer):
    made, key = opened(), bearer(world.dahlhoff)
    listed = client.get("/api/v1/rounds", **key).json()
    assert (listed["count"], listed["items"][0]["id"], listed["items"][0]["asked"]) == (1, str(made.pk), 29)
    found = client.get(f"/api/v1/rounds/{made.pk}", **key).json()
    assert [one["number"] for one in found["guidelines"] if one["important"]] == [1, 3, 8]
    address = f"/api/v1/rounds/{made.pk}/opinion"
    assert client.get(address, **key).json()["revision"] == 0
    for _twice in range(2):
        assert put(client, address, CONTENT, **key).json()["revision"] == 1
    assert OpinionRevision.objects.get().source == "api"
    assert OpinionRevision.objects.get().opinion.person == world.dahlhoff


def test_others_find_nothing_and_may_not_give(client, world, opened, bearer):
    made = opened()
    for who in (world.kaya, world.former, world.admin, world.mayors_officer):
        key = bearer(who)
        assert client.get("/api/v1/rounds", **key).json()["count"] == 0
        assert client.get(f"/api/v1/rounds/{made.pk}", **key).status_code == 404
        assert put(client, f"/api/v1/rounds/{made.pk}/opinion", CONTENT, **key).status_code == 404
    assert put(client, f"/api/v1/rounds/{made.pk}/opinion", CONTENT, **bearer(world.manager)).status_code == 404
    assert put(client, f"/api/v1/rounds/{made.pk}/opinion", CONTENT).status_code == 401
    assert client.get("/api/v1/rounds").json()["count"] == 0


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"verdict": "maybe"}, 422),
        ({"recommendations": []}, 400),
        ({"ratings": []}, 400),
        ({"ratings": [{"guideline": 99, "rating": "met"}]}, 400),
        ({"reason": "\u202e"}, 422),
        ({"reason": "x" * 10_001}, 422),
        ({"source": "paper"}, 422),
        ({"person": "somebody"}, 422),
    ],
)
def test_what_does_not_fit_is_refused(client, world, opened, bearer, change, status):
    address = f"/api/v1/rounds/{opened().pk}/opinion"
    answer = put(client, address, {**CONTENT, **change}, **bearer(world.dahlhoff))
    assert answer.status_code == status
    assert answer["Content-Type"].startswith("application/problem+json")
    assert OpinionRevision.objects.count() == 0


def test_after_the_deadline_410(client, world, opened, bearer):
    address, key = f"/api/v1/rounds/{opened().pk}/opinion", bearer(world.dahlhoff)
    with clock.at(end_of(DEADLINE) + timedelta(seconds=1)):
        answer = put(client, address, CONTENT, **key)
    assert (answer.status_code, answer.json()["type"]) == (410, "urn:gremia:deadline_over")
