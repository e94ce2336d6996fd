"""What the public wrote, and the replies to it."""

from django.db import models
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from governance.confidentiality import Reader
from portfolio.strategy.models import Phase


class PrintedChapter(models.Model):
    """A chapter whose printed contributions were imported. Its counter may be higher than what is printed."""

    title = models.CharField(max_length=200, unique=True)
    announced_count = models.PositiveIntegerField()
    printed_count = models.PositiveIntegerField()
    imported_at = models.DateTimeField()

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class ContributionQuerySet(models.QuerySet["Contribution"]):
    def visible_to(self, reader: Reader) -> "ContributionQuerySet":
        """The board office moderates, so it sees all; everybody else what is published."""
        return self if reader.is_secretariat else self.filter(status=Contribution.Status.PUBLISHED)

    def with_replies(self, reader: Reader) -> "ContributionQuerySet":
        """Threads, newest first, each with the replies this reader sees, oldest first."""
        replies = Contribution.objects.visible_to(reader).order_by("posted_at", "source_ref")
        return self.filter(parent__isnull=True).prefetch_related(Prefetch("replies", replies))


class Contribution(models.Model):
    class Status(models.TextChoices):
        MODERATION = "in_moderation", _("being checked")
        PUBLISHED = "published", _("published")
        HIDDEN = "hidden", _("hidden")

    source_ref = models.PositiveIntegerField(null=True, blank=True, unique=True)
    chapter = models.CharField(max_length=200)
    author_label = models.CharField(max_length=100)
    posted_at = models.DateTimeField()
    text = models.TextField()
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replies")
    phase = models.ForeignKey(Phase, null=True, blank=True, on_delete=models.PROTECT, related_name="contributions")
    status = models.CharField(max_length=15, choices=Status.choices, default=Status.MODERATION)

    objects = ContributionQuerySet.as_manager()

    class Meta:
        ordering = ["-posted_at", "-source_ref"]

    def __str__(self) -> str:
        return f"{self.source_ref or self.pk}: {self.author_label}"
