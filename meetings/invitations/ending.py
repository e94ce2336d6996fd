"""What happens to invitations when a mandate ends."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import partial

from django.utils.translation import gettext as _

from foundation.values import midnight
from foundation.web.wording import plain_day
from governance.mandates.effects import Effect
from governance.mandates.models import Mandate
from meetings.invitations.calling import withdraw
from meetings.invitations.models import Invitation
from meetings.meeting.models import Meeting


def invitations(mandate: Mandate, on: date) -> Iterable[Effect]:
    """Invitations to meetings after the last day are taken back, with a message to this person alone."""
    after = midnight(on + timedelta(days=1))
    open_ones = Invitation.objects.in_force().filter(
        person=mandate.person_id,
        meeting__board=mandate.seat.board_id,
        meeting__starts_at__gte=after,
        meeting__status__in=[Meeting.Status.SCHEDULED, Meeting.Status.INVITED],
    )
    for invitation in open_ones.select_related("person", "meeting__board").order_by("meeting__starts_at"):
        words = {"board": invitation.meeting.board.name, "day": plain_day(invitation.meeting.starts_at)}
        yield Effect(
            _("The invitation to the meeting on %(day)s (%(board)s) is withdrawn.") % words,
            partial(withdraw, invitation),
        )
