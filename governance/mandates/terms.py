"""Mandates of factions end with the electoral term of the council."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from foundation.values import BERLIN, SYSTEM, Actor
from governance.boards.models import ElectoralTerm, Seat
from governance.mandates.ending import end
from governance.mandates.models import RUNNING, Mandate, MandateQuerySet
from governance.people.models import Organisation


def outlasting(term: ElectoralTerm) -> MandateQuerySet:
    """Mandates on seats of factions that began by the end of `term` and go on after it."""
    longer = Q(end__isnull=True) | Q(end__gt=term.end)
    return (
        Mandate.objects.filter(longer, status__in=RUNNING, start__lte=term.end)
        .filter(seat__kind=Seat.Kind.DELEGATED, seat__delegating_body__kind=Organisation.Kind.FACTION)
        .select_related("seat__board", "person")
        .order_by("seat__board__position", "seat__number")
    )


@transaction.atomic
def end_with(*, term: ElectoralTerm, by: Actor, now: datetime) -> int:
    """Let every mandate of a faction end with the term; those of the next term, begun later, stay. Twice is once.

    Returns how many got their end. What follows from an end follows as for every mandate (`ending.end`).
    """
    mandates = list(outlasting(term))
    for mandate in mandates:
        end(mandate=mandate, on=term.end, reason=Mandate.EndReason.TERM, by=by, now=now)
    return len(mandates)


def follow_terms(*, now: datetime) -> int:
    """Duty: when an electoral term is over, the mandates of factions that nobody ended end with it."""
    today = now.astimezone(BERLIN).date()
    over = ElectoralTerm.objects.filter(end__lt=today)
    return sum(end_with(term=term, by=SYSTEM, now=now) for term in over.order_by("start"))
