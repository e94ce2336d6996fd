"""Who else meets on the day of a meeting."""

from datetime import date, timedelta

import pytest

from foundation.values import SYSTEM
from meetings.meeting import neighbours
from meetings.rooms import finding, keeping
from tests.world import DECLARED

DAY = date(2027, 2, 11)
AT_FOUR = "Ethik- und Technologiebeirat, 16:00 Uhr bis 18:00 Uhr"


@pytest.fixture
def told(world):
    """What is told about a meeting of the business board on that day, `hours` after its usual time."""

    def told(place: str, hours: int = 0) -> str:
        meeting = world.meeting()
        starts, ends = (moment + timedelta(hours=hours) for moment in (meeting.starts_at, meeting.ends_at))
        others = neighbours.by_day(world.ub.pk, DAY, DAY)[DAY]
        return neighbours.told(others, starts, ends, place, finding.places()).replace("\xa0", " ")

    return told


def test_a_place_is_taken_while_another_board_meets_there(world, told):
    other = world.meeting(world.etb)
    assert told(f" {other.place.upper()}") == f"Der Ort ist belegt: {AT_FOUR}."


def test_a_room_is_taken_under_any_of_its_wordings(world, told):
    other = world.meeting(world.etb)
    keeping.add(name="Raum 1.04", address="Musterplatz 1", known_as=other.place, by=SYSTEM, now=DECLARED)
    assert told("Raum 1.04, Musterplatz 1") == f"Der Ort ist belegt: {AT_FOUR}."


@pytest.mark.parametrize(("place", "hours"), [("Rathaus", 0), ("", 2), ("", -2)])
def test_another_place_or_hour_is_only_the_same_day(world, told, place, hours):
    other = world.meeting(world.etb)
    assert told(place or other.place, hours) == f"Am selben Tag: {AT_FOUR}, {other.place}."


def test_other_days_and_cancelled_meetings_are_nobodys_neighbours(world, told):
    world.meeting(world.etb, status="cancelled")
    world.meeting(world.etb, day=DAY + timedelta(days=1), number=2)
    assert told("Rathaus") == ""
