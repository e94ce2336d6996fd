"""Documents the worker renders, and files people brought. Access is decided by the row that owns one."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class RenderingState(models.TextChoices):
    QUEUED = "queued", _("being prepared")
    DONE = "done", _("ready")
    FAILED = "failed", _("failed")


class Rendering(models.Model):
    """Frozen data of one document; the same data always gives the same PDF."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=200, unique=True)
    template = models.CharField(max_length=40)
    title = models.CharField(max_length=300)
    file_name = models.CharField(max_length=120)
    language = models.CharField(max_length=5, default="de")
    data = models.JSONField()
    made_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=RenderingState.choices, default=RenderingState.QUEUED)
    attempts = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=500, blank=True)
    file = models.FileField(blank=True, upload_to="pdf")
    size = models.PositiveIntegerField(default=0)
    pages = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return self.title

    @property
    def is_ready(self) -> bool:
        return self.state == RenderingState.DONE


class Upload(models.Model):
    """A file somebody brought, checked and without anything that could act; `original_sha256` is of what came."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.FileField(upload_to="uploads")
    file_name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=60)
    size = models.PositiveIntegerField()
    pages = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64)
    original_sha256 = models.CharField(max_length=64)
    kept_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.file_name
