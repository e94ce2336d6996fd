"""Opinion rounds: a question, the members asked, and what each of them answered."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from governance.boards.models import Board
from governance.confidentiality import LEVELS, Level
from governance.mandates.models import Mandate
from governance.people.models import Person
from portfolio.projects.models import Guideline, Project


class Verdict(models.TextChoices):
    SUPPORT = "support", _("agreement")
    WITH_RECOMMENDATIONS = "support_with_recommendations", _("agreement with recommendations")
    REJECT = "reject", _("rejection")
    ABSTAIN = "abstain", _("abstention")


class Rating(models.TextChoices):
    MET = "met", _("met")
    PARTLY = "partly", _("partly")
    NOT_MET = "not_met", _("not met")
    NOT_TOUCHED = "not_touched", _("not touched")
    CANNOT_JUDGE = "cannot_judge", _("I cannot judge this")


class OpinionRound(models.Model):
    class Status(models.TextChoices):
        DRAFT = "draft", _("being prepared")
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")
        CANCELLED = "cancelled", _("cancelled")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="opinion_rounds")
    title = models.CharField(_("title"), max_length=200)
    question = models.TextField(_("question"))
    project = models.ForeignKey(
        Project, null=True, blank=True, on_delete=models.PROTECT, related_name="opinion_rounds"
    )
    requested_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="requested_rounds")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    blind = models.BooleanField(default=True)
    level = models.PositiveSmallIntegerField(choices=LEVELS, default=Level.BOARD)
    opened_at = models.DateTimeField(null=True, blank=True)
    deadline = models.DateTimeField(_("deadline"))
    closed_at = models.DateTimeField(null=True, blank=True)
    extended_reason = models.CharField(max_length=300, blank=True)
    guidelines = models.ManyToManyField(Guideline, through="RoundGuideline", related_name="rounds")

    class Meta:
        ordering = ["-deadline"]
        constraints = [
            models.CheckConstraint(
                condition=Q(opened_at__isnull=True) | Q(deadline__gt=F("opened_at")),
                name="round_deadline_after_opening",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("round", args=[self.pk])

    @property
    def key(self) -> str:
        return f"opinion-round:{self.pk}"


class RoundGuideline(models.Model):
    """The guidelines of a round; those that matter most are asked first, the others are optional."""

    round = models.ForeignKey(OpinionRound, on_delete=models.CASCADE, related_name="round_guidelines")
    guideline = models.ForeignKey(Guideline, on_delete=models.PROTECT)
    important = models.BooleanField(default=False)

    class Meta:
        ordering = ["-important", "guideline__number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "guideline"], name="guideline_once_per_round")
        ]

    def __str__(self) -> str:
        return f"{self.round} / {self.guideline}"


class Opinion(models.Model):
    """One member asked in one round; frozen at opening."""

    class Status(models.TextChoices):
        REQUESTED = "requested", _("open")
        DRAFT = "draft", _("begun")
        SUBMITTED = "submitted", _("submitted")
        DECLINED = "declined", _("declined")
        LAPSED = "lapsed", _("no answer")

    round = models.ForeignKey(OpinionRound, on_delete=models.PROTECT, related_name="opinions")
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="opinions")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="opinions")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.REQUESTED)
    draft = models.JSONField(default=dict)
    draft_saved_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    declined_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "mandate"], name="one_opinion_per_mandate"),
            models.CheckConstraint(
                condition=~Q(status="submitted") | Q(submitted_at__isnull=False), name="submitted_has_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} / {self.round}"


class OpinionRevision(models.Model):
    """What a member submitted; the highest number counts."""

    class Source(models.TextChoices):
        PAGE = "page", _("signed in")
        API = "api", _("interface")
        PAPER = "paper", _("on paper")

    opinion = models.ForeignKey(Opinion, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveSmallIntegerField()
    verdict = models.CharField(max_length=30, choices=Verdict.choices)
    recommendations = models.JSONField(default=list)
    reason = models.TextField(blank=True)
    submitted_at = models.DateTimeField()
    source = models.CharField(max_length=10, choices=Source.choices)
    entered_by = models.CharField(max_length=80)

    class Meta:
        ordering = ["opinion", "number"]
        constraints = [
            models.UniqueConstraint(fields=["opinion", "number"], name="revision_once"),
            models.CheckConstraint(
                condition=~Q(verdict="reject") | ~Q(reason=""), name="rejection_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.opinion} r{self.number}"


class GuidelineAssessment(models.Model):
    revision = models.ForeignKey(OpinionRevision, on_delete=models.CASCADE, related_name="assessments")
    guideline = models.ForeignKey(Guideline, on_delete=models.PROTECT)
    rating = models.CharField(max_length=15, choices=Rating.choices)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["guideline__number"]
        constraints = [models.UniqueConstraint(fields=["revision", "guideline"], name="one_rating")]

    def __str__(self) -> str:
        return f"{self.guideline}: {self.rating}"
