"""Declaring that one is barred from an item (rules of procedure, recusal; cf. § 25 HGO)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.journal.recording import record
from foundation.values import Actor, DomainError
from governance.people.models import Person
from meetings.agenda import copies
from meetings.agenda.models import AgendaItem, Recusal
from meetings.meeting.models import Meeting


@transaction.atomic
def declare(item: AgendaItem, person: Person, *, reason: str = "", by: Actor, now: datetime) -> Recusal:
    """From now on the person sees no text of the item, and counts neither for its quorum nor for its vote.

    Declared twice is declared once. Raises DomainError (409) once the item has an outcome or the meeting is over.
    """
    if item.outcome != AgendaItem.Outcome.OPEN or item.meeting.status == Meeting.Status.HELD:
        raise DomainError(_("This item has been dealt with already."), code="item_closed")
    recusal, made = Recusal.objects.get_or_create(
        item=item, person=person, defaults={"reason": reason[:300], "declared_at": now, "entered_by": by.key}
    )
    if made:
        record("recusal.declared", item.meeting.key, by=by, now=now, item=item.pk, person=person.key)
        copies.follow(item.meeting, now=now)
    return recusal


@transaction.atomic
def withdraw(item: AgendaItem, person: Person, *, by: Actor, now: datetime) -> None:
    """Take a declaration back before the item was dealt with."""
    if item.outcome != AgendaItem.Outcome.OPEN:
        raise DomainError(_("This item has been dealt with already."), code="item_closed")
    if Recusal.objects.filter(item=item, person=person).delete()[0]:
        record("recusal.withdrawn", item.meeting.key, by=by, now=now, item=item.pk, person=person.key)
        copies.follow(item.meeting, now=now)
