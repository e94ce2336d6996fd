"""Two clicks at once: one mandate on a seat, one end, one chair."""

from datetime import date
from functools import partial

from foundation.journal.models import JournalEntry
from governance.mandates import appointing, ending, leading
from governance.mandates.models import Mandate, Office
from tests.together import together
from tests.world import board

START = date(2026, 12, 1)
LETTER = {"start": START, "appointed_on": date(2026, 11, 1), "document": "Schreiben vom 1. November 2026"}


def entries(action: str) -> int:
    return JournalEntry.objects.filter(action=action).count()


def test_a_seat_given_to_two_people_at_once_has_one_holder(transactional_db, world, now):
    seat, by = world.etb.seats.get(number=31), world.actor(world.secretary)
    clicks = [
        partial(appointing.appoint, seat=seat, person=person, **LETTER, by=by, now=now)
        for person in (world.kaya, world.lamprecht, world.kaya)
    ]
    found = together(*clicks)
    assert Mandate.objects.filter(seat=seat).count() == entries("mandate.appointed") == 1
    assert "seat_taken" in found
    assert len({one for one in found if one != "seat_taken"}) == 1


def test_a_mandate_ended_twice_at_once_is_ended_once(transactional_db, world, now):
    mandates = Mandate.objects.filter(seat__board=world.ub, person=world.mayor).select_related("seat", "person")
    last = {"on": date(2026, 11, 30), "reason": "resigned"}
    by = world.actor(world.secretary)
    together(*[partial(ending.end, mandate=mandates.get(), **last, by=by, now=now) for _ in range(2)])
    assert (mandates.get().end, entries("mandate.end_set"), entries("office.ended")) == (last["on"], 1, 1)


def test_two_chairs_at_once_are_one(transactional_db, world, now):
    Office.objects.filter(board=world.sb).delete()
    by, day = world.actor(world.secretary), date(2026, 11, 23)
    found = together(
        *[
            partial(leading.take_chair, board=world.sb, person=person, start=day, by=by, now=now)
            for person in world.members["SB"][:2]
        ]
    )
    assert (sum(isinstance(one, str) for one in found), Office.objects.filter(board=world.sb).count()) == (1, 1)


def test_nobody_joins_a_working_group_while_leaving_its_board(transactional_db, world, now):
    group = board("working_group", "fachgruppe", "Fachgruppe", "FG", 3)
    group.parent = world.ub
    group.save()
    by, last = world.actor(world.secretary), date(2026, 11, 30)
    mandate = Mandate.objects.select_related("seat", "person").get(seat__board=world.ub, person=world.kaya)
    together(
        partial(ending.end, mandate=mandate, on=last, reason="resigned", by=by, now=now),
        partial(appointing.appoint, seat=group.seats.first(), person=world.kaya, **LETTER, by=by, now=now),
    )
    left = Mandate.objects.get(pk=mandate.pk).end
    joined = Mandate.objects.filter(seat__board=group, person=world.kaya).exclude(status="withdrawn")
    assert (left, joined.count()) == (last, 0)
