"""Who holds which seat, when, and who leads. History is never overwritten."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from governance.boards.models import Board, Seat
from governance.people.models import Person


class MandateQuerySet(models.QuerySet["Mandate"]):
    def on(self, day: date) -> "MandateQuerySet":
        """Mandates that run on `day`, whatever their status became later."""
        return self.filter(
            Q(end__isnull=True) | Q(end__gte=day),
            start__lte=day,
            status__in=[Mandate.Status.APPOINTED, Mandate.Status.ACTIVE, Mandate.Status.ENDED],
        )

    def real(self) -> "MandateQuerySet":
        """Mandates that somebody was appointed to, past ones included; neither proposals nor withdrawn ones."""
        return self.exclude(status__in=[Mandate.Status.PROPOSED, Mandate.Status.WITHDRAWN])

    def during(self, start: date, end: date | None) -> "MandateQuerySet":
        """Real mandates that share at least one day with `start` to `end` (None: open)."""
        shared = self.real().filter(Q(end__isnull=True) | Q(end__gte=start))
        return shared.filter(start__lte=end) if end else shared


class Mandate(models.Model):
    class Status(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        APPOINTED = "appointed", _("appointed")
        ACTIVE = "active", _("active")
        SUSPENDED = "suspended", _("suspended")
        ENDED = "ended", _("ended")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class EndReason(models.TextChoices):
        TERM = "term", _("end of term")
        RESIGNED = "resigned", _("resignation")
        RECALLED = "recalled", _("recall")
        OFFICE = "office_lost", _("end of office")
        DEATH = "death", _("death")

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="mandates")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="mandates")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PROPOSED)
    start = models.DateField()
    end = models.DateField(null=True, blank=True)
    appointed_on = models.DateField(null=True, blank=True)
    document = models.CharField(max_length=200, blank=True)
    ended_reason = models.CharField(max_length=12, choices=EndReason.choices, blank=True)

    objects = MandateQuerySet.as_manager()

    class Meta:
        ordering = ["seat", "start"]
        constraints = [
            models.UniqueConstraint(
                fields=["seat"], condition=Q(status__in=["active", "suspended"]), name="one_mandate_per_seat"
            ),
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(end__gte=F("start")), name="mandate_ends_after_start"
            ),
            models.CheckConstraint(
                condition=~Q(status="active") | Q(appointed_on__isnull=False),
                name="active_mandate_was_appointed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.seat})"


class OfficeQuerySet(models.QuerySet["Office"]):
    def on(self, day: date) -> "OfficeQuerySet":
        return self.filter(Q(end__isnull=True) | Q(end__gte=day), start__lte=day)


class Office(models.Model):
    """Chair or deputy chair of a board, with dates."""

    class Role(models.TextChoices):
        CHAIR = "chair", _("chair")
        DEPUTY = "deputy_chair", _("deputy chair")

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="offices")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="offices")
    role = models.CharField(max_length=12, choices=Role.choices)
    ex_officio = models.BooleanField(default=False)
    start = models.DateField()
    end = models.DateField(null=True, blank=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        ordering = ["board", "role", "start"]
        constraints = [
            models.UniqueConstraint(
                fields=["board"], condition=Q(role="chair", end__isnull=True), name="one_chair_per_board"
            ),
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(end__gte=F("start")), name="office_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.role} {self.board.short_name}"
