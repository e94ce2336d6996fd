"""Things that may stand on a first screen, some of which must not stand on another's."""

from datetime import UTC, date, datetime

import pytest

from foundation.documents.models import Rendering
from meetings.actions.models import ActionItem
from meetings.agenda.models import AgendaProposal, AgendaVersion
from meetings.minutes.models import Minutes
from opinions.outcomes.models import ConsolidatedOpinion, ManagementResponse, Recommendation
from opinions.rounds.models import Opinion, OpinionRound
from reports.editions.models import ManagementReport


@pytest.fixture
def action(world):
    """`action(meeting, owner, "Titel", date)` on the meeting's first item."""

    def make(meeting, owner, title, due, status="open"):
        if not meeting.items.exists():
            world.agenda(meeting, "Alter Punkt", status="frozen")
        item = meeting.items.first()
        return ActionItem.objects.create(
            item=item,
            title=title,
            owner=owner,
            due_on=due,
            status=status,
            created_at=datetime(2026, 11, 2, tzinfo=UTC),
        )

    return make


@pytest.fixture
def asked(world):
    """`asked(board, "Titel", *people)`: a round in any state; its deadline is Monday, 14 December 2026."""

    def make(board, title, *people, status="open"):
        made = OpinionRound.objects.create(
            board=board,
            title=title,
            question="Dürfen wir?",
            requested_by=world.manager,
            status=status,
            opened_at=None if status == "draft" else datetime(2026, 11, 16, tzinfo=UTC),
            deadline=datetime(2026, 12, 14, 22, 59, tzinfo=UTC),
        )
        for person in people:
            mandate = person.mandates.get(seat__board=board)
            Opinion.objects.create(round=made, mandate=mandate, person=person)
        return made

    return make


@pytest.fixture
def advised(world):
    """`advised(board, "Titel", status, level)`: the opinion of a board with two recommendations."""

    def make(board, title, *, status="adopted", level=2, adopted=datetime(2026, 11, 18, 9, tzinfo=UTC), until=None):
        first = OpinionRound.objects.create(
            board=board,
            title=title,
            question="Dürfen wir?",
            requested_by=world.manager,
            status="closed",
            level=level,
            opened_at=datetime(2026, 10, 1, tzinfo=UTC),
            deadline=datetime(2026, 11, 1, tzinfo=UTC),
        )
        opinion = ConsolidatedOpinion.objects.create(
            board=board,
            round=first,
            title=title,
            text="Ja, unter Auflagen.",
            status=status,
            level=level,
            created_at=datetime(2026, 11, 2, tzinfo=UTC),
            dissents_until=until,
            adopted_at=adopted if status == "adopted" else None,
        )
        for number in (1, 2):
            Recommendation.objects.create(
                opinion=opinion, number=number, text=f"{title}: Rat {number}.", due_on=date(2026, 12, 18)
            )
        return opinion

    return make


@pytest.fixture
def answered(world):
    def make(opinion, number=1, at=datetime(2026, 11, 20, 9, tzinfo=UTC)):
        return ManagementResponse.objects.create(
            recommendation=opinion.recommendations.get(number=number),
            version=1,
            answer="follow",
            given_at=at,
            given_by=world.manager,
        )

    return make


@pytest.fixture
def report(world):
    """`report("Q3/2026", "draft")` for the business advisory board; one month per call."""
    months = iter(range(1, 13))

    def make(period, status, **fields):
        month = next(months)
        return ManagementReport.objects.create(
            board=fields.pop("board", world.ub),
            period=period,
            period_start=date(2026, month, 1),
            period_end=date(2026, month, 28),
            status=status,
            author=world.manager,
            created_at=datetime(2026, 11, 1, tzinfo=UTC),
            figures_at=None if status == "draft" else datetime(2026, 11, 2, tzinfo=UTC),
            **fields,
        )

    return make


@pytest.fixture
def topic():
    def make(board, proposer, title):
        at = datetime(2026, 11, 19, 9, tzinfo=UTC)
        return AgendaProposal.objects.create(
            board=board, title=title, kind="discussion", proposer=proposer, proposed_at=at
        )

    return make


@pytest.fixture
def minutes():
    def make(meeting, status, **fields):
        return Minutes.objects.create(
            meeting=meeting, status=status, drafted_at=datetime(2026, 11, 13, tzinfo=UTC), **fields
        )

    return make


@pytest.fixture
def printed():
    """The frozen agenda of a meeting as a PDF, ready or still queued."""

    def make(agenda, state):
        rendering = Rendering.objects.create(
            key=f"agenda:{agenda.pk}",
            template="agenda",
            title="Tagesordnung",
            file_name="tagesordnung.pdf",
            data={},
            made_at=datetime(2026, 11, 20, tzinfo=UTC),
            state=state,
        )
        return AgendaVersion.objects.create(
            agenda=agenda, number=1, frozen_at=rendering.made_at, content={}, sha256="", rendering=rendering
        )

    return make
