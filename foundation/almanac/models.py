"""Days nobody should meet on: public holidays, school holidays, own closed periods."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class CalendarPeriodQuerySet(models.QuerySet["CalendarPeriod"]):
    def in_use(self) -> Self:
        """Those the calendar counts with."""
        return self.filter(withdrawn=False)

    def touching(self, start: date, end: date) -> Self:
        """Those with a day between these two, both included."""
        return self.filter(start__lte=end, end__gte=start)


class CalendarPeriod(models.Model):
    """Days in a row, both ends included.

    A period taken out stays as a row: it can be taken in again, and published data does not bring it back.
    """

    class Kind(models.TextChoices):
        PUBLIC = "public", _("public holiday")
        SCHOOL = "school", _("school holidays")
        CUSTOM = "custom", _("closed")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(max_length=200)
    start = models.DateField()
    end = models.DateField()
    source = models.CharField(max_length=200)
    withdrawn = models.BooleanField(default=False)

    objects = CalendarPeriodQuerySet.as_manager()

    class Meta:
        ordering = ["start", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="period_ends_after_start"),
            models.UniqueConstraint(fields=["kind", "name", "start"], name="period_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.start} – {self.end}"

    @property
    def key(self) -> str:
        """Its name in the journal."""
        return f"period:{self.pk}"

    @property
    def is_one_day(self) -> bool:
        return self.start == self.end
