"""An extraordinary meeting of the Unternehmensbeirat, demanded on Monday, 23 November 2026."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from foundation.values import BERLIN
from meetings.extra import calling
from meetings.extra.calling import Call

TODAY = date(2026, 11, 23)
SOONEST = date(2026, 12, 8)  # sent today, fourteen whole days lie between receipt and meeting
MATTER, REASON = "Ausfall der Leitstelle", "Der Vertrag endet im Dezember."


def moment(day: date, hour: int = 16) -> datetime:
    """An hour in Darmstadt."""
    return datetime.combine(day, time(hour), BERLIN).astimezone(UTC)


def asked(day: date = date(2026, 12, 10), *supporters, hour: int = 16, **other) -> Call:
    """What is asked for; by the chair unless `supporters` ask."""
    start = moment(day, hour)
    given = {"asked_by": "members" if supporters else "chair", "asked_on": TODAY, "matter": MATTER, "reason": REASON}
    given |= {"starts_at": start, "ends_at": start + timedelta(hours=2), "place": "Rathaus, Raum 4"}
    return Call(**given | {"supporters": frozenset(one.pk for one in supporters)} | other)


@pytest.fixture
def call(world, now):
    """`call(asked(...))`: the office calls the meeting."""

    def act(wanted: Call | None = None, board=None, **other):
        given = {"by": world.actor(world.secretary), "now": now} | other
        return calling.call(board or world.ub, wanted or asked(), **given)

    return act
