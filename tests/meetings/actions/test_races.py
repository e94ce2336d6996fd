"""Two clicks at once: one action item, one report, one end."""

from datetime import date
from functools import partial

from foundation.journal.models import JournalEntry
from meetings.actions import tracking
from meetings.actions.models import ActionItem
from tests.together import together


def entries() -> list[str]:
    return sorted(JournalEntry.objects.filter(action__startswith="action.").values_list("action", flat=True))


def test_an_action_item_goes_through_its_life_once_whoever_clicks_twice(transactional_db, world, now):
    meeting = world.meeting(status="held")
    world.agenda(meeting, "Datenplattform", status="frozen")
    office, owner = world.actor(world.secretary), world.actor(world.manager)
    todo = {"title": "Kostenplan vorlegen", "owner": world.manager, "due_on": date(2027, 3, 15)}
    item = meeting.items.select_related("meeting").get()
    click = partial(tracking.assign, item, **todo, by=office, now=now)
    first, second = together(click, click)
    assert (first, entries()) == (second, ["action.assigned"])
    click = partial(tracking.report_done, first, note="Liegt bei.", by=owner, now=now)
    assert together(click, click) == [None, None]
    assert entries() == ["action.assigned", "action.reported"]
    ends = [
        partial(tracking.verify, ActionItem.objects.get(), by=office, now=now),
        partial(tracking.drop, ActionItem.objects.get(), reason="Erledigt sich.", by=office, now=now),
    ]
    found = together(*ends)
    assert found in ([None, "action_done"], ["not_reported", None])
    assert ActionItem.objects.get().status == ("verified", "dropped")[found.index(None)]
    assert len(entries()) == 3
