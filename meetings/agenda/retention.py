"""Rejected topics are deleted after a year, reasons of recusals after five; that somebody was barred stays."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from foundation.retention.kinds import Kind, blanking, deleting
from governance.people.models import Person
from meetings.agenda.models import AgendaProposal, Recusal


def _rejected(before: datetime) -> QuerySet[AgendaProposal]:
    status = AgendaProposal.Status.REJECTED
    return AgendaProposal.objects.filter(status=status, decided_at__lt=before).order_by("pk")


def _explained(before: datetime) -> QuerySet[Recusal]:
    found = Recusal.objects.filter(item__meeting__ends_at__lt=before).exclude(reason="")
    return found.select_related("person", "item__meeting__board").order_by("pk")


def forget_reasons(person: Person) -> None:
    """Part of anonymising: why somebody was barred says who it was."""
    Recusal.objects.filter(person=person).exclude(reason="").update(reason="")


TOPICS = Kind(
    code="topics",
    title=_("Topics that were not taken up"),
    since=_("after the decision"),
    what=_("The topics are deleted."),
    days=365,
    rows=_rejected,
    forget=deleting(AgendaProposal),
    example=lambda topic: topic.title,
)
RECUSALS = Kind(
    code="recusals",
    title=_("Reasons of recusals"),
    since=_("after the meeting"),
    what=_("The reason goes; that somebody was barred stays."),
    days=5 * 365,
    rows=_explained,
    forget=blanking(Recusal, reason=""),
    example=lambda recusal: f"{recusal.person}, {recusal.item.meeting}",
)
