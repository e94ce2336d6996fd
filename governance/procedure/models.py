"""Rules of procedure as dated data. No procedural number stands anywhere else.

A version holds from `valid_from` until the day before the next one, so exactly one is in force on each day since the
first: periods that are not stored cannot overlap or leave a gap, on any database. Numbers of a version are never
overwritten. What replaces it is a row of its own, because meetings keep the row they were invited under.
"""

from dataclasses import fields
from datetime import date, time

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from governance.boards.models import Board
from governance.procedure.answers import Rules, contradictions


class RulesQuerySet(models.QuerySet["RulesOfProcedure"]):
    def current(self) -> "RulesQuerySet":
        """Versions that hold on some day: neither corrected nor withdrawn."""
        return self.filter(replaced_at__isnull=True)

    def in_force(self, day: date) -> "RulesQuerySet":
        """The version of each board that holds on `day`: at most one per board."""
        begun = self.current().filter(valid_from__lte=day)
        later = RulesOfProcedure.objects.current().filter(
            board=OuterRef("board"), valid_from__gt=OuterRef("valid_from"), valid_from__lte=day
        )
        return begun.filter(~Exists(later))


class RulesOfProcedure(models.Model):
    """One version of a board's rules. A rule whose name is missing in `sources` is an assumption.

    `previous` is the version this one was made from, `replaced_at` when it was corrected or withdrawn.
    """

    class QuorumBasis(models.TextChoices):
        STATUTORY = "statutory", _("all seats, filled or not")
        OCCUPIED = "occupied", _("filled seats only")

    class MajorityRule(models.TextChoices):
        SIMPLE = "simple", _("more yes than no")
        OF_CAST = "of_cast", _("more than half of all votes cast, abstentions included")
        TWO_THIRDS = "two_thirds", _("two thirds of yes and no")

    class Guests(models.TextChoices):
        CHAIR = "chair", _("invited by the chair")
        BOARD = "board", _("with the board's consent")
        NONE = "none", _("not provided for")

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
    previous = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="next")
    recorded_at = models.DateTimeField(null=True, blank=True)
    replaced_at = models.DateTimeField(null=True, blank=True)

    notice_days = models.PositiveSmallIntegerField(default=14)
    shortened_min_days = models.PositiveSmallIntegerField(default=1)
    mail_days = models.PositiveSmallIntegerField(default=0)
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

    quorum_basis = models.CharField(max_length=10, choices=QuorumBasis.choices, default=QuorumBasis.STATUTORY)
    quorum_number = models.PositiveSmallIntegerField(default=0)
    majority_rule = models.CharField(max_length=10, choices=MajorityRule.choices, default=MajorityRule.SIMPLE)
    tie_rule = models.CharField(max_length=20, choices=TieRule.choices, default=TieRule.REJECTED)
    second_call = models.BooleanField(default=False)
    addenda_two_thirds = models.BooleanField(default=False)
    circular_allowed = models.BooleanField(default=False)
    circular_days = models.PositiveSmallIntegerField(default=7)
    circular_objection = models.BooleanField(default=True)
    petition_percent = models.PositiveSmallIntegerField(default=25)
    petition_days = models.PositiveSmallIntegerField(default=28)

    term_months = models.PositiveSmallIntegerField(default=60)
    deputies_allowed = models.BooleanField(default=False)
    guests = models.CharField(max_length=10, choices=Guests.choices, default=Guests.CHAIR)
    provisional_chair = models.BooleanField(default=False)

    opinion_days = models.PositiveSmallIntegerField(default=21)
    opinion_min_days = models.PositiveSmallIntegerField(default=7)
    opinions_blind = models.BooleanField(default=True)
    dissent_days = models.PositiveSmallIntegerField(default=5)
    response_days = models.PositiveSmallIntegerField(default=30)

    minutes_draft_days = models.PositiveSmallIntegerField(default=14)
    objection_days = models.PositiveSmallIntegerField(default=14)
    minutes_approval = models.CharField(
        max_length=20, choices=MinutesApproval.choices, default=MinutesApproval.NEXT_MEETING
    )
    receives_report = models.BooleanField(default=False)
    report_review = models.CharField(max_length=10, choices=ReportReview.choices, default=ReportReview.SEEN)
    report_days = models.PositiveSmallIntegerField(default=28)
    review_days = models.PositiveSmallIntegerField(default=7)
    sources = models.JSONField(default=dict)

    objects = RulesQuerySet.as_manager()

    class Meta:
        ordering = ["board", "-valid_from"]
        verbose_name_plural = "rules of procedure"
        constraints = [
            models.UniqueConstraint(
                fields=["board", "valid_from"], condition=Q(replaced_at__isnull=True), name="rules_one_version_a_day"
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
            models.CheckConstraint(
                condition=Q(petition_percent__gte=1, petition_percent__lte=100), name="rules_petition_is_a_share"
            ),
            models.CheckConstraint(
                condition=Q(submission_days__gt=F("notice_days")), name="rules_topics_close_first"
            ),
            models.CheckConstraint(
                condition=Q(shortened_min_days__lte=F("notice_days") + 1), name="rules_shortened_is_shorter"
            ),
            models.CheckConstraint(
                condition=Q(
                    length_minutes__gt=0,
                    term_months__gt=0,
                    circular_days__gt=0,
                    opinion_days__gt=0,
                    opinion_min_days__gt=0,
                    opinion_min_days__lte=F("opinion_days"),
                    dissent_days__gt=0,
                    response_days__gt=0,
                    report_days__gt=0,
                    review_days__gt=0,
                    minutes_draft_days__gt=0,
                    objection_days__gt=0,
                ),
                name="rules_periods_last",
            ),
            models.CheckConstraint(
                condition=Q(
                    quorum_basis__in=["statutory", "occupied"],
                    majority_rule__in=["simple", "of_cast", "two_thirds"],
                    guests__in=["chair", "board", "none"],
                ),
                name="rules_words_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.board.short_name} {self.valid_from}"

    def as_rules(self) -> Rules:
        """The numbers alone, for `procedure.answers`."""
        return Rules(**{one.name: getattr(self, one.name) for one in fields(Rules)})

    def clean(self) -> None:
        if sentences := contradictions(self.as_rules()):
            raise ValidationError(dict(sentences))
