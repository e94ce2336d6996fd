"""Opinion rounds: a question, the members asked, and what each of them answered."""

import uuid
from datetime import datetime
from uuid import UUID

from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from governance.boards.models import Board
from governance.confidentiality import LEVELS, Level, Reader
from governance.mandates.models import Mandate
from governance.people.models import Person
from governance.rights.levels import level_q
from opinions.rounds.drafts import Draft, draft_of
from portfolio.projects.models import Guideline, Project


class Verdict(models.TextChoices):
    SUPPORT = "support", _("Agreement")
    WITH_RECOMMENDATIONS = "support_with_recommendations", _("Agreement with recommendations")
    REJECT = "reject", _("Rejection")
    ABSTAIN = "abstain", _("Abstention")


class Rating(models.TextChoices):
    MET = "met", _("met")
    PARTLY = "partly", _("partly")
    NOT_MET = "not_met", _("not met")
    NOT_TOUCHED = "not_touched", _("not touched")
    CANNOT_JUDGE = "cannot_judge", _("I cannot judge this")


class OpinionRoundQuerySet(models.QuerySet["OpinionRound"]):
    def visible_to(self, reader: Reader) -> "OpinionRoundQuerySet":
        """The board office and the management see all, the chair those of the board, members what was opened there.

        Everybody within the level that is theirs on that board; nobody else sees a round, only its result.
        """
        if reader.is_secretariat:
            return self
        shown = self.filter(level_q(reader))
        if reader.is_management:
            return shown
        opened = Q(board__in=reader.boards) & ~Q(status=OpinionRound.Status.DRAFT) & Q(opened_at__isnull=False)
        return shown.filter(Q(board__in=reader.chairs) | opened)

    def with_participation(self) -> "OpinionRoundQuerySet":
        """With `asked`, `submitted` and `declined`, counted."""
        return self.annotate(
            asked=Count("opinions"),
            submitted=Count("opinions", filter=Q(opinions__status=Opinion.Status.SUBMITTED)),
            declined=Count("opinions", filter=Q(opinions__status=Opinion.Status.DECLINED)),
        )

    def overdue(self, now: datetime) -> "OpinionRoundQuerySet":
        """Open although the deadline is over."""
        return self.filter(status=OpinionRound.Status.OPEN, deadline__lt=now)


class OpinionRound(models.Model):
    class Status(models.TextChoices):
        DRAFT = "draft", _("in preparation")
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
    cancelled_reason = models.CharField(max_length=300, blank=True)
    guidelines = models.ManyToManyField(Guideline, through="RoundGuideline", related_name="rounds")

    objects = OpinionRoundQuerySet.as_manager()

    class Meta:
        ordering = ["-deadline"]
        constraints = [
            models.CheckConstraint(
                condition=Q(opened_at__isnull=True) | Q(deadline__gt=F("opened_at")),
                name="round_deadline_after_opening",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["open", "closed"]) | Q(opened_at__isnull=False),
                name="opened_round_has_time",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("round", args=[self.pk])

    @property
    def key(self) -> str:
        return f"opinion-round:{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.OPEN


class RoundGuideline(models.Model):
    """The guidelines of a round; those that matter most are asked first, the others are optional."""

    round = models.ForeignKey(OpinionRound, on_delete=models.CASCADE, related_name="round_guidelines")
    guideline = models.ForeignKey(Guideline, on_delete=models.PROTECT)
    important = models.BooleanField(default=False)

    class Meta:
        ordering = ["-important", "guideline__number"]
        constraints = [models.UniqueConstraint(fields=["round", "guideline"], name="guideline_once_per_round")]

    def __str__(self) -> str:
        return f"{self.round} / {self.guideline}"


class OpinionQuerySet(models.QuerySet["Opinion"]):
    def of(self, person_id: UUID | None) -> "OpinionQuerySet":
        """What this person was asked."""
        return self.filter(person_id=person_id) if person_id else self.none()

    def missing(self) -> "OpinionQuerySet":
        """Neither given nor declined, in a round that still runs."""
        return self.filter(status__in=Opinion.WAITING, round__status=OpinionRound.Status.OPEN)

    def readable_by(self, reader: Reader) -> "OpinionQuerySet":
        """Opinions whose texts this reader may see.

        One's own always. Chair and board office: all. Members of the board: once the round is closed, or at once
        where it is not blind; never those of a round they withdrew from. The management reads the result only.
        """
        own = Q(person_id=reader.person_id) if reader.person_id else Q(pk__in=[])
        if reader.is_secretariat:
            return self
        unblinded = Q(round__status=OpinionRound.Status.CLOSED) | Q(
            round__status=OpinionRound.Status.OPEN, round__blind=False
        )
        withdrawn = Opinion.objects.of(reader.person_id).filter(status=Opinion.Status.DECLINED).values("round")
        others = level_q(reader, "round__board", "round__level") & ~Q(round__in=withdrawn)
        led = Q(round__board__in=reader.chairs)
        fellow = Q(round__board__in=reader.boards) & unblinded
        return self.filter(own | (others & (led | fellow)))


class Opinion(models.Model):
    """One member asked in one round; frozen at opening."""

    class Status(models.TextChoices):
        REQUESTED = "requested", _("open")
        DRAFT = "draft", _("begun")
        SUBMITTED = "submitted", _("given")
        DECLINED = "declined", _("takes no part")
        LAPSED = "lapsed", _("no answer")

    WAITING = (Status.REQUESTED, Status.DRAFT)

    round = models.ForeignKey(OpinionRound, on_delete=models.PROTECT, related_name="opinions")
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="opinions")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="opinions")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.REQUESTED)
    draft = models.JSONField(default=dict)
    draft_saved_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    declined_reason = models.CharField(max_length=300, blank=True)

    objects = OpinionQuerySet.as_manager()

    class Meta:
        ordering = ["round", "mandate__seat__number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "mandate"], name="one_opinion_per_mandate"),
            models.CheckConstraint(
                condition=~Q(status="submitted") | Q(submitted_at__isnull=False), name="submitted_has_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} / {self.round}"

    @property
    def key(self) -> str:
        return f"opinion:{self.pk}"

    def newest_revision(self) -> "OpinionRevision | None":
        """The revision that counts, with its ratings."""
        return self.revisions.order_by("-number").prefetch_related("assessments__guideline").first()


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
            models.CheckConstraint(condition=~Q(verdict="reject") | ~Q(reason=""), name="rejection_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.opinion} r{self.number}"

    def as_draft(self) -> Draft:
        """What was given, as the draft it came from."""
        rated = [(one.guideline.number, one.rating, one.reason) for one in self.assessments.all()]
        return draft_of(verdict=self.verdict, recommendations=self.recommendations, reason=self.reason, ratings=rated)


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
