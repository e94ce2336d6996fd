"""What the acts refuse, the database refuses too, whoever writes."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from governance.boards.models import Seat
from governance.mandates.models import Deputy, Mandate, Office

APPOINTED = {"status": "active", "appointed_on": date(2025, 1, 1)}


def refused(name, act):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        act()


def mandate(seat, person, start, end=None, **values):
    return Mandate.objects.create(seat=seat, person=person, start=start, end=end, **APPOINTED | values)


@pytest.fixture
def seat(world):
    """Seat 10 of the business board is held since 2025, before that by nobody."""
    return world.ub.seats.get(number=10)


def test_two_holders_of_a_seat_on_one_day(world, seat):
    held = seat.mandates.get(status="active")
    Mandate.objects.filter(pk=held.pk).update(start=date(2026, 4, 1), end=date(2026, 12, 31))
    late, early = date(2026, 12, 31), date(2026, 4, 1)
    refused("seat_held_once", lambda: mandate(seat, world.ostermann, late, status="appointed"))
    refused("seat_held_once", lambda: mandate(seat, world.ostermann, date(2026, 3, 1), early, status="ended"))
    second = mandate(seat, world.ostermann, date(2027, 1, 1), status="appointed")
    refused("seat_held_once", lambda: Mandate.objects.filter(pk=held.pk).update(end=None))
    refused("seat_held_once", lambda: Mandate.objects.filter(pk=second.pk).update(start=late))


def test_proposals_take_no_seat_until_they_are_appointed(world, seat):
    proposal = mandate(seat, world.ostermann, date(2026, 12, 1), status="proposed")
    refused("seat_held_once", lambda: Mandate.objects.filter(pk=proposal.pk).update(status="appointed"))


def test_two_votes_of_one_person_on_a_board(world):
    start, seat = date(2027, 1, 1), world.etb.seats.get(number=30)
    refused("one_vote_per_person", lambda: mandate(seat, world.ostermann, start))
    Seat.objects.filter(pk=seat.pk).update(voting=False)
    advisory = mandate(seat, world.ostermann, start)
    free = world.etb.seats.get(number=31)
    refused("one_vote_per_person", lambda: Mandate.objects.filter(pk=advisory.pk).update(seat=free))
    mandate(free, world.kaya, start)


def test_two_chairs_on_one_day(world):
    first = Office.objects.get(board=world.ub)
    later = {"board": world.ub, "person": world.kaya, "role": "chair", "start": date(2027, 1, 1)}
    Office.objects.filter(pk=first.pk).update(end=date(2027, 1, 1))
    refused("one_chair_a_day", lambda: Office.objects.create(**later))
    Office.objects.filter(pk=first.pk).update(end=date(2026, 12, 31))
    Office.objects.create(**later)
    refused("one_chair_a_day", lambda: Office.objects.filter(pk=first.pk).update(end=date(2027, 6, 30)))


def test_a_chair_without_a_mandate(world):
    Office.objects.filter(board=world.ub).update(end=date(2026, 12, 31))
    office = {"board": world.ub, "role": "chair", "start": date(2027, 1, 1)}
    for outsider in (world.ostermann, world.former, world.manager):
        refused("office_needs_mandate", lambda who=outsider: Office.objects.create(person=who, **office))
    Office.objects.create(person=world.kaya, **office)


def test_two_deputies_of_a_seat_on_one_day(world, seat):
    Deputy.objects.create(seat=seat, person=world.ostermann, start=date(2026, 1, 1), end=date(2026, 6, 30))
    again = {"seat": seat, "person": world.former}
    refused("one_deputy_a_day", lambda: Deputy.objects.create(start=date(2026, 6, 30), **again))
    Deputy.objects.create(start=date(2026, 7, 1), **again)


def test_a_deputy_for_two_votes_of_a_board_on_one_day(world, seat):
    day, other = date(2027, 1, 1), world.ub.seats.get(number=9)
    first = Deputy.objects.create(seat=seat, person=world.ostermann, start=day)
    again = {"seat": other, "person": world.ostermann, "start": date(2027, 3, 1)}
    refused("one_seat_per_deputy", lambda: Deputy.objects.create(**again))
    Deputy.objects.filter(pk=first.pk).update(end=date(2027, 2, 28))
    Deputy.objects.create(**again)
    refused("one_seat_per_deputy", lambda: Deputy.objects.filter(pk=first.pk).update(end=None))


def test_the_own_vote_and_that_of_a_deputy_on_one_day(world, seat):
    """From both sides; an advisory seat beside it is no second vote."""
    day, free = date(2027, 1, 1), world.ub.seats.get(number=9)
    free.mandates.all().delete()
    deputises = {"seat": seat, "start": day}
    refused("no_deputy_with_a_vote", lambda: Deputy.objects.create(person=world.kaya, **deputises))
    Deputy.objects.create(person=world.ostermann, **deputises)
    refused("no_vote_of_a_deputy", lambda: mandate(free, world.ostermann, day))
    waiting = mandate(free, world.ostermann, day, status="proposed")
    refused("no_vote_of_a_deputy", lambda: Mandate.objects.filter(pk=waiting.pk).update(status="appointed"))
    Seat.objects.filter(pk=free.pk).update(voting=False)
    Mandate.objects.filter(pk=waiting.pk).update(status="appointed")


@pytest.mark.parametrize("model", ["mandate", "office", "deputy"])
def test_an_end_before_the_start(world, seat, model):
    days = {"start": date(2027, 3, 2), "end": date(2027, 3, 1)}
    rows = {
        "mandate": lambda: mandate(world.etb.seats.get(number=30), world.former, **days),
        "office": lambda: Office.objects.create(board=world.ub, person=world.kaya, role="deputy_chair", **days),
        "deputy": lambda: Deputy.objects.create(seat=seat, person=world.former, **days),
    }
    refused("ends_after_start|range lower bound", rows[model])
