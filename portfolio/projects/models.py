"""Projects of the strategy, how they go on, and the ethical guidelines they are held against.

Notes, milestones and measured values are entries: never changed, only followed by a newer one (`guards.py`).
"""

from datetime import date
from typing import Any

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
        newest = ProgressNote.objects.filter(project=OuterRef("pk"), as_of__lte=day).order_by("-as_of", "-pk")
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


class ProgressQuerySet(models.QuerySet[Any]):
    """Rows that belong to a project by the way their model names (`TO_PROJECT`)."""

    def visible_to(self, reader: Reader) -> "ProgressQuerySet":
        """The same as `rules.can_see_progress`."""
        if reader.is_member or reader.sees_all_boards:
            return self
        return self.of(reader.partner_of)

    def of(self, organisations: frozenset[int]) -> "ProgressQuerySet":
        """Those of the projects that these organisations lead."""
        return self.filter(**{f"{self.model.TO_PROJECT}__lead__in": organisations})


class Entry(models.Model):
    """Who entered something (`Actor.key`), and when. Of one day the entry that came last counts."""

    entered_at = models.DateTimeField()
    entered_by = models.CharField(max_length=80)

    class Meta:
        abstract = True


class ProgressNote(Entry):
    """How a project stands on a day."""

    TO_PROJECT = "project"

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="notes")
    as_of = models.DateField()
    status = models.CharField(max_length=10, choices=Project.Status.choices)
    text = models.CharField(max_length=300)

    objects = ProgressQuerySet.as_manager()

    class Meta:
        ordering = ["project", "-as_of", "-pk"]

    def __str__(self) -> str:
        return f"{self.project} {self.as_of}"

    @property
    def light(self) -> str:
        return Project.Status(self.status).light


class Milestone(models.Model):
    """A dated target of a project. Its dates are entries of their own: the newest says how it stands."""

    TO_PROJECT = "project"

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="milestones")
    title = models.CharField(_("title"), max_length=200)

    objects = ProgressQuerySet.as_manager()

    class Meta:
        ordering = ["project", "pk"]
        constraints = [models.UniqueConstraint(fields=["project", "title"], name="milestone_once")]

    def __str__(self) -> str:
        return self.title


class MilestoneEntry(Entry):
    """A milestone is planned for `day`, was reached on it, or was dropped on it."""

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        REACHED = "reached", _("reached")
        DROPPED = "dropped", _("dropped")

    TO_PROJECT = "milestone__project"

    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="entries")
    state = models.CharField(max_length=10, choices=State.choices)
    day = models.DateField()

    objects = ProgressQuerySet.as_manager()

    class Meta:
        ordering = ["milestone", "-pk"]
        verbose_name_plural = "milestone entries"

    def __str__(self) -> str:
        return f"{self.milestone} {self.state} {self.day}"


class Indicator(models.Model):
    """What is measured of a project (Kennzahl), in a unit, with the value to be reached where there is one."""

    TO_PROJECT = "project"

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="indicators")
    title = models.CharField(_("title"), max_length=200)
    unit = models.CharField(max_length=30)
    target = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)

    objects = ProgressQuerySet.as_manager()

    class Meta:
        ordering = ["project", "pk"]
        constraints = [models.UniqueConstraint(fields=["project", "title"], name="indicator_once")]

    def __str__(self) -> str:
        return self.title


class Measurement(Entry):
    """The value of an indicator on a day (Messwert)."""

    TO_PROJECT = "indicator__project"

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="measurements")
    day = models.DateField()
    value = models.DecimalField(max_digits=14, decimal_places=2)

    objects = ProgressQuerySet.as_manager()

    class Meta:
        ordering = ["indicator", "-day", "-pk"]

    def __str__(self) -> str:
        return f"{self.indicator} {self.day}: {self.value}"


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
