"""When a person is away: whole days and nothing else."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation.web.wording import day_digits
from governance.confidentiality import Reader
from governance.people.models import Person


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def visible_to(self, reader: Reader) -> "AbsenceQuerySet":
        """The own ones, those of people this reader answers for, all for the board office; no chair sees any."""
        if reader.is_secretariat:
            return self
        people = {*reader.assists, *([reader.person_id] if reader.person_id else [])}
        return self.filter(person__in=people)

    def coming(self, today: date) -> "AbsenceQuerySet":
        """Not over, the next one first."""
        return self.filter(end__gte=today).order_by("start", "end", "pk")

    def touching(self, first: date, last: date) -> "AbsenceQuerySet":
        """With a day from `first` to `last`."""
        return self.filter(start__lte=last, end__gte=first)


class Absence(models.Model):
    """One stretch of days, both ends included, without a reason.

    Those of a source do not overlap; what was entered and what a file says may.
    """

    class Source(models.TextChoices):
        ENTERED = "entered", _("entered")
        FILE = "file", _("from a calendar file")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="absences")
    start = models.DateField()
    end = models.DateField()
    source = models.CharField(max_length=8, choices=Source.choices, default=Source.ENTERED)
    entered_at = models.DateTimeField()
    entered_by = models.CharField(max_length=80)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering = ["person", "start", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="absence_ends_after_start"),
            models.CheckConstraint(condition=Q(source__in=["entered", "file"]), name="absence_has_a_source"),
        ]

    def __str__(self) -> str:
        return f"{day_digits(self.start)} – {day_digits(self.end)}"
