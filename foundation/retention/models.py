"""How long each kind of data is kept, what was found to be due, and proof of what was let go."""

from django.db import models
from django.db.models import Q


class Period(models.Model):
    """Days for one kind, set by the board office; without a row the proposal of the kind holds."""

    kind = models.CharField(max_length=40, unique=True)
    days = models.PositiveIntegerField()
    source = models.CharField(max_length=200)
    set_at = models.DateTimeField()
    set_by = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(days__gte=1) & Q(days__lte=36_500), name="period_within_reason")
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.days} days"


class Finding(models.Model):
    """What was due on a Monday, in numbers by kind; nothing is let go because of it."""

    monday = models.DateField(unique=True)
    found_at = models.DateTimeField()
    counts = models.JSONField(default=dict)

    class Meta:
        ordering = ["-monday"]

    def __str__(self) -> str:
        return f"{self.monday}"


class Clearing(models.Model):
    """Confirmed by a person: what was due before `before` is let go. `count` grows batch by batch."""

    kind = models.CharField(max_length=40)
    before = models.DateTimeField()
    days = models.PositiveIntegerField()
    expected = models.PositiveIntegerField()
    count = models.PositiveIntegerField(default=0)
    confirmed_at = models.DateTimeField()
    confirmed_by = models.CharField(max_length=80)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-confirmed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind"], condition=Q(finished_at__isnull=True), name="one_open_clearing")
        ]

    def __str__(self) -> str:
        return f"{self.kind} before {self.before:%Y-%m-%d}"
