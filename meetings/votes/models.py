"""Motions, votes and resolutions."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from governance.boards.models import Board
from meetings.actions.models import ActionItem
from meetings.agenda.models import AgendaItem


class Motion(models.Model):
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="motions")
    text = models.TextField()
    put_at = models.DateTimeField()

    class Meta:
        ordering = ["item", "id"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="motion_has_text")]

    def __str__(self) -> str:
        return self.text[:60]


class Vote(models.Model):
    """An open, counted vote on a motion."""

    class Result(models.TextChoices):
        ADOPTED = "adopted", _("adopted")
        REJECTED = "rejected", _("rejected")
        TIED = "tied", _("tied, rejected")

    motion = models.OneToOneField(Motion, on_delete=models.PROTECT, related_name="vote")
    yes = models.PositiveSmallIntegerField()
    no = models.PositiveSmallIntegerField()
    abstain = models.PositiveSmallIntegerField()
    invalid = models.PositiveSmallIntegerField(default=0)
    eligible = models.PositiveSmallIntegerField()
    result = models.CharField(max_length=10, choices=Result.choices)
    counted_at = models.DateTimeField()
    counted_by = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(eligible__gte=F("yes") + F("no") + F("abstain") + F("invalid")),
                name="votes_within_eligible",
            )
        ]

    def __str__(self) -> str:
        return f"{self.yes}:{self.no}:{self.abstain}"


class Resolution(models.Model):
    """An adopted motion with its running number, e.g. UB-B-2027-05."""

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="resolutions")
    motion = models.OneToOneField(Motion, on_delete=models.PROTECT, related_name="resolution")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    adopted_at = models.DateTimeField()

    class Meta:
        ordering = ["board", "year", "number"]
        constraints = [models.UniqueConstraint(fields=["board", "year", "number"], name="resolution_once")]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        return f"{self.board.short_name}-B-{self.year}-{self.number:02d}"


class ResolutionAction(models.Model):
    """Which action item carries out which resolution."""

    resolution = models.ForeignKey(Resolution, on_delete=models.PROTECT, related_name="actions")
    action = models.OneToOneField(ActionItem, on_delete=models.PROTECT, related_name="resolution_link")

    def __str__(self) -> str:
        return f"{self.resolution} → {self.action}"
