"""A topic that a member of the Unternehmensbeirat proposed."""

import pytest

from meetings.agenda import proposing


@pytest.fixture
def topic(world, now):
    return proposing.propose(
        board=world.ub,
        proposer=world.kaya,
        title="Barrierefreie Bezahlautomaten",
        kind="discussion",
        minutes=15,
        text="Wer zahlt heute nicht selbst?",
        by=world.actor(world.kaya),
        now=now,
    )
