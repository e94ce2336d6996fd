"""The minutes of a meeting: result minutes, versions, approval."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation.documents.models import Rendering
from governance.confidentiality import Reader
from governance.people.models import Person
from meetings.agenda.models import AgendaItem
from meetings.meeting.models import Meeting


class MinutesQuerySet(models.QuerySet["Minutes"]):
    def visible_to(self, reader: Reader) -> "MinutesQuerySet":
        """Drafts are the office's and the chair's; members and the management read what was sent to the members,
        the mayor's office what was approved."""
        if reader.is_secretariat:
            return self
        sent = Q(status__in=[Minutes.Status.CIRCULATED, Minutes.Status.APPROVED])
        # What was sent once stays readable while a new version is being written: pages show the last version.
        seen = Q(meeting__board_id__in=reader.boards, circulated_at__isnull=False)
        seen |= Q(meeting__board_id__in=reader.chairs)
        if reader.is_management:
            seen |= sent
        if reader.is_mayors_office:
            seen |= Q(status=Minutes.Status.APPROVED)
        return self.filter(seen)

    def waiting(self) -> "MinutesQuerySet":
        """Not yet approved."""
        return self.exclude(status=Minutes.Status.APPROVED)


class Minutes(models.Model):
    """drafting -> chair_review -> signed_off -> circulated -> approved.

    The chair may return a draft with a remark; an objection may lead back to drafting, approval never.
    """

    class Status(models.TextChoices):
        DRAFTING = "drafting", _("being written")
        CHAIR_REVIEW = "chair_review", _("with the chair")
        SIGNED_OFF = "signed_off", _("signed off by the chair")
        CIRCULATED = "circulated", _("sent to the members")
        APPROVED = "approved", _("approved")

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="minutes")
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.DRAFTING)
    revision = models.PositiveIntegerField(default=1)
    drafted_at = models.DateTimeField()
    returned_at = models.DateTimeField(null=True, blank=True)
    return_reason = models.CharField(max_length=1000, blank=True)
    signed_off_at = models.DateTimeField(null=True, blank=True)
    signed_off_by = models.CharField(max_length=80, blank=True)
    signed_off_for = models.CharField(max_length=80, blank=True)
    sign_off_note = models.CharField(max_length=300, blank=True)
    signed_sha256 = models.CharField(max_length=64, blank=True)
    taken_back_reason = models.CharField(max_length=300, blank=True)
    circulated_at = models.DateTimeField(null=True, blank=True)
    objections_until = models.DateField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_in = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="approved_minutes"
    )
    sha256 = models.CharField(max_length=64, blank=True)

    objects = MinutesQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "minutes"
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_in__isnull=True) | ~Q(approved_in=F("meeting")),
                name="minutes_not_approved_in_themselves",
            ),
            models.CheckConstraint(
                condition=~Q(status="approved") | Q(approved_at__isnull=False),
                name="approved_minutes_have_time",
            ),
            models.CheckConstraint(
                condition=Q(returned_at__isnull=True) | ~Q(return_reason=""), name="returned_minutes_have_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"Minutes {self.meeting}"

    @property
    def key(self) -> str:
        return f"minutes:{self.pk}"

    @property
    def is_draft(self) -> bool:
        return self.status in (self.Status.DRAFTING, self.Status.CHAIR_REVIEW, self.Status.SIGNED_OFF)


class MinutesEntry(models.Model):
    """Free text of the minute-taker on one item; facts come from the sitting itself.

    `sent_text` is the text as the last version has it, for those who do not read what is being written.
    """

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="entries")
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="minutes_entries")
    text = models.TextField(blank=True)
    sent_text = models.TextField(blank=True)

    class Meta:
        ordering = ["minutes", "item__position"]
        constraints = [models.UniqueConstraint(fields=["minutes", "item"], name="one_entry_per_item")]

    def __str__(self) -> str:
        return f"{self.minutes} / {self.item}"


class MinutesObjection(models.Model):
    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="objections")
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="objections")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="objections")
    text = models.TextField()
    raised_at = models.DateTimeField()

    class Meta:
        ordering = ["item__position", "raised_at"]

    def __str__(self) -> str:
        return f"{self.person} / {self.item}"


class MinutesVersion(models.Model):
    """A circulated or approved text: never changed."""

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    rendering = models.ForeignKey(Rendering, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["minutes", "number"]
        constraints = [models.UniqueConstraint(fields=["minutes", "number"], name="minutes_version_once")]

    def __str__(self) -> str:
        return f"{self.minutes} v{self.number}"
