"""Rooms are added, changed and given up; meetings find them by the words they were told."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError

from foundation.journal.models import JournalEntry
from foundation.values import SYSTEM, DomainError
from governance.boards.models import Board
from meetings.planning.posing import problem
from meetings.rooms import facts, finding, fitting, keeping
from meetings.rooms.models import Room

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
HALL = {"name": "Rathaus, Großer Saal", "address": "Musterplatz 1"}


def add(**described):
    return keeping.add(**HALL | described, by=SYSTEM, now=NOW)


def actions():
    entries = JournalEntry.objects.filter(subject__startswith="room:").order_by("id")
    return list(entries.values_list("action", flat=True))


@pytest.mark.django_db
def test_a_place_is_the_room_however_it_is_typed():
    hall = add()
    assert finding.named("rathaus,  GROẞER Saal, Musterplatz 1") == hall
    assert finding.named("Rathaus, Großer Saal") is None
    assert finding.named("") is None


@pytest.mark.django_db
def test_a_room_that_is_renamed_is_found_under_both_names():
    hall = add(known_as="Saal im Rathaus")
    keeping.change(hall, name="Rathaus, Ratssaal", by=SYSTEM, now=NOW)
    words = ("Saal im Rathaus", "Rathaus, Großer Saal, Musterplatz 1", "Rathaus, Ratssaal, Musterplatz 1")
    assert {finding.named(one) for one in words} == {hall}
    known = finding.places()
    assert len({known.spot(one) for one in words}) == 1
    assert known.spot("Rathaus, Keller") != known.spot(words[0])
    assert actions() == ["room.added", "room.changed"]


@pytest.mark.django_db
def test_the_same_again_changes_nothing():
    hall = add(capacity=40)
    keeping.change(hall, **HALL, capacity=40, by=SYSTEM, now=NOW)
    assert actions() == ["room.added"]


@pytest.mark.django_db
def test_two_rooms_are_never_written_alike():
    add()
    with pytest.raises(DomainError, match="Ein anderer Raum heißt schon so") as refused:
        add(name="RATHAUS, Großer Saal")
    assert refused.value.fields.keys() == {"name"}
    cellar = add(name="Rathaus, Keller")
    with pytest.raises(DomainError, match="Ein anderer Raum heißt schon so"):
        keeping.change(cellar, name="Rathaus, Großer Saal", by=SYSTEM, now=NOW)
    cellar.refresh_from_db()
    assert (Room.objects.count(), cellar.name) == (2, "Rathaus, Keller")


@pytest.mark.django_db
def test_a_name_that_was_given_up_is_free_for_another_room():
    hall = add()
    keeping.change(hall, name="Rathaus, Ratssaal", by=SYSTEM, now=NOW)
    assert finding.named("Rathaus, Großer Saal, Musterplatz 1") == hall
    new = add()
    assert finding.named("Rathaus, Großer Saal, Musterplatz 1") == new


@pytest.mark.django_db
def test_a_room_given_up_stays_and_comes_back():
    hall = add()
    for _twice in range(2):
        keeping.retire(hall, by=SYSTEM, now=NOW)
    assert not Room.objects.in_use().exists()
    assert finding.named("Rathaus, Großer Saal, Musterplatz 1") == hall
    with pytest.raises(DomainError, match="der nicht mehr angeboten wird"):
        add()
    for _twice in range(2):
        keeping.use_again(hall, by=SYSTEM, now=NOW)
    assert Room.objects.in_use().get() == hall
    assert actions() == ["room.added", "room.retired", "room.used_again"]


@pytest.mark.django_db
def test_no_room_is_without_seats():
    with pytest.raises(IntegrityError):
        add(capacity=0)


def test_access_tells_what_is_there_and_what_is_not_and_keeps_silent_of_the_rest():
    room = Room(step_free=True, accessible_toilet=False, way_in="Aufzug links.")
    assert facts.access(room) == "Barrierefreiheit: stufenlos, kein barrierefreies WC. Aufzug links."
    assert facts.access(Room(way_in="Aufzug links.")) == "Aufzug links."
    assert facts.access(Room()) == facts.access(None) == ""


def test_summary_tells_size_and_equipment():
    assert facts.summary(Room(capacity=24, video_conference=True, wifi=True)) == "24 Plätze, Videokonferenz, WLAN"
    assert facts.summary(Room()) == ""


LINK = "https://video.example/ub"


@pytest.mark.parametrize(
    ("room", "people", "link", "expected"),
    [
        ({"capacity": 12}, 12, "", []),
        ({"capacity": 12}, 13, "", ["Keller hat 12 Plätze, bis zu 13 Personen können kommen."]),
        ({"capacity": None}, 13, "", []),
        ({}, 1, LINK, ["Keller hat keine Videokonferenz, die Teilnahme per Video ist aber vorgesehen."]),
        ({"video_conference": True}, 1, LINK, []),
        ({"video_conference": True, "video_url": LINK}, 1, LINK, []),
        (
            {"video_conference": True, "video_url": "https://video.example/keller"},
            1,
            LINK,
            ["Keller hat einen eigenen Videolink: https://video.example/keller"],
        ),
        ({"step_free": False}, 1, "", ["Keller ist nicht stufenlos erreichbar."]),
        ({"retired": True}, 1, "", ["Keller wird nicht mehr genutzt."]),
    ],
)
def test_what_speaks_against_a_room(room, people, link, expected):
    assert fitting.remarks(Room(name="Keller", **room), people=people, link=link) == expected


def test_nothing_is_said_of_a_place_nobody_described():
    assert fitting.remarks(None, people=500, link=LINK) == []


def test_the_plan_keeps_boards_apart_that_write_one_room_in_two_ways(world):
    add(known_as=world.ub.place)
    Board.objects.filter(pk=world.etb.pk).update(place="Rathaus, Großer Saal, Musterplatz 1")
    Board.objects.filter(pk=world.sb.pk).update(place="Rathaus, Keller")
    boards = list(Board.objects.order_by("position"))
    asked = problem(boards, date(2027, 1, 1), date(2027, 12, 31), now=NOW)
    one, other, elsewhere = ({name for name in board.required if name.startswith("place:")} for board in asked.boards)
    assert one == other != elsewhere
