"""Two clicks at once: one plan, one meeting a date, one overview a person."""

from functools import partial

from foundation.almanac.periods import seed
from foundation.journal.models import JournalEntry
from foundation.outbox.models import Delivery
from meetings.meeting.models import Meeting
from meetings.planning import proposing, year
from meetings.planning.models import PlannedDate, YearPlan
from tests.together import together


def entries(action: str) -> int:
    return JournalEntry.objects.filter(action=action).count()


def test_a_year_is_planned_adopted_and_confirmed_once(transactional_db, world, now):
    by = world.actor(world.secretary)
    seed([2026, 2027])
    propose = partial(proposing.propose, year=2027, boards=[world.ub], by=by, now=now)
    together(propose, propose)
    assert (YearPlan.objects.count(), PlannedDate.objects.count()) == (1, 4)
    adopt = partial(year.adopt, by=by, now=now)
    together(*(partial(adopt, YearPlan.objects.select_related("board").get()) for _ in range(2)))
    assert (Meeting.objects.count(), entries("plan.adopted")) == (4, 1)
    confirm = partial(year.confirm, by=by, now=now)
    sent = together(*(partial(confirm, [YearPlan.objects.select_related("board").get()]) for _ in range(2)))
    assert (sorted(sent), Delivery.objects.count(), entries("plan.confirmed")) == ([0, 10], 10, 1)
