"""Action items (Maßnahmen): what a meeting asked somebody to do by a day."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from governance.confidentiality import Reader
from governance.people.models import Person
from meetings.agenda.models import AgendaItem


class ActionItemQuerySet(models.QuerySet["ActionItem"]):
    def visible_to(self, reader: Reader) -> "ActionItemQuerySet":
        """Staff see all; members those of their boards and their own."""
        if reader.sees_all_boards:
            return self
        mine = models.Q(owner_id=reader.person_id) if reader.person_id else models.Q(pk__in=[])
        return self.filter(mine | models.Q(item__meeting__board_id__in=reader.boards | reader.chairs))

    def unfinished(self) -> "ActionItemQuerySet":
        return self.filter(status__in=[ActionItem.Status.OPEN, ActionItem.Status.DONE_REPORTED])

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
    created_at = models.DateTimeField()

    objects = ActionItemQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "id"]

    def __str__(self) -> str:
        return self.title
