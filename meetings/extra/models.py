"""Who demanded an extraordinary meeting, and why."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.web.wording import plain_day
from governance.confidentiality import Reader
from governance.people.models import Person
from meetings.meeting.models import Meeting


class DemandQuerySet(models.QuerySet["Demand"]):
    def visible_to(self, reader: Reader) -> "DemandQuerySet":
        """Whoever sees the meeting knows why it was called; the names behind it are `Supporter.visible_to`."""
        return self.filter(meeting__in=Meeting.objects.visible_to(reader))


class Demand(models.Model):
    """One for each extraordinary meeting called here. `signed` of `occupied` members asked, `needed` were enough by
    the rules of that day; all three are 0 where no members asked."""

    class AskedBy(models.TextChoices):
        CHAIR = "chair", gettext_lazy("The chair")
        MEMBERS = "members", gettext_lazy("Members")
        MANAGEMENT = "management", gettext_lazy("The management")
        SHAREHOLDER = "shareholder", gettext_lazy("The shareholder")

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, primary_key=True, related_name="demand")
    asked_by = models.CharField(max_length=12, choices=AskedBy.choices)
    asked_on = models.DateField()
    matter = models.CharField(max_length=200)
    reason = models.CharField(max_length=300)
    signed = models.PositiveSmallIntegerField(default=0)
    needed = models.PositiveSmallIntegerField(default=0)
    occupied = models.PositiveSmallIntegerField(default=0)
    called_by = models.CharField(max_length=80)
    called_for = models.CharField(max_length=80, blank=True)
    called_at = models.DateTimeField()

    objects = DemandQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(asked_by="members") & Q(needed__gte=1) & Q(signed__gte=F("needed")))
                | (~Q(asked_by="members") & Q(needed=0) & Q(signed=0)),
                name="demand_of_members_has_its_share",
            ),
            models.CheckConstraint(condition=~Q(matter="") & ~Q(reason=""), name="demand_says_why"),
        ]

    def __str__(self) -> str:
        return str(self.meeting)

    @property
    def sentence(self) -> str:
        """Who asked and when; members by number only."""
        words = {"signed": self.signed, "occupied": self.occupied, "day": plain_day(self.asked_on)}
        return {
            self.AskedBy.CHAIR: _("Called by the chair on %(day)s."),
            self.AskedBy.MEMBERS: _("Demanded by %(signed)s of %(occupied)s members on %(day)s."),
            self.AskedBy.MANAGEMENT: _("Demanded by the management on %(day)s."),
            self.AskedBy.SHAREHOLDER: _("Demanded by the shareholder on %(day)s."),
        }[self.AskedBy(self.asked_by)] % words


class SupporterQuerySet(models.QuerySet["Supporter"]):
    def visible_to(self, reader: Reader) -> "SupporterQuerySet":
        """The board office and who leads the board; everybody their own name."""
        if reader.is_secretariat:
            return self
        own = Q(person_id=reader.person_id) if reader.person_id else Q(pk__in=[])
        return self.filter(own | Q(demand__meeting__board__in=reader.chairs))


class Supporter(models.Model):
    """A member who demanded the meeting."""

    demand = models.ForeignKey(Demand, on_delete=models.PROTECT, related_name="supporters")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="demanded_meetings")

    objects = SupporterQuerySet.as_manager()

    class Meta:
        ordering = ["demand", "pk"]
        constraints = [models.UniqueConstraint(fields=["demand", "person"], name="supports_a_demand_once")]

    def __str__(self) -> str:
        return f"{self.person} / {self.demand}"
