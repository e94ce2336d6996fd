"""Routes of agenda, topics, action items and year plan. The meeting is one of the Unternehmensbeirat, invited to."""

from datetime import UTC, date, datetime

from meetings.actions.tracking import assign
from meetings.agenda import editing, proposing

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
NOBODY = {
    "anonymous": 302,
    "member": 404,
    "other_member": 404,
    "former": 404,
    "chair": 404,
    "secretariat": 404,
    "management": 404,
    "mayors_office": 404,
    "admin": 404,
    "assistant": 404,
}
LEADERS = NOBODY | {"chair": 200, "secretariat": 200}
BOARD = LEADERS | {"member": 200, "management": 200, "mayors_office": 200}
PROPOSERS = LEADERS | {"member": 200, "other_member": 200, "management": 200}
EVERY_LOGIN = dict.fromkeys(NOBODY, 200) | {"anonymous": 302}
BEING_PREPARED = {role: 409 if status == 200 else status for role, status in BOARD.items()}

ROWS = {
    "agenda_edit": LEADERS,
    "agenda_item_add": LEADERS,
    "agenda_item": LEADERS,
    "agenda_item_remove": LEADERS,
    "agenda_pdf": BEING_PREPARED,
    "proposals": PROPOSERS,
    "proposal_reject": LEADERS,
    "actions": EVERY_LOGIN,
    "action": BOARD,
    "year_plan": BOARD,
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
        "proposals": {},
        "proposal_reject": {"pk": topic.pk},
        "actions": {},
        "action": {"pk": todo.pk},
        "year_plan": {"slug": world.ub.slug, "year": 2027},
    }
