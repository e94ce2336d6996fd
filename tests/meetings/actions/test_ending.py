"""Open action items of a member who leaves go to somebody who stays."""

from datetime import date

import pytest

from foundation.journal.models import JournalEntry
from governance.mandates.ending import end, preview
from governance.mandates.models import Mandate, Office
from governance.people.models import StaffAssignment
from meetings.actions.models import ActionItem
from meetings.actions.tracking import assign

LAST = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _only_actions(settings):
    settings.MANDATE_EFFECTS = ["meetings.actions.ending.action_items"]


@pytest.fixture
def action(world, now):
    meeting = world.meeting(world.ub, day=date(2026, 11, 12), status="held")
    world.agenda(meeting, "Parkausweise", status="frozen")
    item = meeting.items.get()
    by = world.actor(world.secretary)
    return assign(item, title="Kosten klären", owner=world.kaya, due_on=date(2027, 1, 15), by=by, now=now)


@pytest.fixture
def leave(world, now, action):
    def act(heir=None, *, on=LAST):
        mandate = Mandate.objects.get(person=world.kaya)
        end(mandate=mandate, on=on, reason="resigned", heir=heir, by=world.actor(world.secretary), now=now)
        action.refresh_from_db()
        return action.owner

    return act


def test_the_page_says_so_before(world, action):
    (effect,) = preview(mandate=Mandate.objects.get(person=world.kaya), on=LAST)
    assert effect.text == "Die Maßnahme „Kosten klären“, fällig am 15.\xa0Januar 2027, geht an eine andere Person."
    assert effect.hands_on


def test_who_is_chosen_takes_over(world, leave):
    assert leave(world.lamprecht) == world.lamprecht
    entry = JournalEntry.objects.get(action="action.reassigned")
    assert entry.facts == {"owner": world.lamprecht.key}


def test_who_is_chosen_takes_over_at_once_also_for_a_later_end(world, leave):
    assert leave(world.lamprecht, on=date(2027, 3, 31)) == world.lamprecht


def test_a_later_end_without_an_heir_waits(world, leave):
    assert leave(on=date(2027, 3, 31)) == world.kaya


def test_nobody_chosen_the_chair_takes_over(world, leave):
    assert leave() == world.mayor


def test_nobody_leads_the_office_takes_over(world, leave):
    Office.objects.filter(board=world.ub).delete()
    assert leave() == world.secretary


def test_what_is_reported_as_done_goes_along_until_it_is_confirmed(world, leave):
    ActionItem.objects.update(status="done_reported", report_note="Liegt vor.")
    assert leave(world.lamprecht) == world.lamprecht


def test_nobody_to_take_over_is_said_before(world, action):
    Office.objects.filter(board=world.ub).delete()
    StaffAssignment.objects.all().delete()
    (effect,) = preview(mandate=Mandate.objects.get(person=world.kaya), on=LAST)
    assert effect.text.startswith("Niemand kann die Maßnahme „Kosten klären“")


def test_who_leaves_the_chair_inherits_nothing_from_themselves(world, leave):
    """A chair whose mandate ends stays chair provisionally; the office takes over all the same."""
    Office.objects.filter(board=world.ub).update(person=world.kaya)
    assert leave() == world.secretary


def test_what_is_done_stays_with_who_did_it(world, leave):
    ActionItem.objects.update(status="verified")
    assert leave(world.lamprecht) == world.kaya
