"""Date polls: when can the members of a board meet? Options are only added, answers only replaced by newer ones."""

import uuid
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.values import midnight
from governance.boards.models import Board
from governance.confidentiality import Reader
from governance.people.models import Person
from meetings.meeting.models import Meeting


class DatePollQuerySet(models.QuerySet["DatePoll"]):
    def visible_to(self, reader: Reader) -> "DatePollQuerySet":
        """The office sees every poll; members, those in the place of one, and who leads those of their boards."""
        if reader.is_secretariat:
            return self
        return self.filter(board_id__in=reader.boards | reader.chairs)

    def asking(self) -> "DatePollQuerySet":
        """Neither fixed nor called off."""
        return self.filter(status=DatePoll.Status.OPEN)


class DatePoll(models.Model):
    """One question to one board. `deadline` is the last day on which members answer."""

    class Status(models.TextChoices):
        OPEN = "open", _("open")
        FIXED = "fixed", _("date fixed")
        CANCELLED = "cancelled", _("called off")

    class Shown(models.TextChoices):
        """What members see of the answers of others, once they have answered themselves."""

        COUNTS = "counts", _("numbers only; names are for the board office and the chair")
        NAMES = "names", _("numbers and names")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="date_polls")
    title = models.CharField(_("subject"), max_length=200)
    minutes = models.PositiveSmallIntegerField(_("length in minutes"))
    place = models.CharField(_("place"), max_length=200)
    video_url = models.URLField(_("video link"), blank=True)
    deadline = models.DateField(_("answers until"))
    shown = models.CharField(max_length=10, choices=Shown.choices, default=Shown.COUNTS)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OPEN)
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    extended_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    chosen = models.OneToOneField(
        "DateOption", null=True, blank=True, on_delete=models.PROTECT, related_name="chosen_by"
    )
    meeting = models.OneToOneField(Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="date_poll")
    cancelled_reason = models.CharField(max_length=300, blank=True)

    objects = DatePollQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(condition=Q(minutes__gte=15) & Q(minutes__lte=14 * 60), name="poll_has_length"),
            models.CheckConstraint(
                condition=Q(status="fixed", chosen__isnull=False, meeting__isnull=False)
                | ~Q(status="fixed") & Q(chosen__isnull=True, meeting__isnull=True),
                name="fixed_poll_has_meeting",
            ),
            models.CheckConstraint(
                condition=Q(status="open", closed_at__isnull=True) | ~Q(status="open") & Q(closed_at__isnull=False),
                name="closed_poll_knows_when",
            ),
            models.CheckConstraint(
                condition=~Q(status="cancelled") | ~Q(cancelled_reason=""), name="cancelled_poll_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("poll", args=[self.pk])

    @property
    def key(self) -> str:
        return f"date-poll:{self.pk}"

    @property
    def length(self) -> timedelta:
        return timedelta(minutes=self.minutes)

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.OPEN

    @property
    def asked_at(self) -> datetime:
        """When it was asked, or those who were silent got more time."""
        return self.extended_at or self.made_at

    def takes_answers(self, now: datetime) -> bool:
        """Members answer until the end of the last day, in Berlin."""
        return self.is_open and now < midnight(self.deadline + timedelta(days=1))


class DateOptionQuerySet(models.QuerySet["DateOption"]):
    def offered(self) -> "DateOptionQuerySet":
        """Not withdrawn, in the order of their times."""
        return self.filter(withdrawn_at__isnull=True).order_by("starts_at")


class DateOption(models.Model):
    """One possible date. Never moved and, once somebody answered, never removed; at most withdrawn."""

    poll = models.ForeignKey(DatePoll, on_delete=models.PROTECT, related_name="options")
    starts_at = models.DateTimeField()
    added_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = DateOptionQuerySet.as_manager()

    class Meta:
        ordering = ["poll", "starts_at"]
        constraints = [models.UniqueConstraint(fields=["poll", "starts_at"], name="date_offered_once")]

    def __str__(self) -> str:
        return f"{self.poll} {self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + self.poll.length


class DateVoteQuerySet(models.QuerySet["DateVote"]):
    def counting(self) -> "DateVoteQuerySet":
        """The newest answer of each person to each option."""
        return self.filter(superseded_at__isnull=True)


class DateVote(models.Model):
    """What one person said to one option. The newest counts, earlier ones stay with the time they were replaced."""

    class Choice(models.TextChoices):
        YES = "yes", _("Yes")
        IF_NEED_BE = "if_need_be", _("If need be")
        NO = "no", _("No")

    class Source(models.TextChoices):
        LINK = "link", _("personal link")
        PAGE = "page", _("signed in")
        PHONE = "phone", _("by phone")
        LETTER = "letter", _("in writing")
        IN_PERSON = "in_person", _("in person")

    option = models.ForeignKey(DateOption, on_delete=models.PROTECT, related_name="votes")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="date_votes")
    choice = models.CharField(max_length=10, choices=Choice.choices)
    source = models.CharField(max_length=10, choices=Source.choices)
    entered_by = models.CharField(max_length=80)
    answered_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    objects = DateVoteQuerySet.as_manager()

    class Meta:
        ordering = ["option", "person", "answered_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["option", "person"], condition=Q(superseded_at__isnull=True), name="one_date_vote_counts"
            ),
            models.CheckConstraint(condition=Q(choice__in=["yes", "if_need_be", "no"]), name="date_vote_says_one"),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.option}: {self.choice}"
