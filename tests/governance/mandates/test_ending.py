"""A mandate ends on its last day: first shown, then done, and the same for everybody at local midnight."""

from datetime import UTC, date, datetime, timedelta

import pytest

from foundation.journal.models import JournalEntry
from foundation.values import DomainError
from governance.boards.models import Seat
from governance.mandates.effects import Effect
from governance.mandates.ending import consequences, end, follow_calendar, preview
from governance.mandates.models import Mandate, Office

LAST = date(2027, 3, 31)
acts: list[tuple[str, str, date]] = []


def noted(mandate, on):
    """An effect of a wing above."""

    def act(*, by, now):
        acts.append((by.key, mandate.person.family_name, on))

    return [Effect("2 Einladungen werden zurückgezogen.", act)]


@pytest.fixture(autouse=True)
def _effects(settings):
    acts.clear()
    settings.MANDATE_EFFECTS = [f"{__name__}.noted"]


def mandate_of(person, board):
    return Mandate.objects.get(person=person, seat__board=board, status__in=["active", "appointed"])


def ending(world, now, person=None, *, on=LAST, reason="resigned", board=None):
    mandate = mandate_of(person or world.ostermann, board or world.etb)
    end(mandate=mandate, on=on, reason=reason, by=world.actor(world.secretary), now=now)
    return mandate


def test_consequences_are_shown_before_and_change_nothing(world):
    texts = [effect.text for effect in consequences(mandate_of(world.cdo, world.etb), LAST)]
    assert texts == ["Das Amt „Vorsitz“ endet am 31.\xa0März 2027.", "2 Einladungen werden zurückgezogen."]
    assert acts == []
    assert world.reader(world.cdo, today=date(2027, 4, 1)).chairs == {world.etb.pk}


def test_a_later_end_waits_for_its_midnight(world, now):
    mandate = ending(world, now)
    assert (mandate.status, mandate.end, mandate.ended_reason) == ("active", LAST, "resigned")
    assert acts == []
    assert world.reader(world.ostermann, today=LAST).boards == {world.etb.pk}
    assert world.reader(world.ostermann, today=date(2027, 4, 1)).boards == frozenset()


def test_an_end_before_today_brings_its_consequences_at_once(world, now):
    assert ending(world, now, world.dahlhoff, on=date(2026, 11, 20), reason="death").status == "ended"
    assert acts == [(world.secretary.key, "Dahlhoff", date(2026, 11, 20))]
    assert world.reader(world.dahlhoff).boards == {world.ub.pk}


def test_an_end_today_leaves_the_day_to_the_member(world, now):
    today = date(2026, 11, 23)
    assert ending(world, now, on=today).status == "active"
    assert acts == []
    assert world.reader(world.ostermann, today=today).boards == {world.etb.pk}
    assert follow_calendar(now=now + timedelta(days=1)) == 1
    assert acts == [("system", "Ostermann", today)]


def test_the_chair_ends_with_the_mandate_and_may_be_given_anew(world, now):
    ending(world, now, world.cdo)
    office = Office.objects.get(board=world.etb)
    assert (office.person, office.end) == (world.cdo, LAST)
    assert world.reader(world.cdo, today=LAST).chairs == {world.etb.pk}
    assert world.reader(world.cdo, today=date(2027, 4, 1)).chairs == frozenset()


def test_who_stays_on_a_second_term_loses_nothing(world, now):
    first = mandate_of(world.cdo, world.etb)
    Mandate.objects.filter(pk=first.pk).update(end=LAST)
    Mandate.objects.create(
        seat=first.seat, person=world.cdo, status="appointed", start=date(2027, 4, 1), appointed_on=date(2027, 3, 1)
    )
    assert follow_calendar(now=datetime(2027, 3, 31, 22, 0, tzinfo=UTC)) == 2
    assert acts == []
    assert world.reader(world.cdo, today=date(2027, 4, 1)).chairs == {world.etb.pk}


def test_who_stays_on_another_seat_keeps_the_office(world, now):
    seat = Seat.objects.create(board=world.etb, number=32, kind="expert", label="Rat", sector="science", voting=False)
    Mandate.objects.create(
        seat=seat, person=world.cdo, status="active", start=date(2026, 1, 1), appointed_on=date(2026, 1, 1)
    )
    mandate = world.etb.seats.get(number=2).mandates.get()
    end(mandate=mandate, on=LAST, reason="resigned", by=world.actor(world.secretary), now=now)
    assert Office.objects.get(board=world.etb).end is None


def test_ended_twice_is_ended_once(world, now):
    ending(world, now)
    ending(world, now)
    assert JournalEntry.objects.filter(action="mandate.end_set").count() == 1


@pytest.mark.parametrize(
    ("on", "reason", "code", "status"),
    [
        (date(2024, 12, 31), "resigned", "end_before_start", 400),
        (LAST, "boredom", "unknown_reason", 400),
        (date(2027, 4, 1), "resigned", "ends_earlier", 409),
    ],
)
def test_ends_that_are_refused(world, now, on, reason, code, status):
    ending(world, now)
    with pytest.raises(DomainError) as refusal:
        ending(world, now, on=on, reason=reason)
    assert (refusal.value.code, refusal.value.status) == (code, status)
    assert mandate_of(world.ostermann, world.etb).end == LAST


def test_an_ended_mandate_stays_as_it_was(world, now):
    over = Mandate.objects.get(person=world.former)
    for act in (
        lambda: end(mandate=over, on=date(2026, 2, 1), reason="death", by=world.actor(world.secretary), now=now),
        lambda: preview(mandate=over, on=date(2026, 2, 1)),
    ):
        with pytest.raises(DomainError) as refusal:
            act()
        assert refusal.value.code == "mandate_ended"


def test_an_end_may_come_earlier_than_planned(world, now):
    ending(world, now)
    mandate = ending(world, now, on=date(2027, 1, 15), reason="death")
    assert (mandate.end, mandate.ended_reason) == (date(2027, 1, 15), "death")


@pytest.mark.parametrize(
    ("last", "before", "midnight"),
    [
        # in winter an hour before midnight in Greenwich
        (date(2027, 1, 31), datetime(2027, 1, 31, 22, 59, 59, tzinfo=UTC), datetime(2027, 1, 31, 23, 0, tzinfo=UTC)),
        # the day the clocks go forward ends at 22:00 UTC, the day before at 23:00 UTC
        (date(2027, 3, 27), datetime(2027, 3, 27, 22, 59, 59, tzinfo=UTC), datetime(2027, 3, 27, 23, 0, tzinfo=UTC)),
        (date(2027, 3, 28), datetime(2027, 3, 28, 21, 59, 59, tzinfo=UTC), datetime(2027, 3, 28, 22, 0, tzinfo=UTC)),
        # the day the clocks go back ends at 23:00 UTC, the day before at 22:00 UTC
        (date(2027, 10, 30), datetime(2027, 10, 30, 21, 59, 59, tzinfo=UTC), datetime(2027, 10, 30, 22, tzinfo=UTC)),
        (date(2027, 10, 31), datetime(2027, 10, 31, 22, 59, 59, tzinfo=UTC), datetime(2027, 10, 31, 23, tzinfo=UTC)),
    ],
)
def test_mandates_end_and_begin_at_local_midnight(world, now, newcomer, appointed, last, before, midnight):
    mandate = ending(world, now, on=last)
    successor = appointed(mandate.seat, newcomer, start=date.fromordinal(last.toordinal() + 1))
    assert follow_calendar(now=before) == 0
    assert follow_calendar(now=midnight) == 2
    mandate.refresh_from_db()
    successor.refresh_from_db()
    assert (mandate.status, mandate.ended_reason, successor.status) == ("ended", "resigned", "active")
    assert acts == [("system", "Ostermann", last)]
    assert follow_calendar(now=midnight) == 0
    assert len(acts) == 1


def test_a_term_that_runs_out_ends_as_one(world):
    Mandate.objects.filter(person=world.ostermann).update(end=LAST)
    assert follow_calendar(now=datetime(2027, 4, 10, 6, tzinfo=UTC)) == 1
    mandate = Mandate.objects.get(person=world.ostermann)
    assert (mandate.status, mandate.ended_reason, mandate.end) == ("ended", "term", LAST)
    assert [entry.action for entry in JournalEntry.objects.all()] == ["mandate.ended"]


def broken_for_ostermann(mandate, on):
    if mandate.person.family_name == "Ostermann":
        raise RuntimeError("broken")
    return noted(mandate, on)


def test_one_that_fails_does_not_hold_up_the_others(world, settings):
    settings.MANDATE_EFFECTS = [f"{__name__}.broken_for_ostermann"]
    Mandate.objects.filter(person__in=[world.ostermann, world.sponsor]).update(end=LAST)
    with pytest.raises(ExceptionGroup):
        follow_calendar(now=datetime(2027, 4, 1, 6, tzinfo=UTC))
    assert mandate_of(world.ostermann, world.etb).status == "active"
    assert Mandate.objects.get(person=world.sponsor).status == "ended"
