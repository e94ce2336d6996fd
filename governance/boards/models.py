"""The company, its boards and their seats, and the electoral terms that seats of factions follow."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import Combinable
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.documents.models import Upload
from foundation.web.wording import phone_address
from governance.confidentiality import Reader
from governance.people.models import Organisation


class Company(models.Model):
    """The municipal company that runs this installation; exactly one row. `left_out` names steps of the set-up."""

    name = models.CharField(max_length=200)
    city = models.CharField(max_length=100)
    office_phone = models.CharField(max_length=40)
    office_hours = models.CharField(max_length=100)
    office_email = models.EmailField()
    address = models.CharField(max_length=300)
    mayor_title = models.CharField(max_length=60)
    mayors_office_name = models.CharField(max_length=60)
    logo = models.OneToOneField(Upload, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    left_out = models.JSONField(default=list, blank=True)
    singleton = models.BooleanField(default=True, unique=True, editable=False)

    class Meta:
        verbose_name_plural = "companies"
        constraints = [models.CheckConstraint(condition=Q(singleton=True), name="one_company")]

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        return f"company:{self.pk}"

    @property
    def logo_url(self) -> str:
        """The address of the logo, another one for each picture; empty without one."""
        return reverse("company_logo", args=[self.logo.sha256[:16]]) if self.logo else ""

    @property
    def phone_link(self) -> str:
        return phone_address(self.office_phone)


class BoardQuerySet(models.QuerySet["Board"]):
    def visible_to(self, reader: Reader) -> "BoardQuerySet":
        """Every board: that it exists, what for and how large is public. For names ask `rules.can_see_members`."""
        return self


class Board(models.Model):
    """An advisory body. A working group is a board with a parent.

    `publishes_dates`: everybody may know when and where it meets; what it meets about stays as it is. Decided so, or
    otherwise, at `dates_decided_at`.
    `first_reminder`, `second_reminder`: days before a meeting on which who has not answered is reminded, 0 for never;
    `reminder_text` stands in these mails.
    """

    class Kind(models.TextChoices):
        BUSINESS = "business_advisory", _("business advisory board")
        ETHICS = "ethics_technology", _("ethics and technology board")
        SPONSORS = "sponsors", _("sponsors' board")
        OTHER = "other", _("other board")

    slug = models.SlugField(unique=True)
    name = models.CharField(_("name"), max_length=200, unique=True)
    short_name = models.CharField(_("short name"), max_length=10, unique=True)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    purpose = models.TextField(_("purpose"))
    place = models.CharField(_("usual place"), max_length=200)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="working_groups")
    founded_on = models.DateField()
    position = models.PositiveSmallIntegerField(default=0)
    publishes_dates = models.BooleanField(default=False)
    dates_decided_at = models.DateTimeField(null=True, blank=True, editable=False)
    first_reminder = models.PositiveSmallIntegerField(default=7)
    second_reminder = models.PositiveSmallIntegerField(default=2)
    reminder_text = models.CharField(max_length=600, blank=True)

    objects = BoardQuerySet.as_manager()

    class Meta:
        ordering = ["position", "name"]
        constraints = [
            models.CheckConstraint(condition=~Q(parent=F("pk")), name="board_is_not_its_own_parent"),
            models.CheckConstraint(
                condition=Q(second_reminder=0) | Q(second_reminder__lt=F("first_reminder")),
                name="second_reminder_comes_later",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("board", args=[self.slug])

    def existed_on(self, day: date) -> bool:
        """Whether the board was founded by that day; before it has neither seats nor rules."""
        return self.founded_on <= day


def exists_on(day: "date | Combinable", path: str = "") -> Q:
    """Whether a seat exists on that day; `path` leads to the seat, such as "board__seats__"."""
    begun = Q(**{f"{path}since__isnull": True}) | Q(**{f"{path}since__lte": day})
    return begun & (Q(**{f"{path}until__isnull": True}) | Q(**{f"{path}until__gte": day}))


class SeatQuerySet(models.QuerySet["Seat"]):
    def voting(self) -> "SeatQuerySet":
        return self.filter(voting=True)

    def on(self, day: date) -> "SeatQuerySet":
        """Seats that exist on that day, as they are described today."""
        return self.filter(exists_on(day))

    def to_fill(self, day: date) -> "SeatQuerySet":
        """Seats that should have a holder on that day."""
        return self.on(day).filter(frozen=False)


class Seat(models.Model):
    """A numbered place in a board; it stays when its holder leaves.

    `since` and `until` are its first and last day (None: from the founding, without end). A frozen seat counts in
    the statutory number but is not to be filled. How it was described before stands in its changes.
    """

    DESCRIPTION = ("kind", "label", "delegating_body_id", "sector", "voting", "frozen")

    class Kind(models.TextChoices):
        EX_OFFICIO = "ex_officio", _("by office")
        DELEGATED = "delegated", _("by delegation")
        EXPERT = "expert", _("in person")

    class Sector(models.TextChoices):
        SCIENCE = "science", _("science")
        POLITICS = "politics", _("politics (factions)")
        ASSOCIATIONS = "associations", _("associations")
        PUBLIC = "public", _("Land and city")
        BUSINESS = "business", _("business")

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="seats")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=Kind.choices)
    label = models.CharField(_("office, body or subject"), max_length=200)
    delegating_body = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="seats"
    )
    sector = models.CharField(max_length=20, choices=Sector.choices)
    voting = models.BooleanField(default=True)
    frozen = models.BooleanField(default=False)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ["board", "number"]
        constraints = [
            models.UniqueConstraint(fields=["board", "number"], name="seat_number_once"),
            models.CheckConstraint(
                condition=~Q(kind="delegated") | Q(delegating_body__isnull=False),
                name="delegated_seat_has_body",
            ),
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gte=F("since")),
                name="seat_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.board.short_name} {self.number}: {self.label}"

    @property
    def origin(self) -> str:
        """Where the seat comes from, in words: the delegating body if the label does not say it, else the kind."""
        body = self.delegating_body
        if self.kind == self.Kind.DELEGATED and body and body.name != self.label:
            return body.name
        return str(self.get_kind_display())

    @property
    def is_faction(self) -> bool:
        """A council group fills it: its mandates end with the electoral term."""
        body = self.delegating_body
        return self.kind == self.Kind.DELEGATED and body is not None and body.kind == Organisation.Kind.FACTION


class SeatChange(models.Model):
    """How a seat was described before `on`, the first day of its next description. Never overwritten."""

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="changes")
    on = models.DateField()
    before = models.JSONField()
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["seat", "on"]
        constraints = [models.UniqueConstraint(fields=["seat", "on"], name="seat_changes_once_a_day")]

    def __str__(self) -> str:
        return f"{self.seat} {self.on}"


class ElectoralTermQuerySet(models.QuerySet["ElectoralTerm"]):
    def on(self, day: date) -> "ElectoralTermQuerySet":
        return self.filter(start__lte=day, end__gte=day)


class ElectoralTerm(models.Model):
    """A term of the city's council (Wahlperiode), both days included. Terms never overlap (boards/guards.py)."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="electoral_terms")
    start = models.DateField()
    end = models.DateField()

    objects = ElectoralTermQuerySet.as_manager()

    class Meta:
        ordering = ["-start"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="electoral_term_ends_after_start")
        ]

    def __str__(self) -> str:
        return f"{self.start.year}–{self.end.year}"
