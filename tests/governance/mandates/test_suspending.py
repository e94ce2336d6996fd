"""A mandate rests and is taken up again: on its days, with its consequences, and without a trace of rewriting."""

from datetime import UTC, date, datetime

import pytest

from foundation.journal.models import JournalEntry
from foundation.values import DomainError
from governance.mandates.composition import composition
from governance.mandates.effects import Effect
from governance.mandates.ending import end, follow_calendar
from governance.mandates.models import Mandate, Suspension
from governance.mandates.suspending import preview, resume, suspend, take_back

TODAY = date(2026, 11, 23)
LATER = date(2027, 1, 4)
BACK = date(2027, 3, 1)
acts: list[date] = []


def noted(mandate, on):
    """An effect of a wing above."""
    return [Effect("1 Einladung wird zurückgezogen.", lambda by, now: acts.append(on))]


@pytest.fixture(autouse=True)
def _effects(settings):
    acts.clear()
    settings.MANDATE_EFFECTS = []
    settings.SUSPENSION_EFFECTS = [f"{__name__}.noted"]


@pytest.fixture
def mandate(world):
    return Mandate.objects.get(person=world.ostermann)


@pytest.fixture
def rest(world, now, mandate):
    def act(start=TODAY, reason="Elternzeit", mandate=mandate):
        suspend(mandate=mandate, start=start, reason=reason, by=world.actor(world.secretary), now=now)
        mandate.refresh_from_db()
        return mandate

    return act


@pytest.fixture
def take_up(world, mandate):
    def act(back_on, *, now=datetime(2026, 11, 23, 9, tzinfo=UTC)):
        resume(mandate=mandate, back_on=back_on, by=world.actor(world.secretary), now=now)
        mandate.refresh_from_db()
        return mandate

    return act


def test_consequences_are_shown_before_and_change_nothing(mandate):
    assert [effect.text for effect in preview(mandate=mandate, start=LATER)] == ["1 Einladung wird zurückgezogen."]
    assert acts == []
    assert mandate.suspensions.count() == 0


def test_it_rests_at_once_and_keeps_the_seat(world, rest):
    assert rest().status == "suspended"
    assert rest().suspensions.count() == 1
    assert acts == [date(2026, 11, 22)]
    assert composition(world.etb, TODAY).held == 29
    assert world.reader(world.ostermann).boards == frozenset()
    assert JournalEntry.objects.filter(action="mandate.suspended").count() == 1


def test_a_later_rest_waits_for_its_midnight(world, rest):
    assert rest(LATER).status == "active"
    assert acts == []
    assert world.reader(world.ostermann, today=date(2027, 1, 3)).boards == {world.etb.pk}
    assert world.reader(world.ostermann, today=LATER).boards == frozenset()
    assert follow_calendar(now=datetime(2027, 1, 3, 22, 59, tzinfo=UTC)) == 0
    assert follow_calendar(now=datetime(2027, 1, 3, 23, 0, tzinfo=UTC)) == 1
    assert follow_calendar(now=datetime(2027, 1, 3, 23, 5, tzinfo=UTC)) == 0
    assert acts == [date(2027, 1, 3)]
    assert Mandate.objects.get(person=world.ostermann).status == "suspended"


def test_it_is_taken_up_on_its_day(world, rest, take_up):
    rest()
    assert take_up(BACK).status == "suspended"
    assert follow_calendar(now=datetime(2027, 2, 28, 22, 59, tzinfo=UTC)) == 0
    assert follow_calendar(now=datetime(2027, 2, 28, 23, 0, tzinfo=UTC)) == 1
    assert Mandate.objects.get(person=world.ostermann).status == "active"
    for day, boards in ((date(2026, 11, 22), 1), (TODAY, 0), (date(2027, 2, 28), 0), (BACK, 1)):
        assert len(world.reader(world.ostermann, today=day).boards) == boards


def test_it_is_taken_up_at_once_and_may_rest_again(rest, take_up):
    rest()
    assert take_up(TODAY).status == "active"
    assert take_up(TODAY).status == "active"
    assert JournalEntry.objects.filter(action="mandate.resumed").count() == 1
    assert rest(LATER, "Forschungsjahr").suspensions.count() == 2


def test_the_day_of_return_may_move(rest, take_up):
    rest()
    take_up(BACK)
    take_up(date(2027, 2, 1))
    assert Suspension.objects.get().back_on == date(2027, 2, 1)


@pytest.mark.parametrize(
    ("start", "reason", "code", "status"),
    [
        (date(2024, 12, 31), "Elternzeit", "before_start", 400),
        (LATER, "", "reason_missing", 400),
        (date(2028, 1, 1), "Elternzeit", "mandate_ended", 409),
    ],
)
def test_rests_that_are_refused(world, now, mandate, rest, start, reason, code, status):
    end(mandate=mandate, on=date(2027, 12, 31), reason="resigned", by=world.actor(world.secretary), now=now)
    with pytest.raises(DomainError) as refusal:
        rest(start, reason)
    assert (refusal.value.code, refusal.value.status) == (code, status)
    assert not Suspension.objects.exists()


def test_what_rests_does_not_rest_twice(rest, take_up):
    rest()
    for start in (date(2026, 11, 1), TODAY, LATER):
        with pytest.raises(DomainError) as refusal:
            rest(start, "anderer Grund")
        assert refusal.value.code == "suspended_already"
    with pytest.raises(DomainError) as refusal:
        take_up(date(2026, 11, 22))
    assert refusal.value.code == "back_too_early"


def test_a_rest_to_come_is_taken_back_before_it_begins(world, now, mandate, rest):
    rest(LATER)
    planned, by = mandate.suspensions.get(), world.actor(world.secretary)
    for _click in range(2):
        take_back(planned, by=by, now=now)
    assert JournalEntry.objects.filter(action="mandate.rest_taken_back").count() == 1
    assert world.reader(world.ostermann, today=LATER).boards == {world.etb.pk}
    assert follow_calendar(now=datetime(2027, 1, 4, 9, tzinfo=UTC)) == 0
    assert rest(TODAY).status == "suspended"
    with pytest.raises(DomainError) as refusal:
        take_back(mandate.suspensions.get(start=TODAY), by=by, now=now)
    assert refusal.value.code == "rest_begun"


def test_the_rest_that_runs_is_ended_not_the_one_to_come(mandate, rest, take_up):
    rest()
    take_up(BACK)
    rest(date(2027, 6, 1))
    take_up(date(2027, 2, 1))
    assert list(mandate.suspensions.values_list("start", "back_on")) == [
        (TODAY, date(2027, 2, 1)),
        (date(2027, 6, 1), None),
    ]
    with pytest.raises(DomainError) as refusal:
        take_up(date(2027, 6, 2))
    assert (refusal.value.code, refusal.value.status) == ("rests_again", 409)


def test_a_rest_to_come_is_not_resumed(rest, take_up):
    rest(LATER)
    with pytest.raises(DomainError) as refusal:
        take_up(BACK)
    assert refusal.value.code == "not_suspended"


def test_a_rest_may_have_its_return_from_the_start(world, now, mandate):
    plan = {"mandate": mandate, "reason": "Elternzeit", "by": world.actor(world.secretary), "now": now}
    with pytest.raises(DomainError) as refusal:
        suspend(start=LATER, back_on=LATER, **plan)
    assert (refusal.value.code, refusal.value.status) == ("back_too_early", 400)
    for _click in range(2):
        suspend(start=LATER, back_on=BACK, **plan)
    suspend(start=TODAY, back_on=LATER, **plan)
    with pytest.raises(DomainError) as refusal:
        suspend(start=date(2027, 2, 28), back_on=date(2027, 3, 2), **plan)
    assert refusal.value.code == "suspended_already"
    assert mandate.suspensions.count() == 2


def test_the_return_lies_neither_in_the_past_nor_after_the_end(world, now, mandate, rest, take_up):
    rest()
    end(mandate=mandate, on=date(2027, 12, 31), reason="resigned", by=world.actor(world.secretary), now=now)
    for day, at, code in (
        (date(2028, 1, 1), now, "back_after_end"),
        (TODAY, datetime(2026, 12, 1, 9, tzinfo=UTC), "day_over"),
    ):
        with pytest.raises(DomainError) as refusal:
            take_up(day, now=at)
        assert (refusal.value.code, refusal.value.status) == (code, 400)
    assert take_up(date(2027, 12, 31)).suspensions.get().back_on == date(2027, 12, 31)


def test_nothing_is_to_rest_after_the_end(world, now, mandate, rest):
    rest(BACK)
    end(mandate=mandate, on=LATER, reason="resigned", by=world.actor(world.secretary), now=now)
    assert mandate.suspensions.get().taken_back


def test_nobody_rested_before_yesterday(rest):
    with pytest.raises(DomainError) as refusal:
        rest(date(2026, 11, 21))
    assert (refusal.value.code, refusal.value.status) == ("day_over", 400)
    assert rest(date(2026, 11, 22)).status == "suspended"


def test_nothing_rests(world, now, take_up):
    with pytest.raises(DomainError) as refusal:
        take_up(TODAY)
    assert refusal.value.code == "not_suspended"


def test_a_mandate_that_rests_ends_like_any_other(world, now, rest):
    mandate = rest()
    end(mandate=mandate, on=TODAY, reason="resigned", by=world.actor(world.secretary), now=now)
    assert follow_calendar(now=datetime(2026, 11, 23, 23, 0, tzinfo=UTC)) == 1
    mandate.refresh_from_db()
    assert mandate.status == "ended"
