"""Mail as rows: what was promised to be sent stands here until it was sent or a person decided otherwise."""

import hashlib
import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    PENDING = "pending", _("waiting")
    CLAIMED = "claimed", _("waiting")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("failed")
    HELD = "held", _("held back")
    LETTER = "letter", _("to be posted")
    OBSOLETE = "obsolete", _("overtaken")
    GATHERING = "gathering", _("waiting for the mail of the day")
    JOINED = "joined", _("in the mail of the day")


def sum_of(raw: bytes) -> str:
    """The SHA-256 of a mail."""
    return hashlib.sha256(raw).hexdigest()


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def open(self) -> "DeliveryQuerySet":
        """Not yet with the recipient, but still to be sent."""
        return self.filter(state__in=[State.PENDING, State.CLAIMED, State.SENDING, State.GATHERING])

    def troubled(self) -> "DeliveryQuerySet":
        """A person has to look: refused, or held back after repeated errors."""
        return self.filter(Q(state=State.FAILED) | Q(state=State.HELD, held_by=""))

    def held_back(self) -> "DeliveryQuerySet":
        """Held by the machinery after errors."""
        return self.filter(state=State.HELD, held_by="")

    def stopped(self) -> "DeliveryQuerySet":
        """Held by a person, who lets them go or takes back what they tell."""
        return self.filter(state=State.HELD).exclude(held_by="")

    def lock(self) -> list[uuid.UUID]:
        """The keys of these rows, locked in their order until the transaction is over. One query.

        Whoever changes several rows does this first, and a worker sends its rows in the same order: so two wait one
        after the other, and never crosswise.
        """
        return list(self.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True))


class Delivery(models.Model):
    """One mail to one recipient, its bytes frozen. `key` makes it unique, `topic` and `version` let a newer one
    overtake it. All three are plain text: the outbox knows no word of what it carries. By `message_id` answers and
    reports name it. For who reads no mail it is a letter: no server gets it, a person prints and posts it, and says
    so. `sha256` is of `raw` as it is sent, and stays when that is masked or goes. `held_by`: the person who stopped
    it. A reminder `gathers` with others of its day: `gathered_on` is the day on which it left, `carrier` the mail
    that holds it, if it did not leave alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=200, unique=True)
    message_id = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=40)
    topic = models.CharField(max_length=80, blank=True, db_index=True)
    version = models.PositiveIntegerField(default=0)
    recipient = models.CharField(max_length=80, db_index=True)
    recipient_name = models.CharField(max_length=200)
    address = models.EmailField()
    subject = models.CharField(max_length=300)
    raw = models.BinaryField()
    sha256 = models.CharField(max_length=64, blank=True)
    secrets = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    created_at = models.DateTimeField()
    not_before = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    token = models.CharField(max_length=32, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    tried_since = models.DateTimeField(null=True, blank=True)
    gathers = models.BooleanField(default=False)
    gathered_on = models.DateField(null=True, blank=True)
    carrier = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="carried")
    held_by = models.CharField(max_length=80, blank=True)
    last_error = models.CharField(max_length=500, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    smtp_reply = models.CharField(max_length=300, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "recipient_name"]
        verbose_name_plural = "deliveries"
        indexes = [models.Index(fields=["state", "not_before"]), models.Index(fields=["message_id"])]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="delivery_state_known"),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="delivery_sent_has_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} → {self.recipient_name}"

    @property
    def left_at(self) -> datetime | None:
        """When it was sent first, alone or in the mail of its day."""
        return self.sent_at or (self.carrier.sent_at if self.carrier else None)

    @property
    def is_whole(self) -> bool:
        """Whether the mail is here as it is sent: its text not gone, no link masked."""
        return bool(self.raw) and sum_of(bytes(self.raw)) == self.sha256


class IncomingMailQuerySet(models.QuerySet["IncomingMail"]):
    def unread(self) -> "IncomingMailQuerySet":
        return self.filter(state=IncomingMail.State.NEW)

    def waiting(self) -> "IncomingMailQuerySet":
        """A person has to look."""
        return self.filter(state=IncomingMail.State.REVIEW)


class IncomingMail(models.Model):
    """One message that came, as it came; `raw` is empty where it was too large, and once its time is over.

    `key` keeps it from being read twice. What became of it is `disposition` with its `reason`, both codes; `person`
    and `about` are plain keys of whom it comes from and what it is about, `facts` what was found in it.
    """

    class State(models.TextChoices):
        NEW = "new", _("not read yet")
        REVIEW = "review", _("to be looked at")
        DONE = "done", _("done")

    class Disposition(models.TextChoices):
        APPLIED = "applied", _("taken over")
        REVIEW = "review", _("put before the office")
        IGNORED = "ignored", _("noted only")
        REJECTED = "rejected", _("refused as unsafe")
        DUPLICATE = "duplicate", _("known already")
        BOUNCE = "bounce", _("could not be delivered")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=260, unique=True)
    received_at = models.DateTimeField()
    size = models.PositiveIntegerField()
    raw = models.BinaryField()
    sender = models.CharField(max_length=254, blank=True)
    sender_name = models.CharField(max_length=200, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.NEW)
    disposition = models.CharField(max_length=10, choices=Disposition.choices, blank=True)
    reason = models.CharField(max_length=40, blank=True)
    person = models.CharField(max_length=80, blank=True, db_index=True)
    about = models.CharField(max_length=80, blank=True)
    facts = models.JSONField(default=dict)
    read_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.CharField(max_length=80, blank=True)

    objects = IncomingMailQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at", "pk"]
        indexes = [models.Index(fields=["state", "received_at"])]

    def __str__(self) -> str:
        return self.subject or self.sender


class MailboxLook(models.Model):
    """When the mailbox was looked into, and what was in the way; one row."""

    singleton = models.BooleanField(default=True, unique=True, editable=False)
    looked_at = models.DateTimeField()
    succeeded_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(singleton=True), name="one_mailbox")]

    def __str__(self) -> str:
        return f"{self.looked_at:%Y-%m-%d %H:%M} {self.error}".strip()
