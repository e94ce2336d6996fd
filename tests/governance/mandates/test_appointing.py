"""One holder per seat, one vote per person and board, and no management among those who advise it."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from foundation.journal.models import JournalEntry
from foundation.values import DomainError
from governance.boards.models import Seat
from governance.mandates.appointing import appoint
from governance.mandates.models import Mandate

TODAY = date(2026, 11, 23)


def test_a_mandate_that_begins_today_is_active(world, seat_30, newcomer, appointed):
    mandate = appointed(seat_30, newcomer)
    assert mandate.status == Mandate.Status.ACTIVE
    assert world.reader(newcomer).boards == {world.etb.pk}
    entry = JournalEntry.objects.get(action="mandate.appointed")
    assert (entry.actor, entry.subject) == (world.secretary.key, f"mandate:{mandate.pk}")
    assert entry.facts == {"seat": seat_30.pk, "status": "active"}


def test_a_later_mandate_waits_for_its_day(world, seat_30, newcomer, appointed):
    mandate = appointed(seat_30, newcomer, start=date(2027, 1, 1))
    assert mandate.status == Mandate.Status.APPOINTED
    assert world.reader(newcomer).boards == frozenset()
    assert world.reader(newcomer, today=date(2027, 1, 1)).boards == {world.etb.pk}


def test_a_past_mandate_is_history(world, seat_30, newcomer, appointed):
    mandate = appointed(seat_30, newcomer, start=date(2025, 1, 1), end=date(2025, 12, 31))
    assert (mandate.status, mandate.ended_reason) == ("ended", "term")
    assert world.reader(newcomer).former == {world.etb.pk}


def test_appointed_twice_is_appointed_once(seat_30, newcomer, appointed):
    assert appointed(seat_30, newcomer) == appointed(seat_30, newcomer)
    assert Mandate.objects.filter(seat=seat_30).count() == 1
    assert JournalEntry.objects.filter(action="mandate.appointed").count() == 1


@pytest.mark.parametrize(("start", "end"), [(TODAY, None), (date(2024, 6, 1), TODAY), (date(2030, 1, 1), None)])
def test_a_taken_seat_is_refused(world, newcomer, appointed, start, end):
    seat = world.etb.seats.get(number=3)
    with pytest.raises(DomainError) as refusal:
        appointed(seat, newcomer, start=start, end=end)
    assert (refusal.value.code, refusal.value.status) == ("seat_taken", 409)
    assert "Lena Ostermann" in refusal.value.message
    assert seat.mandates.count() == 1


def test_mandates_may_touch_but_not_overlap(world, newcomer, appointed):
    seat = world.etb.seats.get(number=3)
    seat.mandates.update(end=date(2027, 3, 31))
    with pytest.raises(DomainError) as refusal:
        appointed(seat, newcomer, start=date(2027, 3, 31))
    assert refusal.value.code == "seat_taken"
    assert appointed(seat, newcomer, start=date(2027, 4, 1)).status == "appointed"


def test_one_person_has_one_vote_on_a_board(world, seat_30, appointed):
    with pytest.raises(DomainError) as refusal:
        appointed(seat_30, world.dahlhoff)
    assert (refusal.value.code, refusal.value.status) == ("second_vote", 409)
    assert appointed(world.etb.seats.get(number=31), world.kaya).status == "active"


def test_an_advisory_seat_is_no_second_vote(world, appointed):
    seat = Seat.objects.create(
        board=world.etb, number=32, kind="expert", label="Beratung", sector="science", voting=False
    )
    assert appointed(seat, world.dahlhoff).status == "active"


def test_management_never_votes(world, seat_30, appointed):
    with pytest.raises(DomainError) as refusal:
        appointed(seat_30, world.manager)
    assert (refusal.value.code, refusal.value.status) == ("management_as_member", 409)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"end": date(2026, 11, 22)}, "end_before_start"),
        ({"end": date(2062, 11, 22)}, "end_too_late"),
        ({"appointed_on": date(2026, 11, 24)}, "appointed_in_future"),
        ({"document": " "}, "document_missing"),
        ({"document": "Brief\x00"}, "document_missing"),
        ({"document": "x" * 201}, "document_missing"),
    ],
)
def test_appointments_that_cannot_be_kept(world, now, seat_30, newcomer, changes, code):
    given = {"start": TODAY, "appointed_on": TODAY, "document": "Schreiben"} | changes
    with pytest.raises(DomainError) as refusal:
        appoint(seat=seat_30, person=newcomer, by=world.actor(world.secretary), now=now, **given)
    assert (refusal.value.code, refusal.value.status) == (code, 400)
    assert not seat_30.mandates.exists()


def test_the_database_refuses_two_holders_and_ends_before_starts(world, seat_30, newcomer, appointed):
    appointed(seat_30, newcomer)
    for wrong in ({"end": None}, {"end": date(2026, 1, 1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Mandate.objects.create(
                seat=seat_30, person=world.sponsor, status="active", start=TODAY, appointed_on=TODAY, **wrong
            )
