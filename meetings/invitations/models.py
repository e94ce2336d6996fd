"""Invitations, answers, and the proof of dispatch."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation.outbox.models import Delivery
from governance.confidentiality import Reader
from governance.mandates.models import Mandate
from governance.people.models import Person
from meetings.meeting.models import Meeting


class Answer(models.TextChoices):
    NEEDS_ACTION = "needs_action", _("no answer yet")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    TENTATIVE = "tentative", _("tentative")
    DELEGATED = "delegated", _("will be represented")


EXCUSED = (Answer.DECLINED, Answer.DELEGATED)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def in_force(self) -> "InvitationQuerySet":
        """Not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)

    def voting(self) -> "InvitationQuerySet":
        """Those whose presence counts for the quorum: holders of voting seats, and the deputies who are called for
        them, so there may be two for one seat (`turnout.of_seats`)."""
        return self.in_force().exclude(role=Invitation.Role.GUEST).filter(mandate__isnull=False)

    def deputies(self) -> "InvitationQuerySet":
        """Those who are called in a member's place."""
        return self.in_force().filter(mandate__isnull=False).exclude(person=F("mandate__person"))

    def silent(self) -> "InvitationQuerySet":
        return self.in_force().filter(answer=Answer.NEEDS_ACTION)

    def assisted_by(self, reader: Reader) -> "InvitationQuerySet":
        """In force, and of people this reader answers dates for. Shows date, place and titles, nothing else."""
        return self.in_force().filter(person__in=reader.assists)

    def visible_to(self, reader: Reader) -> "InvitationQuerySet":
        """The board office sees all answers, the chair those of the own boards, everybody else the own one."""
        if reader.is_secretariat:
            return self
        own = Q(person_id=reader.person_id) if reader.person_id else Q(pk__in=[])
        return self.filter(own | Q(meeting__board_id__in=reader.chairs))


class Invitation(models.Model):
    """The formal call of one person to one meeting. `answer` repeats the reply that counts.

    `mandate`: with which the person sits on the board, or that of the member whose deputy the person is
    (`represents`).
    `asked_sequence` is the SEQUENCE that asked for the date in force: an answer to an older one is outdated.
    """

    class Role(models.TextChoices):
        CHAIR = "chair", _("chair")
        MEMBER = "member", _("member")
        DEPUTY = "deputy", _("deputy")
        GUEST = "guest", _("guest")

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="invitations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="invitations")
    mandate = models.ForeignKey(Mandate, null=True, blank=True, on_delete=models.PROTECT, related_name="invitations")
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.MEMBER)
    invited_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=15, choices=Answer.choices, default=Answer.NEEDS_ACTION)
    by_video = models.BooleanField(default=False)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_sequence = models.PositiveIntegerField(default=0)
    asked_sequence = models.PositiveIntegerField(default=0)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "person"]
        constraints = [models.UniqueConstraint(fields=["meeting", "person"], name="one_invitation")]

    def __str__(self) -> str:
        return f"{self.person} / {self.meeting}"

    @property
    def votes(self) -> bool:
        """Whether this presence counts for the quorum, as in `InvitationQuerySet.voting`."""
        return self.mandate_id is not None and self.role != self.Role.GUEST

    @property
    def represents(self) -> Person | None:
        """The member whose place this person is called to take."""
        return self.mandate.person if self.mandate and self.mandate.person_id != self.person_id else None

    @property
    def function(self) -> str:
        """As what the person is called: "Mitglied", "Stellvertretung für Lena Ostermann"."""
        member = self.represents
        return _("deputy of %(member)s") % {"member": member} if member else str(self.get_role_display())


class Reply(models.Model):
    """Every answer ever given; of those to the date in force the last counts, whichever SEQUENCE it names.

    `comment` and `stamp` (DTSTAMP) are what a calendar answer brought along.
    """

    class Source(models.TextChoices):
        LINK = "link", _("personal link")
        PAGE = "page", _("signed in")
        API = "api", _("interface")
        MAIL = "mail", _("by mail")
        PHONE = "phone", _("by phone")

    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="replies")
    answer = models.CharField(max_length=15, choices=Answer.choices)
    by_video = models.BooleanField(default=False)
    note = models.CharField(_("note"), max_length=300, blank=True)
    sequence = models.PositiveIntegerField()
    received_at = models.DateTimeField()
    source = models.CharField(max_length=10, choices=Source.choices)
    entered_by = models.CharField(max_length=80)
    comment = models.TextField(max_length=2000, blank=True)
    stamp = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["invitation", "received_at", "id"]
        verbose_name_plural = "replies"

    def __str__(self) -> str:
        return f"{self.invitation}: {self.answer}"


class LinkRequest(models.Model):
    """Somebody asked for new links. The page answers before anybody looks whether the address is known."""

    email = models.EmailField(unique=True)
    asked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.asked_at:%Y-%m-%d %H:%M}"


class CalendarText(models.Model):
    """The VEVENT of one meeting revision, serialised once, without ATTENDEE and DESCRIPTION."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="calendar_texts")
    revision = models.PositiveIntegerField()
    language = models.CharField(max_length=5)
    text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "revision", "language"], name="one_calendar_text")]

    def __str__(self) -> str:
        return f"{self.meeting} r{self.revision} {self.language}"


class DispatchQuerySet(models.QuerySet["Dispatch"]):
    def in_force(self) -> "DispatchQuerySet":
        """Not taken back before a mail left."""
        return self.filter(stopped_at__isnull=True)


class Dispatch(models.Model):
    """One sending about a meeting, to everybody or to one who left or came later: the proof that notice was given.

    `sent_at` is also the DTSTAMP of its calendar objects, so it grows from one dispatch to the next. `stopped_at`: it
    was taken back before a mail left, so nobody knows of it. `replaced`: what a change put aside, to come back then
    (`restoring.kept`).
    """

    class Kind(models.TextChoices):
        INVITE = "invite", _("invitation")
        CHANGE = "change", _("change")
        CANCEL = "cancel", _("cancellation")
        WITHDRAW = "withdraw", _("withdrawal")
        LATE = "late", _("late invitation")
        REACTIVATE = "reactivate", _("set again")

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="dispatches")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    sequence = models.PositiveIntegerField()
    sent_at = models.DateTimeField()
    notice = models.JSONField(default=dict)
    stopped_at = models.DateTimeField(null=True, blank=True)
    replaced = models.JSONField(default=dict, blank=True)

    objects = DispatchQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "sequence"]
        verbose_name_plural = "dispatches"
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "kind", "sequence"], condition=~Q(kind="late"), name="one_dispatch_per_sequence"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.meeting}"


class Notice(models.Model):
    """Which delivery carried a dispatch to whom."""

    dispatch = models.ForeignKey(Dispatch, on_delete=models.PROTECT, related_name="notices")
    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="notices")
    delivery = models.OneToOneField(Delivery, on_delete=models.PROTECT, related_name="notice")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dispatch", "invitation"], name="one_notice")]

    def __str__(self) -> str:
        return f"{self.dispatch} → {self.invitation.person}"
