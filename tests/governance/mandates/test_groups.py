"""Working groups are boards with a parent: its members, its rules, none of its resolutions."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from foundation.values import SYSTEM, DomainError
from governance.boards.founding import SeatPlan, found
from governance.boards.models import Board
from governance.boards.rules import can_resolve, can_see_members
from governance.procedure.rules_in_force import rules_on
from meetings.votes.models import Motion, Resolution

TODAY = date(2026, 11, 23)


@pytest.fixture
def group(world, now):
    return found(
        slug="arbeitsgruppe-ethik",
        name="Facharbeitsgruppe Ethik",
        short_name="AG E",
        kind="other",
        purpose="Bereitet die ethischen Leitplanken vor.",
        place="Haus der Digitalstadt",
        founded_on=TODAY,
        position=2,
        seats=[
            SeatPlan(1, "expert", "Leitung", "science"),
            SeatPlan(2, "expert", "Gast", "science", voting=False),
        ],
        parent=world.etb,
        by=SYSTEM,
        now=now,
    )


def test_a_group_follows_the_rules_of_its_board(world, group):
    assert not group.rules.exists()
    assert rules_on(group, TODAY) == world.etb.rules.get()


def test_members_of_the_board_vote_in_its_group_and_guests_advise(world, group, appointed):
    leader, guest = group.seats.order_by("number")
    assert appointed(leader, world.ostermann).seat == leader
    assert appointed(guest, world.kaya).seat == guest


def test_nobody_from_outside_votes_in_a_group(world, group, appointed):
    with pytest.raises(DomainError) as refusal:
        appointed(group.seats.get(number=1), world.kaya)
    assert (refusal.value.code, refusal.value.status) == ("not_in_board", 409)
    assert refusal.value.message == (
        "Aylin Kaya ist an diesem Tag nicht Mitglied im Gremium Ethik- und Technologiebeirat. "
        "Gäste nehmen einen beratenden Sitz ein."
    )


def test_the_board_sees_who_works_in_its_groups(world, group):
    assert can_see_members(world.reader(world.ostermann), group)
    assert not can_see_members(world.reader(world.kaya), group)
    assert not can_see_members(world.reader(world.admin), group)


def test_groups_have_no_groups_in_act_and_database(world, group, now):
    plan = {"kind": "other", "purpose": "x", "place": "x", "founded_on": TODAY, "position": 1}
    seats = [SeatPlan(1, "expert", "Mitglied", "science")]
    with pytest.raises(DomainError) as refusal:
        found(slug="u", name="U", short_name="U", seats=seats, parent=group, by=SYSTEM, now=now, **plan)
    assert refusal.value.code == "group_of_group"
    for change in (
        lambda: Board.objects.create(slug="u", name="U", short_name="U", parent=group, **plan),
        lambda: Board.objects.filter(pk=world.etb.pk).update(parent=world.ub),
        lambda: Board.objects.filter(pk=world.ub.pk).update(parent=world.ub),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_a_group_passes_no_resolution(world, group):
    assert can_resolve(world.etb)
    assert not can_resolve(group)
    meeting = world.meeting(group)
    world.agenda(meeting, "Leitplanken")
    motion = Motion.objects.create(item=meeting.items.get(), text="Empfehlung", put_at=meeting.starts_at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Resolution.objects.create(
            board=group, motion=motion, year=2027, number=1, text="Empfehlung", adopted_at=meeting.starts_at
        )
