"""Who did what, when. Rows hold ids, field names and status codes, never texts. All tables only ever grow.

`guards.py` holds the same in the database, for those who come by another way.
"""

from typing import Any, Never

from django.db import models


class AppendOnly(TypeError):
    """Somebody tried to change or delete what is only ever appended to."""

    def __init__(self) -> None:
        super().__init__("The journal is never changed; foundation/journal/cutting.py shortens it.")


class AppendOnlyQuerySet(models.QuerySet[Any]):
    def update(self, **values: Any) -> Never:
        raise AppendOnly

    def bulk_update(self, *args: Any, **options: Any) -> Never:
        raise AppendOnly

    def delete(self) -> Never:
        raise AppendOnly


class Appended(models.Model):
    """A row that is written once."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        if not self._state.adding:
            raise AppendOnly
        super().save(*args, **options)

    def delete(self, *args: Any, **options: Any) -> Never:
        raise AppendOnly


class JournalEntry(Appended):
    at = models.DateTimeField()
    actor = models.CharField(max_length=80)
    principal = models.CharField(max_length=80, blank=True)
    action = models.CharField(max_length=80)
    subject = models.CharField(max_length=80, db_index=True)
    facts = models.JSONField(default=dict)

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "journal entries"
        indexes = [
            models.Index(fields=["at"], name="journal_at"),
            models.Index(fields=["actor", "id"], name="journal_actor"),
            models.Index(fields=["principal", "id"], name="journal_principal"),
            models.Index(fields=["action", "id"], name="journal_action"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor} {self.action} {self.subject}"


class Seal(Appended):
    """The SHA-256 of a run of entries and of the seal before: a link of the chain (`chain.py`).

    `previous` is unique, so the chain never forks. `marks` are [id, short hash] of each entry: they prove nothing,
    they only tell which entry is the broken one.
    """

    first = models.BigIntegerField()
    last = models.BigIntegerField(unique=True)
    count = models.PositiveIntegerField()
    previous = models.CharField(max_length=64, unique=True)
    sha256 = models.CharField(max_length=64)
    marks = models.JSONField()
    sealed_at = models.DateTimeField()

    class Meta:
        ordering = ["last"]
        constraints = [models.CheckConstraint(condition=models.Q(first__lte=models.F("last")), name="seal_in_order")]

    def __str__(self) -> str:
        return f"entries {self.first} to {self.last}"


class Checkpoint(Appended):
    """Where the journal was cut: up to entry `last` nothing remains but the hash of its seal and the counts.

    `signature` is an HMAC with the SECRET_KEY over these words and the signature of the checkpoint before.
    """

    last = models.BigIntegerField(unique=True)
    count = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    signature = models.CharField(max_length=64)

    class Meta:
        ordering = ["last"]

    def __str__(self) -> str:
        return f"cut after entry {self.last}"
