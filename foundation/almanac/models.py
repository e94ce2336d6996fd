"""Days nobody should meet on: public holidays, school holidays, own closed periods."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class CalendarPeriod(models.Model):
    class Kind(models.TextChoices):
        PUBLIC = "public", _("public holiday")
        SCHOOL = "school", _("school holidays")
        CUSTOM = "custom", _("closed")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(max_length=200)
    start = models.DateField()
    end = models.DateField()
    source = models.CharField(max_length=200)

    class Meta:
        ordering = ["start"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="period_ends_after_start"),
            models.UniqueConstraint(fields=["kind", "name", "start"], name="period_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.start} – {self.end}"
