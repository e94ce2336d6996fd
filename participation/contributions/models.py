"""What the public wrote, and the replies to it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portfolio.strategy.models import Phase


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
    phase = models.ForeignKey(
        Phase, null=True, blank=True, on_delete=models.PROTECT, related_name="contributions"
    )
    status = models.CharField(max_length=15, choices=Status.choices, default=Status.MODERATION)

    class Meta:
        ordering = ["-posted_at", "-source_ref"]

    def __str__(self) -> str:
        return f"{self.source_ref or self.pk}: {self.author_label}"
