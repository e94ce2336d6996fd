"""What the end of a mandate does to date polls: the personal link opens nothing more."""

from collections.abc import Callable, Iterator
from datetime import date, datetime

from django.utils.translation import gettext as _

from foundation.accounts.links import revoke_links
from foundation.journal.recording import record
from foundation.outbox.queue import withdraw
from foundation.values import Actor
from governance.mandates.effects import Effect
from governance.mandates.models import Mandate
from meetings.polls import mails
from meetings.polls.models import DatePoll


def polls(mandate: Mandate, _on: date) -> Iterator[Effect]:
    """One effect for each open poll of the board; answers that were given are kept and count no more."""
    board = mandate.seat.board_id
    asking = DatePoll.objects.asking().filter(board=board).order_by("deadline")
    for poll in asking:
        text = _("The date poll “%(title)s” asks this person no more.") % {"title": poll.title}
        yield Effect(text, _leaving(poll, mandate))


def _leaving(poll: DatePoll, mandate: Mandate) -> Callable[..., None]:
    def act(*, by: Actor, now: datetime) -> None:
        holder = mandate.person.key
        if revoke_links(now=now, holder=holder, subject=poll.key, purpose=mails.LINK_PURPOSE):
            withdraw(holder, poll.key)
            record("date_poll.left", poll.key, by=by, now=now, person=holder)

    return act
