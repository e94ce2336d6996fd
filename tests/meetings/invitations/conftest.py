"""A meeting of the Unternehmensbeirat on 11 February 2027 that can be invited to."""

from datetime import UTC, datetime

import hypothesis
import pytest

from foundation.outbox.models import Delivery
from foundation.web import clock
from meetings.invitations import sending

# On a busy machine a single example may take long; what counts is the result.
hypothesis.settings.register_profile("unhurried", deadline=None)
hypothesis.settings.load_profile("unhurried")

DISPATCH_DAY = datetime(2027, 1, 26, 8, 0, tzinfo=UTC)


@pytest.fixture
def dispatch_day(now):
    """Tuesday, 26 January 2027, 9:00: one day before the last day of dispatch."""
    with clock.at(DISPATCH_DAY):
        yield DISPATCH_DAY


@pytest.fixture
def meeting(world):
    made = world.meeting()
    world.agenda(made, "Eröffnung", "Datenplattform: Betriebsmodell", "Verschiedenes")
    return made


@pytest.fixture
def invited(world, meeting, dispatch_day):
    sending.invite(meeting, by=world.actor(world.secretary), now=dispatch_day)
    return meeting


@pytest.fixture
def mail_to():
    """The newest mail to a person, by its place in time."""

    def newest(person, kind="invitation"):
        return Delivery.objects.filter(recipient=person.key, kind=kind).latest("created_at", "version")

    return newest
