"""People and organisations. A person is known to the boards whether or not there is a login."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from governance.confidentiality import STAFF_ROLES


class Organisation(models.Model):
    """A body that delegates, sponsors, implements or employs."""

    class Kind(models.TextChoices):
        CITY = "city", _("city")
        CITY_COMPANY = "city_company", _("city company")
        LAND = "land", _("Land authority")
        FACTION = "faction", _("council faction")
        ASSOCIATION = "association", _("association")
        SCIENCE = "science", _("science")
        BUSINESS = "business", _("business")

    name = models.CharField(_("name"), max_length=200, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Person(models.Model):
    class Address(models.TextChoices):
        FRAU = "frau", _("Ms")
        HERR = "herr", _("Mr")
        NEUTRAL = "neutral", _("no form of address")

    class Channel(models.TextChoices):
        MAIL = "mail", _("e-mail")
        POST = "post", _("post")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="person"
    )
    form_of_address = models.CharField(max_length=10, choices=Address.choices, default=Address.NEUTRAL)
    academic_title = models.CharField(max_length=60, blank=True)
    given_name = models.CharField(max_length=100)
    family_name = models.CharField(max_length=100)
    email = models.EmailField(unique=True)
    phone = models.CharField(max_length=40, blank=True)
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.MAIL)
    language = models.CharField(max_length=5, default="de")

    class Meta:
        ordering = ["family_name", "given_name"]
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return " ".join(part for part in (self.academic_title, self.given_name, self.family_name) if part)

    @property
    def key(self) -> str:
        return f"person:{self.pk}"

    @property
    def formal_name(self) -> str:
        """How a letter addresses the person: "Herr Dahlhoff", "Frau Prof. Dr. Sander", else the full name."""
        salutation = {"frau": "Frau", "herr": "Herr"}.get(self.form_of_address)
        if not salutation:
            return str(self)
        return " ".join(part for part in (salutation, self.academic_title, self.family_name) if part)


class StaffAssignment(models.Model):
    """A staff role for a time; membership roles come from mandates and offices."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="assignments")
    role = models.CharField(max_length=20, choices=STAFF_ROLES)
    start = models.DateField()
    end = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(end__gte=F("start")), name="assignment_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(role__in=[code for code, _label in STAFF_ROLES]), name="assignment_role_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.role}"
