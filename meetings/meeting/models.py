"""One meeting of one board."""

import uuid
from datetime import date, datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.values import BERLIN, midnight
from governance.boards.models import Board
from governance.confidentiality import Reader
from governance.people.models import Person
from governance.procedure.models import RulesOfProcedure

LONGEST = timedelta(hours=14)
"""A meeting of several days is several meetings; what is longer is a slip of the pen."""


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, reader: Reader) -> "MeetingQuerySet":
        """Staff see every meeting; members those of their boards; dates that are pencilled in, or were dropped before
        anybody was told, are the office's and the chair's."""
        if reader.is_secretariat:
            return self
        untold = Q(status=Meeting.Status.PLANNED) | Q(dropped=True)
        shown = self.exclude(untold & ~Q(board_id__in=reader.chairs))
        if reader.sees_all_boards:
            return shown
        return shown.filter(board_id__in=reader.boards | reader.chairs)

    def in_calendar_of(self, reader: Reader) -> "MeetingQuerySet":
        """What a reader's calendar shows: the visible ones, and dates that are pencilled in for the own boards."""
        own = self.filter(status=Meeting.Status.PLANNED, board_id__in=reader.boards | reader.chairs)
        return self.visible_to(reader) | own

    def published(self) -> "MeetingQuerySet":
        """What everybody may know the date of: set or cancelled meetings of boards that publish their dates."""
        known = self.filter(board__publishes_dates=True)
        return known.exclude(Q(dropped=True) | Q(status__in=[Meeting.Status.PLANNED, Meeting.Status.EARLIER]))

    def in_cadence(self) -> "MeetingQuerySet":
        """Extraordinary meetings stand outside the cadence of a board."""
        return self.exclude(kind=Meeting.Kind.EXTRAORDINARY)

    def upcoming(self, now: datetime) -> "MeetingQuerySet":
        """Not over and not cancelled, the next one first."""
        return self._live().filter(ends_at__gte=now).order_by("starts_at")

    def from_day(self, day: date) -> "MeetingQuerySet":
        """Meetings that day or later, neither held nor cancelled."""
        return self._live().filter(starts_at__gte=midnight(day))

    def between(self, first: date, last: date) -> "MeetingQuerySet":
        """Meetings on days from `first` to `last`, whatever became of them."""
        return self.filter(starts_at__gte=midnight(first), starts_at__lt=midnight(last + timedelta(days=1)))

    def _live(self) -> "MeetingQuerySet":
        return self.filter(status__in=[Meeting.Status.SCHEDULED, Meeting.Status.INVITED, Meeting.Status.IN_SESSION])

    def held(self) -> "MeetingQuerySet":
        return self.filter(status=Meeting.Status.HELD)


class Meeting(models.Model):
    """`dropped`: cancelled while it was only pencilled in, so nobody was told of it.

    `sequence` is the SEQUENCE of its calendar entry (RFC 5545 3.8.7.4), `changed_at` its LAST-MODIFIED; neither ever
    goes back. `published_at`: the DTSTAMP of the last file that was sent with this date before the invitation.
    """

    class Status(models.TextChoices):
        PLANNED = "planned", _("pencilled in")
        SCHEDULED = "scheduled", _("scheduled")
        INVITED = "invited", _("invited")
        IN_SESSION = "in_session", _("in session")
        HELD = "held", _("held")
        CANCELLED = "cancelled", _("cancelled")
        EARLIER = "earlier", _("from before Gremia")

    class Kind(models.TextChoices):
        REGULAR = "regular", _("ordinary meeting")
        EXTRAORDINARY = "extraordinary", _("extraordinary meeting")
        CONSTITUTIVE = "constitutive", _("constitutive meeting")

    class Mode(models.TextChoices):
        IN_PERSON = "in_person", _("on site")
        VIDEO = "video", _("by video")
        HYBRID = "hybrid", _("on site or by video")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="meetings")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=15, choices=Kind.choices, default=Kind.REGULAR)
    mode = models.CharField(max_length=10, choices=Mode.choices, default=Mode.IN_PERSON)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.PLANNED)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(_("place"), max_length=200)
    video_url = models.URLField(_("video link"), blank=True)
    rules = models.ForeignKey(
        RulesOfProcedure, null=True, blank=True, on_delete=models.PROTECT, related_name="meetings"
    )
    minute_taker = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="meetings_recorded"
    )
    uid = models.CharField(max_length=80, unique=True)
    sequence = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    dropped = models.BooleanField(default=False)
    shortened = models.BooleanField(default=False)
    shortened_reason = models.CharField(max_length=300, blank=True)
    cancelled_reason = models.CharField(max_length=300, blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.UniqueConstraint(fields=["board", "year", "number"], name="meeting_number_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="meeting_ends_after_start"),
            models.CheckConstraint(condition=Q(mode="in_person") | ~Q(video_url=""), name="video_meeting_has_link"),
            models.CheckConstraint(
                condition=Q(shortened=False) | ~Q(shortened_reason=""), name="shortened_notice_has_reason"
            ),
            models.CheckConstraint(condition=Q(dropped=False) | Q(status="cancelled"), name="dropped_is_cancelled"),
            models.CheckConstraint(
                condition=~Q(status__in=["invited", "in_session", "held"]) | Q(rules__isnull=False),
                name="invited_meeting_keeps_rules",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.board.short_name} {self.number}/{self.year}"

    def get_absolute_url(self) -> str:
        return reverse("meeting", args=[self.pk])

    @property
    def key(self) -> str:
        return f"meeting:{self.pk}"

    @property
    def day(self):
        """The day of the meeting in Europe/Berlin."""
        return self.starts_at.astimezone(BERLIN).date()
