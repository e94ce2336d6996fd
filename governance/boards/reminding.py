"""When those who have not answered an invitation are reminded, and with which words of the board office."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.journal.recording import record
from foundation.values import Actor, DomainError
from governance.boards.models import Board

EARLIEST = 28
"""A reminder four weeks before a meeting is the earliest: invitations leave about then."""


@transaction.atomic
def set_reminders(board: Board, *, first: int, second: int, text: str, by: Actor, now: datetime) -> None:
    """Remind `first` and `second` days before each meeting, 0 for never; the same again changes nothing.

    Raises DomainError (400), by field: a second reminder not after the first, or one more than four weeks before.
    """
    if first > EARLIEST:
        words = _("Please choose at most %(days)s days.") % {"days": EARLIEST}
        raise DomainError(words, code="too_early", status=400, fields={"first": words})
    if second and second >= first:
        words = _("The second reminder comes later than the first: please choose fewer days.")
        raise DomainError(words, code="second_first", status=400, fields={"second": words})
    values = {"first_reminder": first, "second_reminder": second, "reminder_text": text}
    if Board.objects.filter(pk=board.pk).exclude(**values).update(**values):
        record("board.reminders_set", f"board:{board.pk}", by=by, now=now, first=first, second=second)
