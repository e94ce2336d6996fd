"""Objections of members to the circulated text; the next meeting decides on them."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.journal.recording import record
from foundation.values import BERLIN, Actor, DomainError
from governance.people.models import Person
from meetings.agenda.models import AgendaItem
from meetings.minutes.models import Minutes, MinutesObjection


@transaction.atomic
def object_to(
    minutes: Minutes, *, item: AgendaItem, person: Person, text: str, by: Actor, now: datetime
) -> MinutesObjection:
    """Object to one item of circulated minutes until the last day of the period; the same text twice is one."""
    current = Minutes.objects.select_for_update().get(pk=minutes.pk)
    text = text.strip()
    if not text:
        raise DomainError(_("Please say what should be written instead."), code="no_text", status=400)
    if current.status != Minutes.Status.CIRCULATED or current.objections_until is None:
        raise DomainError(_("Objections are possible after the minutes were sent."), code="not_circulated")
    if now.astimezone(BERLIN).date() > current.objections_until:
        raise DomainError(_("The time for objections is over."), code="too_late", status=410)
    if item.meeting_id != current.meeting_id:
        raise DomainError(_("This item belongs to another meeting."), code="other_meeting", status=400)
    same = {"minutes": current, "item": item, "person": person, "text": text}
    objection, is_new = MinutesObjection.objects.get_or_create(**same, defaults={"raised_at": now})
    if is_new:
        record("minutes.objected", current.key, by=by, now=now, item=item.pk, person=str(person.pk))
    return objection
