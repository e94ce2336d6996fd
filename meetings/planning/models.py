"""The year plan of a board: proposed dates, adopted (pencilled in), confirmed (scheduled)."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from governance.boards.models import Board
from governance.confidentiality import Reader
from meetings.meeting.models import Meeting


class YearPlanQuerySet(models.QuerySet["YearPlan"]):
    def visible_to(self, reader: Reader) -> "YearPlanQuerySet":
        """The same as `rules.can_see` and `rules.sees_dates`: a proposal is the office's."""
        if reader.is_secretariat:
            return self
        shown = self.exclude(status=YearPlan.Status.PROPOSED)
        if reader.sees_all_boards:
            return shown
        boards = reader.boards | reader.chairs
        return shown.filter(Q(board__in=boards) | Q(board__parent__in=reader.boards))


class YearPlan(models.Model):
    """`weighing` holds the costs behind the plan, `reasons` say why there is none (`Reason.to_json`)."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        ADOPTED = "adopted", _("pencilled in")
        CONFIRMED = "confirmed", _("confirmed")

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="year_plans")
    year = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PROPOSED)
    proposed_at = models.DateTimeField()
    outcome = models.CharField(max_length=12)
    weighing = models.JSONField(default=dict)
    reasons = models.JSONField(default=list)

    objects = YearPlanQuerySet.as_manager()

    class Meta:
        ordering = ["board", "year"]
        constraints = [models.UniqueConstraint(fields=["board", "year"], name="one_plan_per_year")]

    def __str__(self) -> str:
        return f"{self.board.short_name} {self.year}"

    def get_absolute_url(self) -> str:
        return reverse("year_plan", args=[self.board.slug, self.year])


class PlannedDate(models.Model):
    """One date of a plan; `reason` holds the numbers behind the sentence on screen, `kept` was chosen by hand."""

    plan = models.ForeignKey(YearPlan, on_delete=models.CASCADE, related_name="dates")
    day = models.DateField()
    reason = models.JSONField(default=dict)
    kept = models.BooleanField(default=False)
    meeting = models.OneToOneField(Meeting, null=True, on_delete=models.SET_NULL, related_name="planned_date")

    class Meta:
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["plan", "day"], name="planned_day_once")]

    def __str__(self) -> str:
        return f"{self.plan} {self.day}"


class ToldDate(models.Model):
    """Members hold a save-the-date of this meeting; `sequence` is that of their calendar entry."""

    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, primary_key=True, related_name="told_date")
    sequence = models.PositiveIntegerField()

    def __str__(self) -> str:
        return str(self.meeting)
