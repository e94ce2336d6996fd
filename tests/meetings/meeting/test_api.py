"""Meetings over the API, read by rights."""

from datetime import date

import pytest

MEETINGS = "/api/v1/meetings"


@pytest.fixture
def meetings(world):
    """One of the UB that is coming, one that was held, one of the ETB, and one only pencilled in."""
    return {
        "coming": world.meeting(number=1),
        "held": world.meeting(day=date(2026, 11, 12), status="held", number=4),
        "etb": world.meeting(world.etb, day=date(2027, 3, 4)),
        "planned": world.meeting(day=date(2027, 5, 13), status="planned", number=2),
    }


def names(meetings, found):
    by_id = {str(meeting.pk): name for name, meeting in meetings.items()}
    return [by_id[one["id"]] for one in found["items"]]


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("", []),
        ("kaya", ["held", "coming"]),
        ("dahlhoff", ["held", "coming", "etb"]),
        ("sponsor", []),
        ("former", []),
        ("admin", []),
        ("manager", ["held", "coming", "etb"]),
        ("secretary", ["held", "coming", "etb", "planned"]),
    ],
)
def test_everybody_lists_what_they_may_see(world, meetings, ask, name, seen):
    who = getattr(world, name) if name else None
    found = ask(MEETINGS, who)
    assert names(meetings, found) == seen
    assert found["count"] == len(seen)
    for key, meeting in meetings.items():
        ask(f"{MEETINGS}/{meeting.pk}", who, status=200 if key in seen else 404)


def test_one_meeting_with_the_numbers_of_its_rules(world, meetings, ask):
    found = ask(f"{MEETINGS}/{meetings['coming'].pk}", world.kaya)
    assert found | {"topics_until": ""} == {
        "id": str(meetings["coming"].pk),
        "board": "unternehmensbeirat",
        "year": 2027,
        "number": 1,
        "kind": "regular",
        "mode": "in_person",
        "status": "scheduled",
        "starts_at": "2027-02-11T15:00:00Z",
        "ends_at": "2027-02-11T17:00:00Z",
        "place": "Haus der Digitalstadt, Raum 1.04",
        "sequence": 0,
        "seats": 10,
        "quorum": 6,
        "topics_until": "",
        "release_until": "2027-01-22",
        "invite_until": "2027-01-27",
        "shortened_reason": "",
        "cancelled_reason": "",
    }


def test_the_list_is_cut_by_board_time_and_page(world, meetings, ask):
    assert names(meetings, ask(f"{MEETINGS}?board={world.etb.slug}", world.secretary)) == ["etb"]
    assert names(meetings, ask(f"{MEETINGS}?upcoming=true", world.kaya)) == ["coming"]
    page = ask(f"{MEETINGS}?limit=1&offset=1", world.secretary)
    assert (names(meetings, page), page["count"]) == (["coming"], 4)


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "offset=-1", "upcoming=maybe", "board=a%00b"])
def test_hostile_questions_are_refused(world, meetings, ask, query):
    ask(f"{MEETINGS}?{query}", world.secretary, status=422)


def test_the_list_costs_the_same_for_5_and_50(world, client, django_assert_num_queries):
    client.force_login(world.secretary.user)
    for first, last in ((1, 5), (6, 50)):
        for number in range(first, last + 1):
            world.meeting(number=number)
        with django_assert_num_queries(5):
            assert client.get(MEETINGS).json()["count"] == last
