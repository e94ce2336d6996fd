"""Who follows on a seat: found in time, asked once, and known to have been asked."""

from datetime import UTC, date, datetime

import pytest

from foundation.journal.models import JournalEntry
from foundation.outbox.models import Delivery
from foundation.values import DomainError
from governance.mandates.ending import end, follow_calendar
from governance.mandates.models import Mandate, SuccessionRequest
from governance.mandates.proposing import propose
from governance.mandates.succession import addresses, ask, draft, opening, openings
from governance.people.models import Organisation

TODAY = date(2026, 11, 23)
MARCH = date(2027, 3, 31)


@pytest.fixture(autouse=True)
def _only_governance(no_effects):
    pass


@pytest.fixture
def faction():
    body = Organisation.objects.create(name="Fraktion Wasserturm", kind="faction", email="fraktion@rat.example")
    body.contacts.create(name="Ina Roth", email="ina.roth@rat.example")
    return body


@pytest.fixture
def seat(world, faction):
    """Seat 3 belongs to the faction; its delegate leaves on 31 March."""
    world.etb.seats.filter(number=3).update(kind="delegated", delegating_body=faction, label=faction.name)
    return world.etb.seats.get(number=3)


@pytest.fixture
def leaving(world, now, seat):
    mandate = Mandate.objects.get(person=world.ostermann)
    end(mandate=mandate, on=MARCH, reason="resigned", by=world.actor(world.secretary), now=now)


@pytest.fixture
def asking(world, now, seat):
    def act(*, now=now, seat=seat, **changes):
        given = {"medium": "mail", "address": "fraktion@rat.example", "text": "Wen entsenden Sie?"} | changes
        return ask(seat, **given, by=world.actor(world.secretary), now=now)

    return act


def numbers(day):
    return [(one.seat.board.short_name, one.seat.number) for one in openings(day)]


def test_vacant_seats_and_terms_that_end_within_90_days(leaving):
    vacant = [("ETB", 30), ("ETB", 31)]
    assert numbers(date(2026, 12, 30)) == vacant
    assert numbers(date(2026, 12, 31)) == [*vacant, ("ETB", 3)]
    assert [one.ends for one in openings(date(2026, 12, 31))] == [None, None, MARCH]


def test_the_day_after_the_seat_is_vacant_and_a_successor_closes_it(world, seat, leaving, newcomer, appointed):
    april = date(2027, 4, 1)
    assert opening(seat, april).since == april
    appointed(seat, newcomer, start=april)
    assert numbers(MARCH) == numbers(april) == [("ETB", 30), ("ETB", 31)]


def test_frozen_and_advisory_seats_are_not_sought(world, seat):
    world.etb.seats.filter(number=30).update(frozen=True)
    world.etb.seats.filter(number=31).update(voting=False)
    assert openings(TODAY) == []


def test_the_body_is_asked_by_mail_once(world, seat, leaving, asking):
    later = datetime(2027, 2, 1, 9, tzinfo=UTC)
    first = asking(now=later)
    assert asking(now=later) == first
    mail = Delivery.objects.get(kind="succession_request")
    assert (mail.address, mail.recipient_name) == ("fraktion@rat.example", "Fraktion Wasserturm")
    assert mail.subject == "Ethik- und Technologiebeirat: Wen entsenden Sie auf Sitz 3?"
    assert JournalEntry.objects.filter(action="succession.asked").count() == 1
    assert opening(seat, date(2027, 2, 2)).asked_on == date(2027, 2, 1)


def test_a_letter_is_kept_and_sent_by_hand(world, seat, leaving, asking):
    asked = asking(now=datetime(2027, 2, 1, 9, tzinfo=UTC), medium="letter")
    assert (asked.address, asked.organisation.name) == ("", "Fraktion Wasserturm")
    assert not Delivery.objects.exists()


def test_asked_again_another_day_is_asked_twice(leaving, asking):
    for day in (1, 15):
        asking(now=datetime(2027, 2, day, 9, tzinfo=UTC))
    assert SuccessionRequest.objects.count() == 2
    assert Delivery.objects.count() == 2


def test_a_request_of_an_earlier_vacancy_does_not_count(world, seat, leaving, asking, newcomer, appointed, now):
    asking(now=datetime(2027, 2, 1, 9, tzinfo=UTC))
    april = datetime(2027, 4, 1, 9, tzinfo=UTC)
    follow_calendar(now=april)
    second = appointed(seat, newcomer, start=date(2027, 4, 1), now=april)
    end(mandate=second, on=date(2027, 5, 1), reason="resigned", by=world.actor(world.secretary), now=april)
    assert opening(seat, date(2027, 4, 2)).asked_on is None


def test_proposals_are_counted(world, now, seat_30, newcomer):
    propose(seat=seat_30, person=newcomer, start=TODAY, by=world.actor(world.secretary), now=now)
    assert [one.proposed for one in openings(TODAY)] == [1, 0]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"medium": "pigeon"}, "unknown_medium"),
        ({"text": " "}, "text_missing"),
        ({"address": ""}, "wrong_address"),
        ({"address": "a@b.example, c@d.example"}, "wrong_address"),
    ],
)
def test_requests_that_cannot_be_sent(leaving, asking, changes, code):
    with pytest.raises(DomainError) as refusal:
        asking(now=datetime(2027, 2, 1, 9, tzinfo=UTC), **changes)
    assert (refusal.value.code, refusal.value.status) == (code, 400)
    assert not SuccessionRequest.objects.exists()


def test_nobody_is_asked_for_a_seat_that_is_filled(asking):
    with pytest.raises(DomainError) as refusal:
        asking()
    assert (refusal.value.code, refusal.value.status) == ("seat_filled", 409)


def test_words_and_addresses_are_offered(seat, leaving, seat_30):
    assert "Die Amtszeit auf Sitz\xa03 (Fraktion Wasserturm)" in draft(opening(seat, MARCH))
    assert "ist seit 1.\xa0Januar 2025 frei." in draft(opening(seat_30, TODAY))
    assert addresses(seat) == ["fraktion@rat.example", "ina.roth@rat.example"]
    assert addresses(seat_30) == []


def test_openings_cost_one_query(world, leaving, django_assert_num_queries):
    with django_assert_num_queries(1):
        openings(date(2027, 2, 1))
