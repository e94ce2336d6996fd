"""Rooms boards meet in: what fits in, what stands there, and how people get in."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from governance.confidentiality import Reader


class RoomQuerySet(models.QuerySet["Room"]):
    def visible_to(self, reader: Reader) -> "RoomQuerySet":
        """Everybody who reads meetings, and who answers dates for somebody: all of them want to find the door."""
        if reader.sees_all_boards or reader.boards or reader.chairs or reader.assists:
            return self
        return self.none()

    def in_use(self) -> "RoomQuerySet":
        """Those that can be chosen."""
        return self.filter(retired=False)


class Room(models.Model):
    """A room with its facts. One that is given up stays: meetings were held there, and it may come back.

    Of the access to it is known that it is so, that it is not so, or nothing (None).
    """

    EQUIPMENT = ("video_conference", "microphones", "projector", "wifi")
    ACCESS = ("step_free", "accessible_toilet", "induction_loop", "accessible_parking")
    DESCRIPTION = ("name", "address", "capacity", *EQUIPMENT, *ACCESS, "way_in", "video_url")

    name = models.CharField(_("name"), max_length=120)
    address = models.CharField(_("address"), max_length=78, blank=True)
    capacity = models.PositiveSmallIntegerField(_("seats"), null=True, blank=True)
    video_conference = models.BooleanField(default=False)
    microphones = models.BooleanField(default=False)
    projector = models.BooleanField(default=False)
    wifi = models.BooleanField(default=False)
    step_free = models.BooleanField(null=True)
    accessible_toilet = models.BooleanField(null=True)
    induction_loop = models.BooleanField(null=True)
    accessible_parking = models.BooleanField(null=True)
    way_in = models.CharField(max_length=300, blank=True)
    video_url = models.URLField(blank=True)
    retired = models.BooleanField(default=False)

    objects = RoomQuerySet.as_manager()

    class Meta:
        ordering = ["name", "address", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(capacity__isnull=True) | Q(capacity__gte=1), name="room_has_seats"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("room", args=[self.pk])

    @property
    def key(self) -> str:
        """Its name in the journal."""
        return f"room:{self.pk}"

    @property
    def place(self) -> str:
        """Where, as invitations say it; at most as long as the place of a meeting."""
        return f"{self.name}, {self.address}" if self.address else self.name


class Wording(models.Model):
    """One way in which a room is or was written (`finding.written`). A wording means one room."""

    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="wordings")
    key = models.CharField(max_length=600, unique=True)

    def __str__(self) -> str:
        return self.key
