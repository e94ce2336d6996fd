"""Somebody is proposed, appointed from the proposal or not; proposals bind nobody."""

from datetime import date

import pytest

from foundation.journal.models import JournalEntry
from foundation.values import DomainError
from governance.mandates.appointing import sign_secrecy
from governance.mandates.composition import composition
from governance.mandates.models import Mandate
from governance.mandates.proposing import propose, withdraw

START = date(2026, 12, 1)


@pytest.fixture
def proposed(world, now, seat_30):
    def act(person, *, seat=seat_30, start=START, end=None):
        return propose(seat=seat, person=person, start=start, end=end, by=world.actor(world.cdo), now=now)

    return act


def test_a_proposal_fills_no_seat_and_opens_nothing(world, seat_30, newcomer, proposed):
    proposal = proposed(newcomer)
    assert proposed(newcomer) == proposal
    assert JournalEntry.objects.filter(action="mandate.proposed").count() == 1
    assert composition(world.etb, START).held == 29
    assert world.reader(newcomer, today=START).boards == frozenset()


def test_the_proposal_becomes_the_mandate(seat_30, newcomer, proposed, appointed):
    proposal = proposed(newcomer)
    mandate = appointed(seat_30, newcomer, start=date(2027, 1, 1), end=date(2027, 12, 31))
    assert mandate == proposal
    assert (mandate.status, mandate.start, mandate.end) == ("appointed", date(2027, 1, 1), date(2027, 12, 31))
    assert Mandate.objects.filter(seat=seat_30).count() == 1


def test_several_may_be_proposed_for_one_seat(world, seat_30, newcomer, proposed, appointed):
    other = proposed(world.former)
    appointed(seat_30, newcomer, start=START)
    assert Mandate.objects.proposed().get() == other
    with pytest.raises(DomainError) as refusal:
        appointed(seat_30, world.former, start=START)
    assert refusal.value.code == "seat_taken"


def test_a_proposal_is_taken_back_once(world, now, newcomer, proposed):
    proposal = proposed(newcomer)
    for _click in range(2):
        withdraw(proposal, by=world.actor(world.secretary), now=now)
    assert proposal.status == "withdrawn"
    assert JournalEntry.objects.filter(action="mandate.withdrawn").count() == 1


def test_who_was_appointed_is_no_longer_withdrawn(world, now, seat_30, newcomer, proposed, appointed):
    proposal = proposed(newcomer)
    appointed(seat_30, newcomer)
    with pytest.raises(DomainError) as refusal:
        withdraw(proposal, by=world.actor(world.secretary), now=now)
    assert (refusal.value.code, refusal.value.status) == ("appointed", 409)
    assert proposal.status == "active"


@pytest.mark.parametrize(
    ("who", "days", "code"),
    [
        ("dahlhoff", {}, "second_vote"),
        ("manager", {}, "management_as_member"),
        ("former", {"start": date(2027, 1, 2), "end": date(2027, 1, 1)}, "end_before_start"),
    ],
)
def test_who_could_not_be_appointed_is_not_proposed(world, proposed, who, days, code):
    with pytest.raises(DomainError) as refusal:
        proposed(getattr(world, who), **days)
    assert refusal.value.code == code
    assert not Mandate.objects.proposed().exists()


def test_the_declaration_of_secrecy_has_its_day(world, now, newcomer, proposed):
    mandate = Mandate.objects.get(person=world.kaya, seat__board=world.ub)
    for _click in range(2):
        sign_secrecy(mandate, on=date(2026, 11, 20), by=world.actor(world.secretary), now=now)
    mandate.refresh_from_db()
    assert mandate.confidentiality_signed_on == date(2026, 11, 20)
    assert JournalEntry.objects.filter(action="mandate.secrecy_signed").count() == 1
    for wrong, day, code in (
        (mandate, date(2026, 11, 24), "day_to_come"),
        (proposed(newcomer), START.replace(month=11), "not_appointed"),
    ):
        with pytest.raises(DomainError) as refusal:
            sign_secrecy(wrong, on=day, by=world.actor(world.secretary), now=now)
        assert refusal.value.code == code


@pytest.mark.parametrize("day", [date(2026, 11, 12), None])
def test_a_wrong_day_of_secrecy_is_corrected_with_its_reason(world, now, day):
    """None: the declaration belonged to somebody else."""
    mandate = Mandate.objects.get(person=world.kaya, seat__board=world.ub)
    by = world.actor(world.secretary)
    sign_secrecy(mandate, on=date(2026, 11, 20), by=by, now=now)
    with pytest.raises(DomainError) as refusal:
        sign_secrecy(mandate, on=day, by=by, now=now)
    assert (refusal.value.code, list(refusal.value.fields)) == ("reason_missing", ["reason"])
    for _click in range(2):
        sign_secrecy(mandate, on=day, reason="Zahlendreher", by=by, now=now)
    mandate.refresh_from_db()
    assert (mandate.confidentiality_signed_on, mandate.confidentiality_reason) == (day, "Zahlendreher")
    assert JournalEntry.objects.filter(action="mandate.secrecy_corrected").count() == 1


def test_a_proposal_with_other_days_is_changed_not_lost(proposed, newcomer):
    first = proposed(newcomer)
    for _click in range(2):
        assert proposed(newcomer, start=date(2027, 1, 1), end=date(2027, 12, 31)) == first
    first.refresh_from_db()
    assert (first.start, first.end) == (date(2027, 1, 1), date(2027, 12, 31))
    assert Mandate.objects.proposed().count() == 1
    assert JournalEntry.objects.filter(action="mandate.proposal_changed").count() == 1
