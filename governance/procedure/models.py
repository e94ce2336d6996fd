"""Rules of procedure as dated data. No procedural number stands anywhere else."""

from dataclasses import fields
from datetime import date, time

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from governance.boards.models import Board
from governance.procedure.answers import Rules, contradictions


class RulesQuerySet(models.QuerySet["RulesOfProcedure"]):
    def in_force(self, day: date) -> "RulesQuerySet":
        """The version of each board that holds on `day`: at most one per board."""
        return self.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=day), valid_from__lte=day)


class RulesOfProcedure(models.Model):
    """One version of a board's rules. A rule whose name is missing in `sources` is an assumption."""

    class TieRule(models.TextChoices):
        REJECTED = "rejected", _("the motion is rejected")
        CHAIR = "chair_decides", _("the chair decides")

    class MinutesApproval(models.TextChoices):
        NEXT_MEETING = "next_meeting", _("in the next meeting")
        SILENCE = "no_objection", _("by silence until the end of the objection period")

    class ReportReview(models.TextChoices):
        SEEN = "seen", _("marked as seen")
        APPROVAL = "approval", _("approval needed")

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="rules")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    notice_days = models.PositiveSmallIntegerField(default=14)
    shortened_min_days = models.PositiveSmallIntegerField(default=1)
    post_days = models.PositiveSmallIntegerField(default=4)
    submission_days = models.PositiveSmallIntegerField(default=21)

    meetings_per_year = models.PositiveSmallIntegerField(default=4)
    tolerated_min = models.PositiveSmallIntegerField(default=84)
    target_min = models.PositiveSmallIntegerField(default=91)
    target_max = models.PositiveSmallIntegerField(default=122)
    tolerated_max = models.PositiveSmallIntegerField(default=126)
    weekday = models.PositiveSmallIntegerField(default=3)
    start_time = models.TimeField(default=time(16))
    length_minutes = models.PositiveSmallIntegerField(default=120)

    tie_rule = models.CharField(max_length=20, choices=TieRule.choices, default=TieRule.REJECTED)
    deputies_allowed = models.BooleanField(default=False)
    circular_allowed = models.BooleanField(default=False)
    petition_percent = models.PositiveSmallIntegerField(default=25)

    opinion_days = models.PositiveSmallIntegerField(default=21)
    opinions_blind = models.BooleanField(default=True)
    response_days = models.PositiveSmallIntegerField(default=30)

    minutes_draft_days = models.PositiveSmallIntegerField(default=14)
    objection_days = models.PositiveSmallIntegerField(default=14)
    minutes_approval = models.CharField(
        max_length=20, choices=MinutesApproval.choices, default=MinutesApproval.NEXT_MEETING
    )
    receives_report = models.BooleanField(default=False)
    report_review = models.CharField(max_length=10, choices=ReportReview.choices, default=ReportReview.SEEN)
    sources = models.JSONField(default=dict)

    objects = RulesQuerySet.as_manager()

    class Meta:
        ordering = ["board", "-valid_from"]
        verbose_name_plural = "rules of procedure"
        constraints = [
            models.UniqueConstraint(fields=["board", "valid_from"], name="rules_start_once"),
            models.UniqueConstraint(
                fields=["board"], condition=Q(valid_until__isnull=True), name="one_open_rules_version"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="rules_end_after_start",
            ),
            models.CheckConstraint(
                condition=Q(
                    tolerated_min__lte=F("target_min"),
                    target_min__lte=F("target_max"),
                    target_max__lte=F("tolerated_max"),
                ),
                name="rules_gaps_in_order",
            ),
            models.CheckConstraint(condition=Q(notice_days__lt=F("tolerated_min")), name="rules_notice_within_gap"),
            models.CheckConstraint(condition=Q(weekday__lte=4), name="rules_weekday_is_working_day"),
        ]

    def __str__(self) -> str:
        return f"{self.board.short_name} {self.valid_from}"

    def as_rules(self) -> Rules:
        """The numbers alone, for `procedure.answers`."""
        return Rules(**{one.name: getattr(self, one.name) for one in fields(Rules)})

    def clean(self) -> None:
        if sentences := contradictions(self.as_rules()):
            raise ValidationError(sentences, code="contradiction")
