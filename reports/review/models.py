"""The review of a report by the mayor's office."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from governance.people.models import Person
from reports.editions.models import ManagementReport, ReportSection


class ReviewComment(models.Model):
    """A remark of who reviews. The management answers it as dealt with; only who reviews settles it."""

    class Kind(models.TextChoices):
        NOTE = "note", pgettext_lazy("comment", "note")
        QUESTION = "question", _("question")
        MUST_FIX = "must_fix", _("change needed")

    report = models.ForeignKey(ManagementReport, on_delete=models.PROTECT, related_name="comments")
    section = models.ForeignKey(ReportSection, on_delete=models.PROTECT, related_name="comments")
    paragraph = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    text = models.TextField()
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="comments")
    written_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="answered_comments"
    )
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="resolved_comments"
    )

    class Meta:
        ordering = ["section__position", "paragraph", "written_at"]

    def __str__(self) -> str:
        return f"{self.kind} {self.section}"

    @property
    def is_open_change(self) -> bool:
        """It stands in the way of an approval."""
        return self.kind == self.Kind.MUST_FIX and self.resolved_at is None


class Review(models.Model):
    """One decision on one version of a report."""

    class Decision(models.TextChoices):
        RETURNED = "returned", _("returned")
        SEEN = "seen", _("seen")
        APPROVED = "approved", pgettext_lazy("report", "approved")

    report = models.ForeignKey(ManagementReport, on_delete=models.PROTECT, related_name="reviews")
    version = models.PositiveSmallIntegerField()
    decision = models.CharField(max_length=10, choices=Decision.choices)
    summary = models.TextField(blank=True)
    reviewer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="reviews")
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["report", "decided_at"]
        constraints = [models.UniqueConstraint(fields=["report", "version"], name="one_decision_per_version")]

    def __str__(self) -> str:
        return f"{self.decision} {self.report}"
