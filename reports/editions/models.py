"""Management reports: sections, frozen figures, versions."""

import uuid
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foundation.documents.models import Rendering
from governance.boards.models import Board
from governance.confidentiality import LEVELS, Level, Reader
from governance.people.models import Person
from meetings.meeting.models import Meeting


class ReportQuerySet(models.QuerySet["ManagementReport"]):
    def visible_to(self, reader: Reader) -> "ReportQuerySet":
        """Drafts: the management alone. Submitted: mayor's office and board office too; what came back, its reviewer.

        Members of the addressed board: what was seen or approved, and what goes with an invited meeting.
        Everybody: what is published, in the sections of their level.
        """
        if reader.is_management:
            return self
        state = ManagementReport.Status
        passed = Q(status__in=[state.SEEN, state.APPROVED])
        submitted = Q(status=state.SUBMITTED)
        shown = Q(status=state.PUBLISHED)
        if reader.is_mayors_office or reader.is_secretariat:
            shown |= passed | submitted
        if reader.is_mayors_office:
            shown |= Q(status=state.RETURNED)
        announced = [Meeting.Status.INVITED, Meeting.Status.IN_SESSION, Meeting.Status.HELD]
        mine = Q(board_id__in=reader.boards | reader.chairs)
        return self.filter(shown | (mine & (passed | (submitted & Q(meeting__status__in=announced)))))

    def waiting(self) -> "ReportQuerySet":
        """For the mayor's office, the most urgent first."""
        return self.filter(status=ManagementReport.Status.SUBMITTED).order_by("review_due", "pk")


class ManagementReport(models.Model):
    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", pgettext_lazy("report", "submitted")
        RETURNED = "returned", _("returned")
        SEEN = "seen", _("seen")
        APPROVED = "approved", pgettext_lazy("report", "approved")
        PUBLISHED = "published", _("published")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="reports")
    meeting = models.OneToOneField(Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="report")
    period = models.CharField(max_length=20)
    period_start = models.DateField()
    period_end = models.DateField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="reports")
    writers = models.ManyToManyField(Person, related_name="written_reports")
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    figures = models.JSONField(default=dict)
    figures_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="submitted_reports"
    )
    review_due = models.DateField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="decided_reports"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-period_end", "board"]
        constraints = [
            models.UniqueConstraint(fields=["board", "period_start"], name="one_report_per_period"),
            models.CheckConstraint(condition=Q(period_end__gte=F("period_start")), name="period_in_order"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("author")),
                name="author_never_approves",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True)
                | Q(submitted_by__isnull=True)
                | ~Q(decided_by=F("submitted_by")),
                name="submitter_never_approves",
            ),
            models.CheckConstraint(
                condition=Q(status="draft") | Q(figures_at__isnull=False), name="submitted_figures_are_frozen"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period} {self.board.short_name}"

    def get_absolute_url(self) -> str:
        return reverse("report", args=[self.pk])

    @property
    def key(self) -> str:
        return f"report:{self.pk}"

    @property
    def is_editable(self) -> bool:
        return self.status in EDITABLE

    @property
    def is_decided(self) -> bool:
        return self.status in DECIDED

    def is_work_of(self, person_id: UUID | None) -> bool:
        """Whether this person wrote or submitted the report, or any version of it."""
        if person_id is None:
            return False
        return person_id in (self.author_id, self.submitted_by_id) or self.writers.filter(pk=person_id).exists()


EDITABLE = (ManagementReport.Status.DRAFT, ManagementReport.Status.RETURNED)
DECIDED = (ManagementReport.Status.SEEN, ManagementReport.Status.APPROVED, ManagementReport.Status.PUBLISHED)


class ReportSection(models.Model):
    """One section as it is being written; `sent_text` is its text in the newest version."""

    report = models.ForeignKey(ManagementReport, on_delete=models.PROTECT, related_name="sections")
    position = models.PositiveSmallIntegerField()
    slug = models.SlugField(max_length=30)
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    sent_text = models.TextField(blank=True)
    required = models.BooleanField(default=True)
    level = models.PositiveSmallIntegerField(choices=LEVELS, default=Level.BOARD)

    class Meta:
        ordering = ["report", "position"]
        constraints = [models.UniqueConstraint(fields=["report", "slug"], name="section_once")]

    def __str__(self) -> str:
        return self.title


class ReportVersion(models.Model):
    """What was submitted: never changed."""

    report = models.ForeignKey(ManagementReport, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()
    submitted_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="submitted_versions")
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    rendering = models.ForeignKey(Rendering, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["report", "number"]
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="report_version_once")]

    def __str__(self) -> str:
        return f"{self.report} v{self.number}"
