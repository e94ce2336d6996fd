"""The company, its boards and their seats."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from governance.confidentiality import Reader
from governance.people.models import Organisation


class Company(models.Model):
    """The municipal company that runs this installation; exactly one row."""

    name = models.CharField(max_length=200)
    city = models.CharField(max_length=100)
    office_phone = models.CharField(max_length=40)
    office_hours = models.CharField(max_length=100)
    office_email = models.EmailField()
    address = models.CharField(max_length=300)
    mayor_title = models.CharField(max_length=60)
    mayors_office_name = models.CharField(max_length=60)
    singleton = models.BooleanField(default=True, unique=True, editable=False)

    class Meta:
        verbose_name_plural = "companies"
        constraints = [models.CheckConstraint(condition=Q(singleton=True), name="one_company")]

    def __str__(self) -> str:
        return self.name

    @property
    def phone_link(self) -> str:
        """`tel:` address in the international form (German numbers)."""
        digits = "".join(c for c in self.office_phone if c.isdigit())
        return f"tel:+49{digits.removeprefix('0')}"


class BoardQuerySet(models.QuerySet["Board"]):
    def visible_to(self, reader: Reader) -> "BoardQuerySet":
        """Every board: that it exists, what for and how large is public. For names ask `rules.can_see_members`."""
        return self


class Board(models.Model):
    """An advisory body. A working group is a board with a parent."""

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

    objects = BoardQuerySet.as_manager()

    class Meta:
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("board", args=[self.slug])


class SeatQuerySet(models.QuerySet["Seat"]):
    def voting(self) -> "SeatQuerySet":
        return self.filter(voting=True)


class Seat(models.Model):
    """A numbered place in a board; it stays when its holder leaves."""

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

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ["board", "number"]
        constraints = [
            models.UniqueConstraint(fields=["board", "number"], name="seat_number_once"),
            models.CheckConstraint(
                condition=~Q(kind="delegated") | Q(delegating_body__isnull=False),
                name="delegated_seat_has_body",
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
