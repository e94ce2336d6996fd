"""Seats come, change, rest and go; every past day shows them as they were."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from foundation.journal.models import JournalEntry
from foundation.values import DomainError
from governance.boards.models import Seat, SeatChange
from governance.mandates.composition import composition, summaries
from governance.mandates.seating import add, describe, freeze, retire
from governance.people.models import Organisation
from tests.world import FOUNDED

TODAY = date(2026, 11, 23)
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def act(world, now):
    def call(what, **arguments):
        return what(by=world.actor(world.secretary), now=now, **arguments)

    return call


@pytest.fixture
def faction(db):
    return Organisation.objects.create(name="Fraktion A", kind="faction")


def sentence(seat, **changes):
    """How a seat is described now, with changes."""
    body = {"kind": seat.kind, "label": seat.label, "sector": seat.sector, "voting": seat.voting}
    return body | {"delegating_body": seat.delegating_body} | changes


def test_a_new_seat_raises_the_statutory_number_from_its_day_on(world, act):
    day = date(2027, 1, 1)
    seat = act(add, board=world.ub, kind="expert", label="Klima", sector="science", since=day)
    assert (seat.number, seat.voting, seat.since) == (11, True, day)
    assert [composition(world.ub, one).seats for one in (TODAY, day)] == [10, 11]
    assert [summaries([world.ub], one)[0].seats for one in (TODAY, day)] == [10, 11]
    place = composition(world.ub, day + timedelta(days=9)).places[-1]
    assert (place.vacant_since, place.age) == (day, 9)
    assert JournalEntry.objects.get(action="seat.added").facts == {"board": world.ub.pk, "since": "2027-01-01"}


def test_a_past_day_shows_the_seat_as_it_was(world, act, faction):
    seat = world.ub.seats.get(number=3)
    values = sentence(seat, kind="delegated", label="Fraktion A", sector="politics", delegating_body=faction)
    for _click in range(2):
        act(describe, seat=seat, on=TODAY, **values)
    before, after = (composition(world.ub, day).places[2].seat for day in (YESTERDAY, TODAY))
    assert (before.label, before.kind, before.sector, before.delegating_body) == ("Sitz 3", "expert", "science", None)
    assert (after.label, after.sector, after.delegating_body) == ("Fraktion A", "politics", faction)
    assert SeatChange.objects.count() == 1
    assert JournalEntry.objects.get(action="seat.changed").facts["fields"] == [
        "delegating_body_id",
        "kind",
        "label",
        "sector",
    ]
    act(describe, seat=seat, on=TODAY, **sentence(seat, label="Fraktion B"))
    assert composition(world.ub, YESTERDAY).places[2].seat.label == "Sitz 3"


def test_composition_by_sector_and_by_body(world, act, faction):
    for number in (29, 30):
        seat = world.etb.seats.get(number=number)
        values = sentence(seat, kind="delegated", sector="politics", delegating_body=faction)
        act(describe, seat=seat, on=TODAY, **values)
    state = composition(world.etb, TODAY)
    assert [(one.sector, one.held, one.total) for one in state.sectors] == [("science", 28, 29), ("politics", 1, 2)]
    assert [(one.label, one.held, one.total) for one in state.bodies] == [("Fraktion A", 1, 2)]
    assert composition(world.etb, YESTERDAY).bodies == []


def test_a_frozen_seat_counts_but_nobody_is_sought(world, act, appointed, newcomer, seat_30):
    act(freeze, seat=seat_30, frozen=True, on=TODAY)
    state = composition(world.etb, TODAY)
    assert (state.seats, state.held, state.vacant, state.frozen) == (31, 29, 1, 1)
    assert [place.seat.number for place in state.vacancies] == [31]
    assert summaries([world.etb], TODAY)[0].vacant == 1
    assert [place.seat.number for place in composition(world.etb, YESTERDAY).vacancies] == [30, 31]
    assert set(Seat.objects.to_fill(TODAY)) == set(Seat.objects.all()) - {seat_30}
    with pytest.raises(DomainError) as refusal:
        appointed(seat_30, newcomer)
    assert refusal.value.code == "seat_frozen"
    act(freeze, seat=seat_30, frozen=False, on=TODAY)
    assert composition(world.etb, TODAY).vacant == 2


def test_a_retired_seat_stays_in_the_past(world, act, appointed, newcomer, seat_30):
    for _click in range(2):
        act(retire, seat=seat_30, on=TODAY)
    assert [composition(world.etb, day).seats for day in (TODAY, TODAY + timedelta(days=1))] == [31, 30]
    with pytest.raises(DomainError) as refusal:
        appointed(seat_30, newcomer)
    assert refusal.value.code == "seat_closed"
    assert JournalEntry.objects.filter(action="seat.retired").count() == 1


def test_what_a_holder_forbids(world, act):
    seat = world.ub.seats.get(number=3)
    for arguments in ({"frozen": True}, {}):
        with pytest.raises(DomainError) as refusal:
            act(freeze if arguments else retire, seat=seat, on=TODAY, **arguments)
        assert refusal.value.code == "seat_held"
        assert refusal.value.message == "Werner Dahlhoff hat dann Sitz\xa03 inne. Beenden Sie zuerst dieses Mandat."
    with pytest.raises(DomainError) as refusal:
        act(describe, seat=seat, on=TODAY, **sentence(seat, voting=False))
    assert refusal.value.code == "seat_held"


def test_the_quorum_never_lies_above_the_seats_that_are_left(world, act, seat_30):
    world.etb.rules.update(quorum_number=31)
    for what, arguments in ((retire, {}), (describe, sentence(seat_30, voting=False))):
        with pytest.raises(DomainError) as refusal:
            act(what, seat=seat_30, on=TODAY, **arguments)
        assert refusal.value.code == "quorum_above_seats"
    with pytest.raises(IntegrityError), transaction.atomic():
        world.etb.rules.update(quorum_number=32)


@pytest.mark.parametrize(
    ("changes", "on", "code", "fields"),
    [
        ({"label": ""}, TODAY, "wrong_seat", {"label"}),
        ({"label": "x" * 201}, TODAY, "wrong_seat", {"label"}),
        ({"kind": "delegated"}, TODAY, "wrong_seat", {"delegating_body"}),
        ({"kind": "throne"}, TODAY, "wrong_seat", {"kind"}),
        ({"sector": "nothing"}, TODAY, "wrong_seat", {"sector"}),
        ({"label": "Neu"}, TODAY + timedelta(days=1), "wrong_day", {"on"}),
        ({"label": "Neu"}, FOUNDED - timedelta(days=1), "wrong_day", {"on"}),
    ],
)
def test_nonsense_about_a_seat_is_refused_by_field(world, act, seat_30, changes, on, code, fields):
    with pytest.raises(DomainError) as refusal:
        act(describe, seat=seat_30, on=on, **sentence(seat_30, **changes))
    assert (refusal.value.code, refusal.value.status, set(refusal.value.fields)) == (code, 400, fields)
    seat_30.refresh_from_db()
    assert (seat_30.label, seat_30.kind) == ("Sitz 30", "expert")
    assert not SeatChange.objects.exists()


def test_changes_go_forward_only(world, act, seat_30):
    act(describe, seat=seat_30, on=TODAY, **sentence(seat_30, label="Neu"))
    with pytest.raises(DomainError) as refusal:
        act(describe, seat=seat_30, on=YESTERDAY, **sentence(seat_30, label="Alt"))
    assert refusal.value.code == "wrong_day"
    with pytest.raises(DomainError) as refusal:
        act(add, board=world.ub, kind="expert", label="Klima", sector="science", since=FOUNDED - timedelta(days=1))
    assert refusal.value.code == "before_founding"
