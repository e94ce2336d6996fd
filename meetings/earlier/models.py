"""Minutes of meetings held before this installation: a file each, as somebody brought it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.documents.models import Upload
from governance.confidentiality import LEVELS, Level, Reader
from governance.rights.levels import file_level_q
from meetings.meeting.models import Meeting


class EarlierMinutesQuerySet(models.QuerySet["EarlierMinutes"]):
    def visible_to(self, reader: Reader) -> "EarlierMinutesQuerySet":
        """Of meetings the reader sees, up to the level of files: a declaration of secrecy opens none."""
        seen = Meeting.objects.visible_to(reader).values("pk")
        return self.filter(file_level_q(reader, "meeting__board"), meeting__in=seen)


class EarlierMinutes(models.Model):
    """The file of one meeting that has the status `earlier`."""

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="earlier_minutes")
    upload = models.OneToOneField(Upload, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(choices=LEVELS, default=Level.BOARD)

    objects = EarlierMinutesQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("earlier minutes")

    def __str__(self) -> str:
        return f"{self.meeting}: {self.upload}"
