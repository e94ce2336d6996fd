"""Projects of the strategy, their notes on progress, and the ethical guidelines they are held against."""

from datetime import date

from django.db import models
from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from governance.confidentiality import Reader
from governance.people.models import Organisation
from portfolio.strategy.models import Field, Phase


class ProjectQuerySet(models.QuerySet["Project"]):
    def visible_to(self, reader: Reader) -> "ProjectQuerySet":
        """Every project is public; for status and notes ask `rules.can_see_progress`."""
        return self

    def with_status(self, day: date) -> "ProjectQuerySet":
        """With the newest note up to `day`: `status`, `note_text` and `noted_on`, each None before the first note."""
        newest = ProgressNote.objects.filter(project=OuterRef("pk"), as_of__lte=day).order_by("-as_of")
        return self.annotate(
            status=Subquery(newest.values("status")[:1]),
            note_text=Subquery(newest.values("text")[:1]),
            noted_on=Subquery(newest.values("as_of")[:1]),
        )


class Project(models.Model):
    class Status(models.TextChoices):
        ON_TRACK = "on_track", _("on track")
        AT_RISK = "at_risk", _("to be watched")
        OFF_TRACK = "off_track", _("critical")
        DONE = "done", _("completed")

        @property
        def light(self) -> str:
            """KERN's word for the icon beside the status."""
            return {"off_track": "danger", "at_risk": "warning"}.get(self.value, "success")

    key = models.SlugField(unique=True)
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"))
    field = models.ForeignKey(Field, on_delete=models.PROTECT, related_name="projects")
    phase = models.ForeignKey(Phase, on_delete=models.PROTECT, related_name="projects")
    lead = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="projects")

    objects = ProjectQuerySet.as_manager()

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("project", args=[self.key])

    @property
    def journal_key(self) -> str:
        return f"project:{self.pk}"


class ProgressNoteQuerySet(models.QuerySet["ProgressNote"]):
    def visible_to(self, reader: Reader) -> "ProgressNoteQuerySet":
        """The same as `rules.can_see_progress`."""
        if reader.is_member or reader.sees_all_boards:
            return self
        return self.filter(project__lead__in=reader.partner_of) if reader.partner_of else self.none()


class ProgressNote(models.Model):
    """How a project stands on a day. Never changed, only followed by a newer one."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="notes")
    as_of = models.DateField()
    status = models.CharField(max_length=10, choices=Project.Status.choices)
    text = models.CharField(max_length=300)

    objects = ProgressNoteQuerySet.as_manager()

    class Meta:
        ordering = ["project", "-as_of"]
        constraints = [models.UniqueConstraint(fields=["project", "as_of"], name="one_note_per_day")]

    def __str__(self) -> str:
        return f"{self.project} {self.as_of}"

    @property
    def light(self) -> str:
        return Project.Status(self.status).light


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
