"""A meeting of the Unternehmensbeirat on 11 February 2027 that can be invited to."""

from datetime import UTC, datetime

import hypothesis
import pytest

from foundation.outbox.models import Delivery
from foundation.web import clock
from meetings.invitations import sending
from meetings.meeting.models import Meeting
from tests.kept import Kept
from tests.world import World, build

# On a busy machine a single example may take long; what counts is the result.
hypothesis.settings.register_profile("unhurried", deadline=None)
hypothesis.settings.load_profile("unhurried")

DISPATCH_DAY = datetime(2027, 1, 26, 8, 0, tzinfo=UTC)


@pytest.fixture
def dispatch_day(now):
    """Tuesday, 26 January 2027, 9:00: one day before the last day of dispatch."""
    with clock.at(DISPATCH_DAY):
        yield DISPATCH_DAY


def _convene(world: World) -> Meeting:
    made = world.meeting()
    world.agenda(made, "Eröffnung", "Datenplattform: Betriebsmodell", "Verschiedenes")
    return made


@Kept
def _with_invitations() -> tuple[World, Meeting]:
    world = build()
    meeting = _convene(world)
    with clock.at(DISPATCH_DAY):
        sending.invite(meeting, by=world.actor(world.secretary), now=DISPATCH_DAY)
    return world, meeting


@pytest.fixture
def _invited(db, now):
    return _with_invitations()


@pytest.fixture
def world(request, db, now):
    """The world of every test (tests/world.py); with invitations, the one in which they were sent."""
    return request.getfixturevalue("_invited")[0] if "invited" in request.fixturenames else build()


@pytest.fixture
def meeting(request, world):
    return request.getfixturevalue("_invited")[1] if "invited" in request.fixturenames else _convene(world)


@pytest.fixture
def invited(meeting, dispatch_day):
    return meeting


@pytest.fixture
def mail_to():
    """The newest mail to a person, by its place in time."""

    def newest(person, kind="invitation"):
        return Delivery.objects.filter(recipient=person.key, kind=kind).latest("created_at", "version")

    return newest
