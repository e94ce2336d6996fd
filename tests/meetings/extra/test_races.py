"""Two clicks at once call one meeting."""

from functools import partial

from foundation.journal.models import JournalEntry
from foundation.outbox.models import Delivery
from meetings.extra import calling
from meetings.extra.models import Demand, Supporter
from meetings.meeting.models import Meeting
from tests.meetings.extra.conftest import asked
from tests.together import together


def test_a_double_click_sets_one_meeting_and_asks_once(transactional_db, world, now):
    wanted = asked(asked().day, *world.members["UB"][:3])
    act = partial(calling.call, world.ub, wanted, by=world.actor(world.secretary), now=now)
    first, second = together(act, act)
    assert first == second == Meeting.objects.get()
    assert (Demand.objects.count(), Supporter.objects.count(), Delivery.objects.count()) == (1, 3, 10)
    assert JournalEntry.objects.filter(action="meeting.called").count() == 1
