"""Declaring that one is barred from an item (rules of procedure, recusal; cf. § 25 HGO)."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from foundation.journal.recording import record
from foundation.values import Actor, DomainError
from governance.confidentiality import Reader
from governance.people.models import Person
from meetings.agenda import copies
from meetings.agenda.models import AgendaItem, Recusal
from meetings.meeting.models import Meeting


def declared(meeting: Meeting, reader: Reader, *, leads: bool) -> QuerySet[Recusal]:
    """The recusals of a meeting: who leads it sees all, everybody else their own."""
    rows = Recusal.objects.filter(item__meeting=meeting).select_related("item", "person")
    rows = rows.order_by("item__position", "person__family_name")
    return rows if leads else rows.filter(person=reader.person_id)


def expect_unbiased(item: AgendaItem, by: Actor) -> None:
    """Refuses (403) who is recused from the item and acts on it, or on whose word: the deputy chair leads it then."""
    involved = {by.key, by.principal}
    if any(one.person.key in involved for one in Recusal.objects.filter(item=item).select_related("person")):
        words = _("Who is recused from item %(number)s takes no part in it. The deputy chair leads it.")
        raise DomainError(words % {"number": item.position}, code="recused", status=403)


@transaction.atomic
def declare(item: AgendaItem, person: Person, *, reason: str = "", by: Actor, now: datetime) -> Recusal:
    """From now on the person sees no text of the item, and counts neither for its quorum nor for its vote.

    Declared twice is declared once. Raises DomainError (409) once the item has an outcome or the meeting is over.
    """
    _expect_open(item)
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
    _expect_open(item)
    if Recusal.objects.filter(item=item, person=person).delete()[0]:
        record("recusal.withdrawn", item.meeting.key, by=by, now=now, item=item.pk, person=person.key)
        copies.follow(item.meeting, now=now)


def leave_with(items: Collection[int], meeting: Meeting, *, by: Actor, now: datetime) -> None:
    """Items that leave the draft take the declarations to them along, each with an entry of its own."""
    for one in Recusal.objects.filter(item__in=items).select_related("person").order_by("pk"):
        record("recusal.withdrawn", meeting.key, by=by, now=now, item=one.item_id, person=one.person.key)
        one.delete()


def _expect_open(item: AgendaItem) -> None:
    """The item has no result, and gets none before this transaction is over: a vote holds the meeting, too."""
    meeting = Meeting.objects.select_for_update().get(pk=item.meeting_id)
    outcome = AgendaItem.objects.values_list("outcome", flat=True).get(pk=item.pk)
    if outcome != AgendaItem.Outcome.OPEN or meeting.status == Meeting.Status.HELD:
        raise DomainError(_("This item has been dealt with already."), code="item_closed")
