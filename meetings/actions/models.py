"""Action items (Maßnahmen): what a meeting asked somebody to do by a day."""

from datetime import date

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from governance.confidentiality import Reader
from governance.people.models import Person
from governance.rights.addressing import addressed_q
from governance.rights.levels import level_q
from meetings.agenda.models import AgendaItem, Recusal

UNFINISHED = ("open", "done_reported")


class ActionItemQuerySet(models.QuerySet["ActionItem"]):
    def visible_to(self, reader: Reader) -> "ActionItemQuerySet":
        """Board office and management see all, members those of their boards, the mayor's office what is addressed to
        it (`addressing.py`); up to their level, and not where they are recused.

        Everybody sees what they have to do themselves.
        """
        addressed = addressed_q(reader, "item__meeting__board", "owner")
        level = level_q(reader, "item__meeting__board", "item__level", "item__meeting__starts_at")
        seen = self.filter(addressed, level)
        if reader.person_id is None:
            return seen
        barred = Recusal.objects.filter(person=reader.person_id).values("item")
        allowed = seen.exclude(item__in=barred).values("pk")
        return self.filter(models.Q(owner_id=reader.person_id) | models.Q(pk__in=allowed))

    def unfinished(self) -> "ActionItemQuerySet":
        return self.filter(status__in=UNFINISHED)

    def overdue(self, today: date) -> "ActionItemQuerySet":
        return self.filter(status=ActionItem.Status.OPEN, due_on__lt=today)


class ActionItem(models.Model):
    class Status(models.TextChoices):
        OPEN = "open", _("open")
        DONE_REPORTED = "done_reported", _("reported as done")
        VERIFIED = "verified", _("done")
        DROPPED = "dropped", _("dropped")

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="actions")
    title = models.CharField(_("what"), max_length=200)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="actions")
    due_on = models.DateField(_("due"))
    status = models.CharField(max_length=15, choices=Status.choices, default=Status.OPEN)
    report_note = models.TextField(_("what was done"), blank=True)
    reported_at = models.DateTimeField(null=True, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    reopened_reason = models.CharField(max_length=300, blank=True)
    dropped_reason = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()

    objects = ActionItemQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(status="dropped") | ~models.Q(dropped_reason=""), name="dropped_action_has_reason"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("action", args=[self.pk])

    @property
    def is_unfinished(self) -> bool:
        return self.status in UNFINISHED

    def is_overdue(self, today: date) -> bool:
        return self.status == ActionItem.Status.OPEN and self.due_on < today
