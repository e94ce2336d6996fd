"""Working groups are boards with a parent: its members, its rules, none of its resolutions."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from foundation.values import SYSTEM, DomainError
from governance.boards.founding import SeatPlan, found
from governance.boards.models import Board
from governance.boards.rules import can_resolve, can_see_members
from governance.mandates import ending, suspending
from governance.mandates.effects import Effect
from governance.mandates.models import Mandate, Suspension
from governance.procedure.rules_in_force import rules_on
from meetings.votes.models import Motion, Resolution

TODAY = date(2026, 11, 23)


handed: list[tuple[str, str]] = []


def open_work(mandate, on):
    """An effect of a wing above: work that somebody takes over."""
    board = mandate.seat.board.short_name

    def act(*, to=None, by, now):
        handed.append((board, to.family_name if to else "Vorsitz"))

    return [Effect(f"Die Aufgabe im Gremium {board} geht an jemand anderen.", act, hands_on=True)]


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


@pytest.fixture
def both(world, settings, group, appointed):
    """The member's mandates on the board and in its group, with work open in both."""
    handed.clear()
    settings.MANDATE_EFFECTS = settings.SUSPENSION_EFFECTS = [f"{__name__}.open_work"]
    appointed(group.seats.get(number=2), world.kaya)
    return Mandate.objects.get(person=world.ostermann, seat__board=world.etb), appointed(
        group.seats.get(number=1), world.ostermann
    )


def test_the_end_shows_what_follows_in_the_group_and_hands_it_on(world, now, both):
    mandate, _vote = both
    effects = ending.preview(mandate=mandate, on=TODAY)
    assert [(one.text, [inner.text for inner in one.inner], one.hands_on) for one in effects] == [
        (
            "Der Sitz in der Arbeitsgruppe endet: Facharbeitsgruppe Ethik.",
            ["Die Aufgabe im Gremium AG E geht an jemand anderen."],
            True,
        ),
        ("Die Aufgabe im Gremium ETB geht an jemand anderen.", [], True),
    ]
    by = world.actor(world.secretary)
    ending.end(mandate=mandate, on=TODAY, reason="resigned", heir=world.dahlhoff, by=by, now=now)
    assert handed == [("AG E", "Dahlhoff"), ("ETB", "Dahlhoff")]


def test_a_later_end_hands_work_on_once_in_the_group_as_well(world, now, both):
    mandate, _vote = both
    by = world.actor(world.secretary)
    ending.end(mandate=mandate, on=date(2027, 3, 31), reason="resigned", heir=world.dahlhoff, by=by, now=now)
    assert handed == [("AG E", "Dahlhoff"), ("ETB", "Dahlhoff")]


def test_the_vote_in_the_group_rests_along_and_comes_back_along(world, now, both):
    mandate, vote = both
    shown = suspending.preview(mandate=mandate, start=TODAY)
    assert shown[0].text == "Der Sitz in der Arbeitsgruppe ruht mit: Facharbeitsgruppe Ethik."
    act = {"mandate": mandate, "by": world.actor(world.secretary), "now": now}
    suspending.suspend(start=TODAY, reason="Elternzeit", **act)
    assert world.reader(world.ostermann).boards == frozenset()
    assert world.reader(world.kaya).boards == {world.ub.pk, vote.seat.board_id}
    suspending.resume(back_on=date(2027, 3, 1), **act)
    assert list(Suspension.objects.values_list("mandate", "back_on")) == [
        (mandate.pk, date(2027, 3, 1)),
        (vote.pk, date(2027, 3, 1)),
    ]


def test_a_rest_to_come_is_taken_back_in_the_group_as_well(world, now, both):
    mandate, vote = both
    act = {"by": world.actor(world.secretary), "now": now}
    suspending.suspend(mandate=mandate, start=date(2027, 1, 4), reason="Elternzeit", **act)
    assert vote.suspensions.get().start == date(2027, 1, 4)
    suspending.take_back(mandate.suspensions.get(), **act)
    assert vote.suspensions.get().taken_back


def test_a_vote_in_the_group_that_rests_for_itself_stays_as_it_is(world, now, both):
    mandate, vote = both
    act = {"start": TODAY, "by": world.actor(world.secretary), "now": now}
    suspending.suspend(mandate=vote, reason="Zeitmangel", **act)
    suspending.suspend(mandate=mandate, reason="Elternzeit", **act)
    assert vote.suspensions.get().reason == "Zeitmangel"
    suspending.resume(mandate=mandate, back_on=TODAY, by=act["by"], now=now)
    vote.refresh_from_db()
    assert vote.status == "suspended"
