""" "Probe an mich": the mail of one recipient to the person of the office who is about to send it."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.journal.recording import record
from foundation.outbox import queue
from foundation.outbox.models import Delivery
from foundation.values import Actor, DomainError
from governance.people.models import Person
from meetings.invitations import composing
from meetings.invitations.models import Invitation
from meetings.invitations.previewing import Draft

MOST, SPAN = 10, timedelta(hours=1)


@transaction.atomic
def send_trial(draft: Draft, one: Invitation, *, to: Person, by: Actor, now: datetime) -> None:
    """Queue the mail that `one` will get, to look at: no answer, no entry in a calendar, no personal link.

    Twice in a second is once. Raises DomainError: 409 for who reads no mail, 429 for more than ten in an hour.
    """
    to = Person.objects.select_for_update(no_key=True).get(pk=to.pk)
    if not composing.reachable(to):
        raise DomainError(_("You get no mail: your address or channel does not allow it."), code="no_mail")
    common = draft.part_with(one).common()
    key = f"{composing.TRIAL}:{common.template}:{draft.meeting.pk}:{one.person_id}:{to.pk}:{now:%Y%m%d%H%M%S}"
    recent = Delivery.objects.filter(kind=composing.TRIAL, recipient=to.key, created_at__gt=now - SPAN)
    if recent.exclude(key=key).count() >= MOST:
        raise DomainError(_("Ten trials in an hour are enough. Please wait a little."), code="trials", status=429)
    if queue.enqueue([composing.trial(common, one, to=to, key=key)], now=now):
        record("meeting.mail_tried", draft.meeting.key, by=by, now=now, template=common.template)
