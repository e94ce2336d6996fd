from datetime import date

import pytest

from meetings.actions.tracking import assign
from meetings.minutes import writing
from meetings.sittings import running
from meetings.votes import voting
from tests.meetings.live import ethics_evening, evening  # noqa: F401


@pytest.fixture
def held(evening):  # noqa: F811
    """Eight of ten were there; one resolution, one item noted, one adjourned, one action item."""
    evening.open(present=8)
    evening.act(voting.unanimous, evening.item(1), abstain=1)
    evening.act(
        assign, evening.item(1), title="Vertrag vorlegen", owner=evening.world.manager, due_on=date(2027, 3, 11)
    )
    evening.act(voting.note, evening.item(2))
    evening.act(running.close, evening.meeting, adjourn_open=True)
    evening.meeting.refresh_from_db()
    evening.minutes = evening.act(writing.draft, evening.meeting)
    return evening
