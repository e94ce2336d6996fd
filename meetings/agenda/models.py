"""The agenda of a meeting, its items, the pool of topics, frozen versions and recusals."""

from django.db import models
from django.db.models import CharField, Exists, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext_lazy as _

from foundation.documents.models import Rendering
from governance.boards.models import Board
from governance.confidentiality import LEVELS, Level, Reader
from governance.people.models import Person
from governance.rights.addressing import addressed_q, is_addressed
from governance.rights.levels import level_q, max_level
from meetings.meeting.models import Meeting


class ItemKind(models.TextChoices):
    DECISION = "decision", _("decision")
    DISCUSSION = "discussion", _("discussion")
    INFORMATION = "information", _("information")
    OPINION = "opinion", _("opinion")
    REPORT = "report", _("report")
    ELECTION = "election", _("election")


class Agenda(models.Model):
    """draft -> released -> frozen. Inviting freezes it; another date or place makes the next version."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        RELEASED = "released", _("released")
        FROZEN = "frozen", _("fixed")

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="agenda")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    revision = models.PositiveIntegerField(default=1)
    generated_at = models.DateTimeField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.CharField(max_length=80, blank=True)
    released_for = models.CharField(max_length=80, blank=True)
    release_note = models.CharField(max_length=300, blank=True)
    taken_back_reason = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"Agenda {self.meeting}"


class AgendaItemQuerySet(models.QuerySet["AgendaItem"]):
    def visible_to(self, reader: Reader) -> "AgendaItemQuerySet":
        """Items of meetings the reader sees; drafts are the office's, chair's and management's.

        The mayor's office meets what is addressed to it (`addressing.py`). What is above the reader's level stays,
        with a neutral title and no text (`AgendaItem.title_for`), so that numbers run on.
        """
        seen = self.filter(
            addressed_q(reader, "meeting__board", "proposer"), meeting__in=Meeting.objects.visible_to(reader)
        )
        if reader.is_secretariat or reader.is_management:
            return seen
        released = Q(meeting__agenda__status__in=[Agenda.Status.RELEASED, Agenda.Status.FROZEN])
        return seen.filter(released | Q(meeting__board_id__in=reader.chairs))

    def readable_by(self, reader: Reader) -> "AgendaItemQuerySet":
        """Items whose texts the reader may see: within the level, and not recused (`AgendaItem.open_to`)."""
        seen = self.visible_to(reader).filter(level_q(reader, "meeting__board", "level", "meeting__starts_at"))
        if reader.person_id is None:
            return seen
        return seen.exclude(pk__in=Recusal.objects.filter(person=reader.person_id).values("item"))

    def elsewhere(self, meeting: Meeting) -> "AgendaItemQuerySet":
        """Topics of other agendas that stand on this one, too; the agenda of a cancelled meeting counts as none."""
        topics = Q(source__startswith="proposal:") | Q(source__startswith="adjourned:")
        others = self.filter(topics).exclude(meeting=meeting).exclude(meeting__status=Meeting.Status.CANCELLED)
        return others.filter(source__in=meeting.items.values("source"))


class AgendaItem(models.Model):
    class Outcome(models.TextChoices):
        OPEN = "open", _("open")
        DECIDED = "decided", _("decided")
        NOTED = "noted", _("noted")
        ADJOURNED = "adjourned", _("adjourned")
        WITHDRAWN = "withdrawn", _("withdrawn")

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(_("kind"), max_length=12, choices=ItemKind.choices)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=10)
    text = models.TextField(_("text"), blank=True)
    motion_text = models.TextField(_("motion"), blank=True)
    source = models.CharField(max_length=80, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    proposer = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="items")
    level = models.PositiveSmallIntegerField(choices=LEVELS, default=Level.BOARD)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.OPEN)
    outcome_at = models.DateTimeField(null=True, blank=True)
    lacked_quorum = models.BooleanField(default=False)  # adjourned because too few were there to decide on it
    reopened_reason = models.CharField(max_length=300, blank=True)

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "position"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "position"], name="item_position_once"),
            models.UniqueConstraint(fields=["meeting", "source"], condition=~Q(source=""), name="item_source_once"),
        ]

    def __str__(self) -> str:
        return f"TOP {self.position}: {self.title}"

    def open_to(self, reader: Reader) -> bool:
        """Whether the reader may see title and text: level, addressed, not recused (recusals prefetched or asked)."""
        board = self.meeting.board_id
        above = self.level > max_level(reader, board, self.meeting.day)
        if above or not is_addressed(reader, board, self.proposer_id):
            return False
        return all(recusal.person_id != reader.person_id for recusal in self.recusals.all())

    def title_for(self, reader: Reader) -> str:
        """The title, or a neutral one for those above whose level it is."""
        if self.level > max_level(reader, self.meeting.board_id, self.meeting.day):
            return str(_("Confidential agenda item"))
        return self.title


class AgendaProposalQuerySet(models.QuerySet["AgendaProposal"]):
    def visible_to(self, reader: Reader) -> "AgendaProposalQuerySet":
        """The office sees all, a chair those of the board, everybody their own."""
        if reader.is_secretariat:
            return self
        own = Q(proposer_id=reader.person_id) if reader.person_id else Q(pk__in=[])
        return self.filter(own | Q(board_id__in=reader.chairs))

    def undecided(self) -> "AgendaProposalQuerySet":
        return self.filter(status=AgendaProposal.Status.PROPOSED)

    def waiting(self) -> "AgendaProposalQuerySet":
        """Accepted and on no agenda; the agenda of a cancelled meeting counts as none."""
        source = Concat(Value("proposal:"), Cast(OuterRef("pk"), CharField()))
        live = AgendaItem.objects.filter(source=source).exclude(meeting__status=Meeting.Status.CANCELLED)
        return self.filter(Q(status="accepted") | Q(~Exists(live), status="placed"))

    def for_meeting(self, meeting: Meeting) -> "AgendaProposalQuerySet":
        """Accepted and waiting, or placed on this very agenda."""
        sources = [item.source for item in meeting.items.all()]
        placed = [int(source.partition(":")[2]) for source in sources if source.startswith("proposal:")]
        return self.waiting() | self.filter(status="placed", pk__in=placed)


class AgendaProposal(models.Model):
    """A topic somebody asks for; it waits in the pool until the chair accepts it."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        ACCEPTED = "accepted", _("taken up")
        REJECTED = "rejected", _("rejected")
        PLACED = "placed", _("on an agenda")

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="proposals")
    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(_("kind"), max_length=12, choices=ItemKind.choices)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=15)
    text = models.TextField(_("what it is about"), blank=True)
    motion_text = models.TextField(_("motion"), blank=True)
    proposer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="proposals")
    proposed_at = models.DateTimeField()
    level = models.PositiveSmallIntegerField(choices=LEVELS, default=Level.BOARD)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PROPOSED)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_reason = models.CharField(max_length=300, blank=True)

    objects = AgendaProposalQuerySet.as_manager()

    class Meta:
        ordering = ["board", "proposed_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="rejected") | ~Q(decided_reason=""), name="rejected_proposal_has_reason"
            )
        ]

    def __str__(self) -> str:
        return self.title


class AgendaVersion(models.Model):
    """What was sent: never changed."""

    agenda = models.ForeignKey(Agenda, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    frozen_at = models.DateTimeField()
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    rendering = models.ForeignKey(Rendering, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["agenda", "number"]
        constraints = [models.UniqueConstraint(fields=["agenda", "number"], name="agenda_version_once")]

    def __str__(self) -> str:
        return f"{self.agenda} v{self.number}"


class Recusal(models.Model):
    """A person is barred from an item: neither vote nor quorum nor papers of it."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="recusals")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="recusals")
    reason = models.CharField(max_length=300, blank=True)
    declared_at = models.DateTimeField()
    entered_by = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "person"], name="one_recusal")]

    def __str__(self) -> str:
        return f"{self.person} / {self.item}"
