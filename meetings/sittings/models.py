"""A meeting as it is held: opening and closing, who is there, findings of quorum."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from governance.mandates.models import Mandate
from governance.people.models import Person
from meetings.agenda.models import AgendaItem
from meetings.meeting.models import Meeting


class Sitting(models.Model):
    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="sitting")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    inquorate = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("opened_at")),
                name="sitting_closes_after_opening",
            )
        ]

    def __str__(self) -> str:
        return f"Sitting {self.meeting}"


class Attendance(models.Model):
    """One person at one meeting. `mandate`: with which the person votes, as its holder or as the holder's deputy; a
    guest has none."""

    class Mode(models.TextChoices):
        ROOM = "room", _("present")
        VIDEO = "video", _("by video")

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendances")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="attendances")
    mandate = models.ForeignKey(Mandate, null=True, blank=True, on_delete=models.PROTECT, related_name="attendances")
    mode = models.CharField(max_length=10, choices=Mode.choices, default=Mode.ROOM)
    arrived_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["meeting", "arrived_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "person"], condition=Q(left_at__isnull=True), name="present_once"
            ),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(left_at__gte=F("arrived_at")),
                name="leaves_after_arriving",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} / {self.meeting}"


class QuorumFinding(models.Model):
    """A finding of the chair with its time; presumed to last until challenged."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="findings")
    item = models.ForeignKey(AgendaItem, null=True, blank=True, on_delete=models.PROTECT, related_name="findings")
    present = models.PositiveSmallIntegerField()
    needed = models.PositiveSmallIntegerField()
    quorate = models.BooleanField()
    found_at = models.DateTimeField()

    class Meta:
        ordering = ["meeting", "found_at", "id"]

    def __str__(self) -> str:
        return f"{self.present}/{self.needed} {self.meeting}"
