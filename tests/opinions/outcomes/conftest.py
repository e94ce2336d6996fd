"""A drafted, circulated and adopted opinion of the ethics board; and a vote of the business board."""

from datetime import UTC, date, datetime

import pytest

from meetings.agenda.models import AgendaItem, ItemKind
from meetings.votes.models import Motion, Vote
from opinions.outcomes import consolidating
from opinions.outcomes.models import ConsolidatedOpinion
from opinions.rounds.models import OpinionRound
from tests.kept import Kept
from tests.opinions.conftest import at, with_closed_round
from tests.world import World

RECOMMENDATIONS = [
    "Eine öffentliche Karte zeigt alle Sensoren.",
    "Rohdaten werden nach 24 Stunden gelöscht.",
    "Nach einem Jahr wird jeder Standort geprüft.",
]
WORD = {"day": "2026-12-23", "medium": "Telefon"}
"""What the office takes down of the chair's word."""
DRAFTED, CIRCULATED, ADOPTED = date(2026, 12, 16), date(2026, 12, 17), date(2026, 12, 23)


def _draft(world: World, closed: OpinionRound) -> ConsolidatedOpinion:
    return consolidating.draft(
        closed,
        text="Der Beirat stimmt zu.\n\nEr empfiehlt dreierlei.",
        recommendations=RECOMMENDATIONS,
        by=world.actor(world.secretary),
        now=at(DRAFTED),
    )


@Kept
def _with_circulated_opinion() -> tuple[World, OpinionRound, ConsolidatedOpinion]:
    world, closed = with_closed_round()
    drafted = _draft(world, closed)
    consolidating.circulate(drafted, by=world.actor(world.cdo), now=at(CIRCULATED))
    return world, closed, drafted


@pytest.fixture
def _closed(request, db, now):
    return _with_circulated_opinion() if "circulated" in request.fixturenames else with_closed_round()


@pytest.fixture
def drafted(world, closed) -> ConsolidatedOpinion:
    return _draft(world, closed)


@pytest.fixture
def circulated(closed, _closed) -> ConsolidatedOpinion:
    return _closed[2]


@pytest.fixture
def adopted(world, circulated) -> ConsolidatedOpinion:
    """Adopted on 23 December 2026; answers are due on 22 January 2027."""
    consolidating.adopt(circulated, by=world.actor(world.cdo), now=at(ADOPTED))
    return circulated


@pytest.fixture
def voted(world) -> AgendaItem:
    """An item of the business board of 12 November 2026 with eight yes, one no, one abstention."""
    meeting = world.meeting(day=date(2026, 11, 12), status="held")
    world.agenda(meeting, "Parkraum")
    item = meeting.items.get()
    moment = datetime(2026, 11, 12, 16, tzinfo=UTC)
    AgendaItem.objects.filter(pk=item.pk).update(kind=ItemKind.OPINION, outcome="decided", outcome_at=moment)
    motion = Motion.objects.create(item=item, text=item.motion_text, put_at=moment)
    Vote.objects.create(
        motion=motion, yes=8, no=1, abstain=1, eligible=10, result="adopted", counted_at=moment, counted_by="test"
    )
    item.refresh_from_db()
    return item
