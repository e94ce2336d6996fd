"""The digital strategy: versions, fields, core goals and phases."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Strategy(models.Model):
    title = models.CharField(_("title"), max_length=200, unique=True)
    published_on = models.DateField()
    is_current = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "strategies"
        constraints = [
            models.UniqueConstraint(fields=["is_current"], condition=Q(is_current=True), name="one_current_strategy")
        ]

    def __str__(self) -> str:
        return self.title


class Phase(models.Model):
    strategy = models.ForeignKey(Strategy, on_delete=models.PROTECT, related_name="phases")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    is_open_ended = models.BooleanField(default=False)
    name_is_assumed = models.BooleanField(default=False)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["strategy", "number"], name="phase_number_once")]

    def __str__(self) -> str:
        return f"{self.number}. {self.name}"


class Field(models.Model):
    """A field of action (Handlungsfeld)."""

    strategy = models.ForeignKey(Strategy, on_delete=models.PROTECT, related_name="fields")
    name = models.CharField(max_length=100)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["strategy", "name"], name="field_name_once")]

    def __str__(self) -> str:
        return self.name


class CoreGoal(models.Model):
    strategy = models.ForeignKey(Strategy, on_delete=models.PROTECT, related_name="core_goals")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["strategy", "number"], name="goal_number_once")]

    def __str__(self) -> str:
        return self.title
