"""Where somebody was is nobody's business once it is over: absences are deleted after 90 days."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from foundation.retention.kinds import Kind, deleting
from foundation.web.wording import local_day
from governance.people.models import Person
from meetings.absences.models import Absence


def _over(before: datetime) -> QuerySet[Absence]:
    return Absence.objects.filter(end__lt=local_day(before)).select_related("person").order_by("pk")


def forget_absences(person: Person) -> None:
    """Part of anonymising: past and coming ones go."""
    Absence.objects.filter(person=person).delete()


ABSENCES = Kind(
    code="absences",
    title=_("Absences"),
    since=_("after the last day"),
    what=_("The absences are deleted."),
    days=90,
    rows=_over,
    forget=deleting(Absence),
    example=lambda absence: f"{absence.person}, {absence}",
)
