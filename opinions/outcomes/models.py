"""The board's opinion, dissents, recommendations and the management's answers."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from foundation.documents.models import Rendering
from foundation.web.wording import plain_day
from governance.boards.models import Board
from governance.confidentiality import LEVELS, Level, Reader
from governance.people.models import Person
from governance.rights.levels import level_q
from meetings.actions.models import ActionItem
from meetings.agenda.models import AgendaItem, Recusal
from meetings.votes.models import Resolution
from opinions.rounds.models import Opinion, OpinionRound


class ConsolidatedOpinionQuerySet(models.QuerySet["ConsolidatedOpinion"]):
    def visible_to(self, reader: Reader) -> "ConsolidatedOpinionQuerySet":
        """Adopted: by level. With the members: members of the board too. Drafts: who leads the board.

        Who withdrew from the round reads its opinion once it is adopted, who leads the board included. Nobody reads
        what belongs to an item they are recused from, unless everybody does. The management reads what is adopted.
        """
        if reader.is_secretariat:
            return self
        adopted = Q(status=ConsolidatedOpinion.Status.ADOPTED)
        led = Q(board__in=reader.chairs)
        circulated = Q(board__in=reader.boards, status=ConsolidatedOpinion.Status.CIRCULATED)
        unsettled = (led | circulated) & ~_withdrawn(reader)
        return self.filter(level_q(reader) & (adopted | unsettled) & ~_recused(reader))

    def addressed_to(self, reader: Reader) -> "ConsolidatedOpinionQuerySet":
        """Whose recommendations this reader answers for the management, whatever their level.

        The management is their addressee: it reads title, recommendations and answers. The rest of an opinion above
        its level stays closed to it (`visible_to`).
        """
        if not reader.is_management:
            return self.none()
        advised = Exists(Recommendation.objects.filter(opinion=OuterRef("pk")))
        return self.adopted().filter(advised, ~_recused(reader))

    def adopted(self) -> "ConsolidatedOpinionQuerySet":
        return self.filter(status=ConsolidatedOpinion.Status.ADOPTED)

    def with_answers(self) -> "ConsolidatedOpinionQuerySet":
        """With recommendations and the answers to them, in three queries more."""
        answers = ManagementResponse.objects.select_related("given_by", "action").order_by("version")
        recommendations = Recommendation.objects.order_by("number").prefetch_related(Prefetch("responses", answers))
        return self.prefetch_related(Prefetch("recommendations", recommendations))


def _withdrawn(reader: Reader) -> Q:
    if reader.person_id is None:
        return Q(pk__in=[])
    declined = Opinion.objects.filter(person_id=reader.person_id, status=Opinion.Status.DECLINED)
    return Q(round__in=declined.values("round"))


def _recused(reader: Reader) -> Q:
    if reader.person_id is None:
        return Q(pk__in=[])
    barred = Recusal.objects.filter(person_id=reader.person_id)
    return Q(item__in=barred.values("item"), level__gt=Level.PUBLIC)


class ConsolidatedOpinion(models.Model):
    """The board's opinion: drawn from a round, or recorded straight from an agenda item (exactly one of them)."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        CIRCULATED = "circulated", _("with the members")
        ADOPTED = "adopted", _("settled")

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="consolidated_opinions")
    round = models.OneToOneField(
        OpinionRound, null=True, blank=True, on_delete=models.PROTECT, related_name="consolidated"
    )
    item = models.OneToOneField(
        AgendaItem, null=True, blank=True, on_delete=models.PROTECT, related_name="consolidated"
    )
    title = models.CharField(max_length=200)
    text = models.TextField()
    counts = models.JSONField(default=dict)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    revision = models.PositiveIntegerField(default=1)
    level = models.PositiveSmallIntegerField(choices=LEVELS, default=Level.BOARD)
    created_at = models.DateTimeField()
    circulated_at = models.DateTimeField(null=True, blank=True)
    dissents_until = models.DateField(null=True, blank=True)
    adopted_at = models.DateTimeField(null=True, blank=True)
    adopted_by = models.CharField(max_length=80, blank=True)
    adopted_for = models.CharField(max_length=80, blank=True)
    adoption_note = models.CharField(max_length=300, blank=True)
    lowering_note = models.CharField(max_length=300, blank=True)
    rendering = models.ForeignKey(Rendering, null=True, on_delete=models.PROTECT, related_name="+")

    objects = ConsolidatedOpinionQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(round__isnull=False, item__isnull=True) | Q(round__isnull=True, item__isnull=False),
                name="opinion_has_one_origin",
            ),
            models.CheckConstraint(
                condition=~Q(status="adopted") | Q(adopted_at__isnull=False), name="adopted_opinion_has_time"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("outcome", args=[self.pk])

    @property
    def key(self) -> str:
        return f"board-opinion:{self.pk}"

    @property
    def is_adopted(self) -> bool:
        return self.status == self.Status.ADOPTED

    @property
    def is_confidential(self) -> bool:
        """Above what the board and the staff read: no mail says what it is about."""
        return self.level > Level.BOARD


class DissentQuerySet(models.QuerySet["Dissent"]):
    def standing(self) -> "DissentQuerySet":
        """Not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)


class Dissent(models.Model):
    """A named deviating view in its author's own words; always shown along with the opinion.

    `revision` is the text of the opinion it was written against. A withdrawn one stays its author's until the
    opinion is adopted.
    """

    opinion = models.ForeignKey(ConsolidatedOpinion, on_delete=models.PROTECT, related_name="dissents")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="dissents")
    text = models.TextField()
    written_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = DissentQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["opinion", "person"], name="one_dissent")]

    def __str__(self) -> str:
        return f"{self.person} / {self.opinion}"


class RecommendationQuerySet(models.QuerySet["Recommendation"]):
    def visible_to(self, reader: Reader) -> "RecommendationQuerySet":
        """Those of opinions the reader sees, and those the reader has to answer for the management."""
        opinions = ConsolidatedOpinion.objects
        seen = Q(opinion__in=opinions.visible_to(reader).values("pk"))
        if not reader.is_management:
            return self.filter(seen)
        return self.filter(seen | Q(opinion__in=opinions.addressed_to(reader).values("pk")))

    def adopted(self) -> "RecommendationQuerySet":
        """Those the management has been told of."""
        return self.filter(opinion__status=ConsolidatedOpinion.Status.ADOPTED)

    def unanswered(self) -> Any:
        """Without an answer that settles it: none yet, or deferred. `waits_until` is the day of the next answer."""
        newest = ManagementResponse.objects.filter(recommendation=OuterRef("pk")).order_by("-version")
        found = self.adopted().annotate(
            newest_answer=Subquery(newest.values("answer")[:1]),
            waits_until=Coalesce(Subquery(newest.values("again_on")[:1]), "due_on"),
        )
        deferred = ManagementResponse.Answer.DEFERRED
        return found.filter(Q(newest_answer__isnull=True) | Q(newest_answer=deferred))

    def to_answer(self, today: date) -> Any:
        """What the management has to do: the unanswered, without what is deferred to a later day."""
        return self.unanswered().filter(Q(newest_answer__isnull=True) | Q(waits_until__lte=today))

    def overdue(self, today: date) -> Any:
        return self.unanswered().filter(waits_until__lt=today)


class Recommendation(models.Model):
    """A part of an opinion or of a resolution addressed to the management; each needs an answer."""

    opinion = models.ForeignKey(
        ConsolidatedOpinion, null=True, blank=True, on_delete=models.PROTECT, related_name="recommendations"
    )
    resolution = models.ForeignKey(
        Resolution, null=True, blank=True, on_delete=models.PROTECT, related_name="recommendations"
    )
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    due_on = models.DateField(null=True, blank=True)

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        ordering = ["opinion", "number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(opinion__isnull=False, resolution__isnull=True)
                | Q(opinion__isnull=True, resolution__isnull=False),
                name="recommendation_has_one_origin",
            ),
            models.UniqueConstraint(
                fields=["opinion", "number"], condition=Q(opinion__isnull=False), name="recommendation_once"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def answer(self) -> "ManagementResponse | None":
        """The newest answer; costs no query after `with_answers()`."""
        return max(self.responses.all(), key=lambda response: response.version, default=None)

    @property
    def next_due(self) -> date | None:
        """By when an answer is due: the first one, or the next one after a deferral; None once it is settled."""
        answer = self.answer
        return answer.again_on if answer else self.due_on


class ManagementResponse(models.Model):
    """The management's answer to one recommendation; a correction is a new version.

    What is deferred comes back on the day `again_on`; no other answer has one.
    """

    class Answer(models.TextChoices):
        FOLLOW = "follow", _("will be followed")
        PARTLY = "partly", _("will be followed in part")
        DECLINE = "decline", _("will not be followed")
        DEFERRED = "deferred", _("deferred")

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="responses")
    version = models.PositiveSmallIntegerField()
    answer = models.CharField(max_length=10, choices=Answer.choices)
    reason = models.TextField(blank=True)
    again_on = models.DateField(null=True, blank=True)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="responses")
    action = models.ForeignKey(ActionItem, null=True, blank=True, on_delete=models.PROTECT, related_name="responses")

    class Meta:
        ordering = ["recommendation", "version"]
        constraints = [
            models.UniqueConstraint(fields=["recommendation", "version"], name="response_version_once"),
            models.CheckConstraint(
                condition=Q(answer="follow") | ~Q(reason=""), name="response_needs_reason_unless_followed"
            ),
            models.CheckConstraint(
                condition=Q(answer="deferred", again_on__isnull=False)
                | (~Q(answer="deferred") & Q(again_on__isnull=True)),
                name="deferred_response_comes_back",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recommendation}: {self.answer}"

    @property
    def words(self) -> str:
        """The answer in words, what is deferred with its day."""
        if self.again_on is None:
            return str(self.get_answer_display())
        return gettext("deferred until %(day)s") % {"day": plain_day(self.again_on)}
