"""Routes of agenda, topics and action items. The meeting is one of the Unternehmensbeirat, invited to."""

from datetime import UTC, date, datetime

from meetings.actions.tracking import assign
from meetings.agenda import editing, proposing
from tests.contracts.roles import BOARD, CHAIRS, LEADERS, STAFF, everybody, inside, link_of_chair, logged_in

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
LEAD = inside(*LEADERS)
SEEN = inside(*BOARD, *STAFF)

ROWS = {
    "agenda_edit": LEAD,
    "agenda_item_add": LEAD,
    "agenda_item": LEAD,
    "agenda_item_remove": LEAD,
    "agenda_pdf": inside(*BOARD, *STAFF, got=409),
    "release_by_link": everybody(302),
    "proposals": inside(*LEADERS, "member", "other_member", "management"),
    "proposal_reject": LEAD,
    "actions": logged_in(),
    "action": SEEN,
}
POSTS = {
    "agenda_edit": inside(),
    "agenda_edit take_all=": inside(*LEADERS, got=409),
    "agenda_edit release=": inside(*CHAIRS, got=302) | {"secretariat": 400},
    "agenda_edit take_back=": inside(*LEADERS, got=400),
    "agenda_item_add": 400,
    "agenda_item": 400,
    "agenda_item_remove": 409,
    "agenda_edit ask_release=": inside(*LEADERS, got=409),
    "release_by_link": everybody(302),
    "proposals": 400,
    "proposal_reject": 400,
    "action": inside(),
    "action act=report": inside("secretariat", "management", got=400),
    "action act=verify": inside("secretariat", got=409),
    "action act=reopen": inside("secretariat", got=400),
    "action act=drop": inside(*LEADERS, got=400),
}


def kwargs(world):
    """An agenda frozen, its PDF still to be rendered; a topic waiting; an action item of the meeting."""
    meeting = world.meeting()
    world.agenda(meeting, "Datenplattform: Betriebsmodell")
    office = world.actor(world.secretary)
    editing.freeze(meeting, by=office, now=NOW)
    item = meeting.items.get()
    topic = proposing.propose(
        board=world.ub,
        proposer=world.kaya,
        title="Barrierefreie Bezahlautomaten",
        kind="discussion",
        minutes=15,
        by=world.actor(world.kaya),
        now=NOW,
    )
    todo = assign(item, title="Kostenplan vorlegen", owner=world.manager, due_on=date(2027, 3, 1), by=office, now=NOW)
    one, entry = {"pk": meeting.pk}, {"pk": meeting.pk, "item_pk": item.pk}
    return {
        "agenda_edit": one,
        "agenda_item_add": one,
        "agenda_item": entry,
        "agenda_item_remove": entry,
        "agenda_pdf": one,
        "release_by_link": link_of_chair(world, "release", meeting.key),
        "proposals": {},
        "proposal_reject": {"pk": topic.pk},
        "actions": {},
        "action": {"pk": todo.pk},
    }
