"""Absences as they are told: entered one by one, taken over from a calendar, taken out."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.almanac.days import ONE_DAY
from foundation.journal.recording import record
from foundation.values import Actor, DomainError
from foundation.web.wording import local_day
from governance.people.models import Person
from meetings.absences.models import Absence
from meetings.absences.stretches import Stretch, merged

Source = Absence.Source
MOST_DAYS = 366


@transaction.atomic
def enter(person: Person, stretch: Stretch, *, by: Actor, now: datetime) -> Absence:
    """Keep that the person is away. What overlaps or adjoins an absence entered before becomes one with it.

    Days that are known already change nothing. Raises DomainError (400) for days that are over and for more than a
    year.
    """
    _check(stretch, now)
    _hold(person)
    known = Absence.objects.filter(person=person, source=Source.ENTERED)
    near = list(known.touching(stretch.start - ONE_DAY, stretch.end + ONE_DAY).order_by("start"))
    (whole,) = merged([stretch, *(Stretch(one.start, one.end) for one in near)])
    for one in near:
        if (one.start, one.end) == (whole.start, whole.end):
            return one
    Absence.objects.filter(pk__in=[one.pk for one in near]).delete()
    made = Absence.objects.create(
        person=person, start=whole.start, end=whole.end, source=Source.ENTERED, entered_at=now, entered_by=by.key
    )
    record("absence.entered", person.key, by=by, now=now, absence=made.pk)
    return made


def _check(stretch: Stretch, now: datetime) -> None:
    if stretch.end < local_day(now):
        words = _("These days are over. Please choose coming days.")
        raise DomainError(words, code="days_over", status=400, fields={"end": words})
    if len(stretch) > MOST_DAYS:
        words = _("Please choose at most one year.")
        raise DomainError(words, code="many_days", status=400, fields={"end": words})


def _hold(person: Person) -> None:
    """Whoever writes at the same time waits."""
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)


@transaction.atomic
def take_over(person: Person, stretches: Iterable[Stretch], *, by: Actor, now: datetime) -> int:
    """Keep what a calendar says; it replaces what an earlier one said and nothing else. Returns how many days."""
    _hold(person)
    Absence.objects.filter(person=person, source=Source.FILE).delete()
    found = merged(stretches)
    Absence.objects.bulk_create(
        Absence(person=person, start=one.start, end=one.end, source=Source.FILE, entered_at=now, entered_by=by.key)
        for one in found
    )
    days = sum(map(len, found))
    record("absence.taken_over", person.key, by=by, now=now, days=days)
    return days


@transaction.atomic
def take_out(absence: Absence, *, by: Actor, now: datetime) -> None:
    """The person is there. Taken out twice is taken out once."""
    if Absence.objects.filter(pk=absence.pk).delete()[0]:
        record("absence.taken_out", absence.person.key, by=by, now=now, absence=absence.pk)


@transaction.atomic
def forget_calendar(person: Person, *, by: Actor, now: datetime) -> None:
    """Nothing is left of what a calendar said."""
    if Absence.objects.filter(person=person, source=Source.FILE).delete()[0]:
        record("absence.calendar_forgotten", person.key, by=by, now=now)
