"""Queries of inviting 1, 10 and 31 members."""

from datetime import UTC, datetime, timedelta

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from foundation.outbox import queue
from foundation.values import SYSTEM
from governance.boards.models import Board, Seat
from governance.mandates.models import Mandate
from governance.people.models import Person
from governance.procedure.models import RulesOfProcedure
from meetings.agenda.models import Agenda, AgendaItem
from meetings.invitations.sending import invite
from meetings.meeting import scheduling

SIZES = (1, 10, 31)


def _board(size: int, people: list[Person], founded: datetime) -> Board:
    board = Board.objects.create(
        slug=f"bench-{size}",
        name=f"Board of {size}",
        short_name=f"B{size}",
        kind=Board.Kind.OTHER,
        purpose="Measurement",
        place="Room 1",
        founded_on=founded.date(),
    )
    RulesOfProcedure.objects.create(board=board, valid_from=founded.date())
    for number, person in enumerate(people[:size], 1):
        seat = Seat.objects.create(board=board, number=number, kind="expert", label="Seat", sector="science")
        Mandate.objects.create(
            seat=seat, person=person, status="active", start=founded.date(), appointed_on=founded.date()
        )
    return board


def measure() -> dict[str, object]:
    """Invites a real meeting of each size inside a transaction that is rolled back."""
    now = datetime(2027, 1, 11, 9, tzinfo=UTC)
    people = list(Person.objects.filter(assignments=None)[: max(SIZES)])
    found: dict[str, object] = {}
    for size in SIZES:
        with transaction.atomic(), queue.quiet():
            board = _board(size, people, now - timedelta(days=300))
            meeting = scheduling.pencil_in(board, (now + timedelta(days=31)).date(), by=SYSTEM, now=now)
            scheduling.confirm([meeting], by=SYSTEM, now=now)
            meeting.refresh_from_db()
            AgendaItem.objects.create(meeting=meeting, position=1, title="Item", kind="information")
            Agenda.objects.create(meeting=meeting, status="released")
            with CaptureQueriesContext(connection) as seen:
                invite(meeting, by=SYSTEM, now=now)
            found[f"queries_invite_{size}"] = len(seen)
            transaction.set_rollback(True)
    return found
