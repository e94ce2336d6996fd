"""What a first screen costs: at most twelve queries, and no more of them with more to show."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from foundation.web import clock
from meetings.invitations import sending
from meetings.planning.models import YearPlan

ROLES = ["secretary", "mayor", "dahlhoff", "kaya", "manager", "mayors_officer", "admin", "former"]


@pytest.fixture
def fill(world, action, asked, advised, answered, report, topic, minutes):
    """One more of everything on the boards, for everybody."""

    def more(number: int) -> None:
        for board in (world.ub, world.etb):
            ahead = world.meeting(board, day=date(2026, 12, 8) + timedelta(days=number), number=3 * number)
            world.agenda(ahead, "Parkausweise", "Funknetz")
            sending.invite(ahead, by=world.actor(world.secretary), now=clock.now())
            later = world.meeting(board, day=date(2026, 12, 15) + timedelta(days=number), number=3 * number + 1)
            world.agenda(later, "Noch ein Punkt", status="draft")
            held = world.meeting(
                board, day=date(2026, 11, 1) + timedelta(days=number), number=3 * number + 2, status="held"
            )
            for who in (world.dahlhoff, world.secretary, world.manager, world.former):
                action(held, who, f"Maßnahme {number}", date(2026, 12, 1))
            minutes(held, "drafting")
            topic(board, world.kaya, f"Thema {number}")
            asked(board, f"Frage {number}", world.dahlhoff, world.mayor)
            answered(advised(board, f"Rat {number}"))
            advised(board, f"Runde {number}", status="circulated", until=date(2026, 12, 1))
            report(f"Q{number}", "draft", board=board, meeting=later)
            report(f"R{number}", "submitted", board=board, review_due=date(2026, 12, 1), submitted_at=clock.now())
            report(f"S{number}", "approved", board=board, decided_at=datetime(2026, 11, 2, tzinfo=UTC))
            YearPlan.objects.create(
                board=board, year=2026 + number, status="proposed", proposed_at=clock.now(), outcome="optimal"
            )

    return more


def cost(client, person) -> int:
    client.force_login(person.user)
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/").status_code == 200
    return len(queries)


def test_every_first_screen_costs_the_same_with_more_to_show(world, fill, client):
    fill(1)
    few = {role: cost(client, getattr(world, role)) for role in ROLES}
    fill(0)
    many = {role: cost(client, getattr(world, role)) for role in ROLES}
    assert many == few
    assert {role: number for role, number in many.items() if number > 12} == {}


def test_the_public_page_costs_at_most_twelve_queries(world, fill, client, django_assert_max_num_queries):
    fill(1)
    with django_assert_max_num_queries(12):
        assert client.get("/").status_code == 200
