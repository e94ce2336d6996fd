"""Who did what, when. Rows hold ids, field names and status codes, never texts."""

from django.db import models


class JournalEntry(models.Model):
    at = models.DateTimeField()
    actor = models.CharField(max_length=80)
    principal = models.CharField(max_length=80, blank=True)
    action = models.CharField(max_length=80)
    subject = models.CharField(max_length=80, db_index=True)
    facts = models.JSONField(default=dict)

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "journal entries"

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor} {self.action} {self.subject}"
