"""Projects of the strategy, their notes on progress, and the ethical guidelines they are held against."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from governance.people.models import Organisation
from portfolio.strategy.models import Field, Phase


class Project(models.Model):
    class Status(models.TextChoices):
        ON_TRACK = "on_track", _("on track")
        AT_RISK = "at_risk", _("to be watched")
        OFF_TRACK = "off_track", _("critical")
        DONE = "done", _("completed")

    key = models.SlugField(unique=True)
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"))
    field = models.ForeignKey(Field, on_delete=models.PROTECT, related_name="projects")
    phase = models.ForeignKey(Phase, on_delete=models.PROTECT, related_name="projects")
    lead = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="projects")

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class ProgressNote(models.Model):
    """How a project stands on a day. Never changed, only followed by a newer one."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="notes")
    as_of = models.DateField()
    status = models.CharField(max_length=10, choices=Project.Status.choices)
    text = models.CharField(max_length=300)

    class Meta:
        ordering = ["project", "-as_of"]
        constraints = [models.UniqueConstraint(fields=["project", "as_of"], name="one_note_per_day")]

    def __str__(self) -> str:
        return f"{self.project} {self.as_of}"


class Guideline(models.Model):
    """An ethical guideline (Leitplanke). `note` says where the wording comes from."""

    number = models.PositiveSmallIntegerField(unique=True)
    title = models.CharField(max_length=100)
    text = models.CharField(max_length=300)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"
