"""Deputies of members: only where the rules know them, one at a time, never somebody with a vote of their own."""

from datetime import date

import pytest

from foundation.journal.models import JournalEntry
from foundation.values import DomainError
from governance.boards.models import Seat
from governance.mandates.composition import composition
from governance.mandates.deputising import dismiss, means, name, named
from governance.mandates.models import Deputy, Mandate
from governance.people.models import StaffAssignment
from governance.people.registering import assign

TODAY = date(2026, 11, 23)


@pytest.fixture
def allowed(world):
    world.etb.rules.update(deputies_allowed=True)


@pytest.fixture
def deputy(world, now):
    def act(person, *, start=TODAY, end=None):
        seat = world.etb.seats.get(number=3)
        return name(seat=seat, person=person, start=start, end=end, by=world.actor(world.secretary), now=now)

    return act


def refused(code, call, *given, **values):
    with pytest.raises(DomainError) as refusal:
        call(*given, **values)
    assert refusal.value.code == code


def test_a_deputy_is_named_for_a_time(world, allowed, deputy):
    made = deputy(world.former, end=date(2027, 3, 31))
    assert deputy(world.former, end=date(2027, 3, 31)) == made
    assert JournalEntry.objects.filter(action="deputy.named").count() == 1
    mandate = Mandate.objects.get(person=world.ostermann)
    assert named(mandate.pk, TODAY) == world.former
    assert named(mandate.pk, date(2027, 4, 1)) is None
    assert named(None, TODAY) is None


def test_rules_without_deputies(world, deputy):
    refused("no_deputies", deputy, world.former)
    assert not Deputy.objects.exists()


def test_one_deputy_at_a_time(world, now, allowed, deputy, newcomer):
    first = deputy(world.former)
    refused("deputy_named", deputy, newcomer, start=date(2027, 1, 1))
    for _click in range(2):
        dismiss(first, on=date(2026, 12, 31), by=world.actor(world.secretary), now=now)
    assert deputy(newcomer, start=date(2027, 1, 1)).person == newcomer
    assert JournalEntry.objects.filter(action="deputy.dismissed").count() == 1


@pytest.mark.parametrize(("who", "code"), [("dahlhoff", "second_vote"), ("manager", "management_as_member")])
def test_nobody_votes_twice_or_for_the_management(world, allowed, deputy, who, code):
    refused(code, deputy, getattr(world, who))


def test_who_deputises_gets_no_vote_of_their_own(world, now, allowed, deputy, appointed):
    """Checked from this side as well: the appointment, and the role of the management."""
    deputy(world.former, end=date(2027, 3, 31))
    free = world.etb.seats.get(number=30)
    refused("votes_as_deputy", appointed, free, world.former)
    refused("votes_as_deputy", appointed, free, world.former, start=date(2027, 3, 31))
    role = {"person": world.former, "role": "management", "by": world.actor(world.secretary), "now": now}
    refused("management_with_vote", assign, start=date(2027, 1, 1), **role)
    assert assign(start=date(2027, 4, 1), **role).role == "management"
    StaffAssignment.objects.filter(person=world.former).delete()
    assert appointed(free, world.former, start=date(2027, 4, 1)).seat == free


def test_days_that_cannot_be(world, now, allowed, deputy):
    refused("end_before_start", deputy, world.former, end=date(2026, 11, 22))
    made = deputy(world.former, end=date(2027, 3, 31))
    by = world.actor(world.secretary)
    refused("end_before_start", dismiss, made, on=date(2026, 11, 22), by=by, now=now)
    refused("ends_earlier", dismiss, made, on=date(2027, 4, 1), by=by, now=now)


def test_the_board_of_a_day_shows_them_when_asked(world, allowed, deputy):
    made = deputy(world.former, end=date(2027, 3, 31))
    for day, seen in ((TODAY, made), (date(2027, 4, 1), None)):
        assert composition(world.etb, day, deputies=True).places[2].deputy == seen
    assert composition(world.etb, TODAY).places[2].deputy is None


def test_nobody_is_the_deputy_of_the_own_seat(world, now, allowed):
    """Seats without a vote included, where no rule on votes would refuse it."""
    advisory = Seat.objects.create(board=world.etb, number=90, kind="guest", voting=False)
    holds = {"start": TODAY, "appointed_on": TODAY, "status": "active"}
    Mandate.objects.create(seat=advisory, person=world.former, **holds)
    given = {"seat": advisory, "start": TODAY, "by": world.actor(world.secretary), "now": now}
    refused("own_seat", name, person=world.former, **given)
    assert name(person=world.sponsor, **given).person == world.sponsor


def test_a_deputys_time_is_not_ended_in_hindsight(world, now, allowed, deputy):
    """Who voted in a member's place was entitled to."""
    made = deputy(world.former, start=date(2026, 11, 1))
    refused("day_over", dismiss, made, on=date(2026, 11, 20), by=world.actor(world.secretary), now=now)
    made.refresh_from_db()
    assert made.end is None


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("Lena Ostermann", True),
        ("Ostermann, Lena", True),
        ("Frau Ostermann", True),
        ("durch Lena Ostermann", True),
        ("Lena", False),
        ("nicht Lena Ostermann", False),
        ("Bernd Ostermann", False),
    ],
)
def test_only_a_name_names_a_deputy(world, words, meant):
    assert means(words, world.ostermann) is meant
