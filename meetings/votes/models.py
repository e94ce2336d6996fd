"""Motions, votes and resolutions."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from governance.boards.models import Board
from governance.confidentiality import Level, Reader
from governance.rights.levels import level_q
from meetings.agenda.models import AgendaItem, Recusal
from meetings.votes.count import Ballot, sentence


class MotionQuerySet(models.QuerySet["Motion"]):
    def visible_to(self, reader: Reader) -> "MotionQuerySet":
        """Motions on items whose texts the reader may see."""
        readable = AgendaItem.objects.readable_by(reader).filter(pk=OuterRef("item"))
        return self.filter(Exists(readable))


class Motion(models.Model):
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="motions")
    text = models.TextField()
    put_at = models.DateTimeField()

    objects = MotionQuerySet.as_manager()

    class Meta:
        ordering = ["item", "id"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="motion_has_text")]

    def __str__(self) -> str:
        return self.text[:60]


class Vote(models.Model):
    """An open, counted vote on a motion. It may be corrected until the minutes are approved (`final_at`)."""

    class Result(models.TextChoices):
        ADOPTED = "adopted", _("adopted")
        REJECTED = "rejected", _("rejected")
        TIED = "tied", _("tied, rejected")

    motion = models.OneToOneField(Motion, on_delete=models.PROTECT, related_name="vote")
    yes = models.PositiveSmallIntegerField()
    no = models.PositiveSmallIntegerField()
    abstain = models.PositiveSmallIntegerField()
    invalid = models.PositiveSmallIntegerField(default=0)
    eligible = models.PositiveSmallIntegerField()
    result = models.CharField(max_length=10, choices=Result.choices)
    counted_at = models.DateTimeField()
    counted_by = models.CharField(max_length=80)
    corrected_at = models.DateTimeField(null=True, blank=True)
    correction_reason = models.CharField(max_length=300, blank=True)
    final_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(corrected_at__isnull=True) | ~Q(correction_reason=""), name="correction_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(eligible__gte=F("yes") + F("no") + F("abstain") + F("invalid")),
                name="votes_within_eligible",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.yes}:{self.no}:{self.abstain}"

    @property
    def ballot(self) -> Ballot:
        return Ballot(self.yes, self.no, self.abstain, self.invalid)

    @property
    def sentence(self) -> str:
        """ "18 Ja, 6 Nein, 2 Enthaltungen – angenommen" in the active language."""
        return sentence(self.ballot, self.result)


class VoteTakenBack(models.Model):
    """A vote that was undone: what was voted on, and why. The journal keeps its numbers."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="votes_taken_back")
    motion_text = models.TextField()
    reason = models.CharField(max_length=300)
    taken_back_at = models.DateTimeField()

    class Meta:
        ordering = ["item", "id"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="vote_taken_back_has_reason")]

    def __str__(self) -> str:
        return f"{self.item} ({self.taken_back_at:%Y-%m-%d})"


class ResolutionQuerySet(models.QuerySet["Resolution"]):
    def visible_to(self, reader: Reader) -> "ResolutionQuerySet":
        """Members read the resolutions of their boards, staff those of all boards, each up to their level.

        What is confidential stays closed to members recused from its item.
        """
        if not (reader.sees_all_boards or reader.boards or reader.chairs):
            return self.none()
        shown = self.filter(level_q(reader, "board", "motion__item__level", "motion__item__meeting__starts_at"))
        if reader.sworn:
            barred = Recusal.objects.filter(person=reader.person_id).values("item")
            shown = shown.exclude(motion__item__level__gt=Level.BOARD, motion__item__in=barred)
        return shown if reader.sees_all_boards else shown.filter(board_id__in=reader.boards | reader.chairs)

    def standing(self) -> "ResolutionQuerySet":
        """Without those whose count was corrected to a rejection."""
        return self.filter(revoked_at__isnull=True)


class Resolution(models.Model):
    """An adopted motion with its running number, e.g. UB-B-2027-05. A number is never given twice: when a count is
    corrected to a rejection, the row stays and is marked as revoked."""

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="resolutions")
    motion = models.OneToOneField(Motion, on_delete=models.PROTECT, related_name="resolution")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    adopted_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ResolutionQuerySet.as_manager()

    class Meta:
        ordering = ["board", "year", "number"]
        constraints = [models.UniqueConstraint(fields=["board", "year", "number"], name="resolution_once")]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        return f"{self.board.short_name}-B-{self.year}-{self.number:02d}"
