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
    """Entry of `MANDATE_EFFECTS`: what is open goes to who is chosen, else to who leads the board the day after."""
    mine = ActionItem.objects.filter(
        owner=mandate.person_id, status=ActionItem.Status.OPEN, item__meeting__board=mandate.seat.board_id
    )
    for action in mine.select_related("owner").order_by("due_on", "pk"):
        words = {"title": action.title, "day": plain_day(action.due_on)}
        text = _("The action item “%(title)s”, due on %(day)s, goes to somebody else.") % words
        act = partial(_hand_on, action, mandate.seat.board_id, on + timedelta(days=1))
        yield Effect(text, act, hands_on=True)


def _hand_on(
    action: ActionItem, board: int, day: date, *, to: Person | None = None, by: Actor, now: datetime
) -> None:
    heir = to or _leader(board, day) or _office(day)
    if heir:
        reassign(action, to=heir, by=by, now=now)


def _leader(board: int, day: date) -> Person | None:
    office = Office.objects.acting(day).filter(board=board).select_related("person").first()
    return office.person if office else None


def _office(day: date) -> Person | None:
    roles = StaffAssignment.objects.filter(running(day), role=SECRETARIAT).select_related("person")
    first = roles.order_by("start", "pk").first()
    return first.person if first else None
