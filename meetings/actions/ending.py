"""What happens to open action items when their owner leaves the board."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial

from django.utils.translation import gettext as _

from foundation.values import Actor
from foundation.web.wording import plain_day
from governance.confidentiality import SECRETARIAT
from governance.mandates.effects import Effect
from governance.mandates.models import Mandate, Office
from governance.people.models import Person, StaffAssignment, running
from meetings.actions.models import ActionItem
from meetings.actions.tracking import reassign


def action_items(mandate: Mandate, on: date) -> Iterator[Effect]:
    """Entry of `MANDATE_EFFECTS`: what is unfinished goes to who is chosen, else to who leads the board next day.

    What is reported as done goes along: the office may find that something is missing.
    """
    board, day = mandate.seat.board_id, on + timedelta(days=1)
    mine = ActionItem.objects.unfinished().filter(owner=mandate.person_id, item__meeting__board=board)
    found = list(mine.select_related("owner").order_by("due_on", "pk"))
    heir = _leader(board, day, mandate.person) or _office(day, mandate.person) if found else None
    for action in found:
        words = {"title": action.title, "day": plain_day(action.due_on)}
        if heir:
            text = _("The action item “%(title)s”, due on %(day)s, goes to somebody else.") % words
        else:
            text = _(
                "Nobody can take over the action item “%(title)s”, due on %(day)s: there is no chair and no board "
                "office. Please choose somebody, or it stays with this person."
            )
            text %= words
        yield Effect(text, partial(_hand_on, action, heir), hands_on=True)


def _hand_on(action: ActionItem, heir: Person | None, *, to: Person | None = None, by: Actor, now: datetime) -> None:
    if chosen := to or heir:
        reassign(action, to=chosen, by=by, now=now)


def _leader(board: int, day: date, leaving: Person) -> Person | None:
    offices = Office.objects.acting(day).filter(board=board).exclude(person=leaving)
    office = offices.select_related("person").first()
    return office.person if office else None


def _office(day: date, leaving: Person) -> Person | None:
    roles = StaffAssignment.objects.filter(running(day), role=SECRETARIAT).exclude(person=leaving)
    first = roles.select_related("person").order_by("start", "pk").first()
    return first.person if first else None
