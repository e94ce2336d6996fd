"""People and organisations. A person is known to the boards whether or not there is a login."""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from governance.confidentiality import STAFF_ROLES, Reader


def running(day: date) -> Q:
    """Dated facts (`start`, `end`) that hold on this day."""
    return Q(start__lte=day) & (Q(end__isnull=True) | Q(end__gte=day))


class Organisation(models.Model):
    """A body that delegates, sponsors, implements or employs. `interests` is for `rules.can_see_support` only."""

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
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    address = models.CharField(max_length=300, blank=True)
    interests = models.TextField(max_length=2000, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("organisation", args=[self.pk])

    @property
    def key(self) -> str:
        return f"organisation:{self.pk}"


class Contact(models.Model):
    """Whom to call or write to at an organisation; no person of the boards."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(max_length=200)
    function = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    address = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class Support(models.Model):
    """What a sponsor gives: money in euro cents, or services in words, from one day to another."""

    class Kind(models.TextChoices):
        MONEY = "money", _("money")
        SERVICES = "services", _("services")

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="support")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    amount_cents = models.BigIntegerField(null=True, blank=True)
    description = models.CharField(max_length=300, blank=True)
    start = models.DateField()
    end = models.DateField(null=True, blank=True)
    published = models.BooleanField(default=False)

    class Meta:
        ordering = ["-start", "pk"]
        verbose_name_plural = "support"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="money", amount_cents__gt=0)
                | Q(kind="services", amount_cents__isnull=True) & ~Q(description=""),
                name="support_says_what",
            ),
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(end__gte=F("start")), name="support_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.start}"

    @property
    def amount_in_words(self) -> str:
        """ "1.500,00 €", empty for services."""
        if self.amount_cents is None:
            return ""
        euros, cents = divmod(self.amount_cents, 100)
        return f"{euros:,}".replace(",", ".") + f",{cents:02d}\u00a0€"


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, reader: Reader) -> "PersonQuerySet":
        """Contact data: the own; those of members of the boards this reader leads; all for the board office."""
        if reader.is_secretariat:
            return self
        shown = Q(pk=reader.person_id) if reader.person_id else Q(pk__in=[])
        if reader.chairs:
            shown |= Q(pk__in=self.model.objects.led_by(reader))
        return self.filter(shown)

    def led_by(self, reader: Reader) -> "PersonQuerySet":
        """Members of the boards this reader leads."""
        return self.filter(
            mandates__seat__board__in=reader.chairs, mandates__status__in=["active", "suspended"]
        ).distinct()


class Person(models.Model):
    """`calendar_mails`: invitations carry a calendar entry to answer; `copy_to_assistants`: assistants get the mails
    about dates in words; `digest`: the reminders of a day come as one mail."""

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
    mobile = models.CharField(max_length=40, blank=True)
    postal_address = models.CharField(max_length=300, blank=True)
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.MAIL)
    language = models.CharField(max_length=5, default="de")
    calendar_mails = models.BooleanField(default=True)
    copy_to_assistants = models.BooleanField(default=False)
    digest = models.BooleanField(default=True)
    anonymised_at = models.DateTimeField(null=True, blank=True)

    # Who has no e-mail keeps the place of one, by a name that leads nowhere (RFC 2606).
    NOWHERE = "@ohne-mail.invalid"

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["family_name", "given_name"]
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return " ".join(part for part in (self.academic_title, self.given_name, self.family_name) if part)

    def get_absolute_url(self) -> str:
        return reverse("person", args=[self.pk])

    @property
    def key(self) -> str:
        return f"person:{self.pk}"

    @property
    def has_mail(self) -> bool:
        """Whether there is an e-mail address at all; everybody else gets letters by post and has no login."""
        return not self.email.endswith(self.NOWHERE)

    @property
    def shown_email(self) -> str:
        """The address as people read it; empty where there is none."""
        return self.email if self.has_mail else ""

    def without_mail(self) -> "Person":
        """The same person, for whom there is no e-mail address."""
        self.email, self.channel = f"{self.pk}{self.NOWHERE}", self.Channel.POST
        return self

    @property
    def formal_name(self) -> str:
        """How a letter addresses the person: "Herr Dahlhoff", "Frau Prof. Dr. Sander", else the full name."""
        salutation = {"frau": "Frau", "herr": "Herr"}.get(self.form_of_address)
        if not salutation:
            return str(self)
        return " ".join(part for part in (salutation, self.academic_title, self.family_name) if part)


class StaffAssignmentQuerySet(models.QuerySet["StaffAssignment"]):
    def not_over(self, day: date) -> "StaffAssignmentQuerySet":
        """Those that run on `day` or later."""
        return self.filter(Q(end__isnull=True) | Q(end__gte=day))


class StaffAssignment(models.Model):
    """A staff role for a time; membership roles come from mandates and offices."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="assignments")
    role = models.CharField(max_length=20, choices=STAFF_ROLES)
    start = models.DateField()
    end = models.DateField(null=True, blank=True)

    objects = StaffAssignmentQuerySet.as_manager()

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


class AliasAddress(models.Model):
    """A further e-mail address of a person. Only a verified one stands for the person, and for nobody else."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="alias_addresses")
    email = models.EmailField(db_index=True)
    verified_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["email"]
        verbose_name_plural = "alias addresses"
        constraints = [
            models.UniqueConstraint(fields=["person", "email"], name="further_address_kept_once"),
            models.UniqueConstraint(
                fields=["email"], condition=Q(verified_at__isnull=False), name="verified_address_of_one_person"
            ),
        ]

    def __str__(self) -> str:
        return self.email


class AssistanceQuerySet(models.QuerySet["Assistance"]):
    def on(self, day: date) -> "AssistanceQuerySet":
        return self.filter(running(day))


class Assistance(models.Model):
    """`assistant` answers dates for `principal` and sees date, place and titles; papers only where granted."""

    assistant = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="assistances")
    principal = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="assisted_by")
    papers = models.BooleanField(default=False)
    start = models.DateField()
    end = models.DateField(null=True, blank=True)

    objects = AssistanceQuerySet.as_manager()

    class Meta:
        ordering = ["principal", "start"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(end__gte=F("start")), name="assistance_ends_after_start"
            ),
            models.CheckConstraint(condition=~Q(assistant=F("principal")), name="nobody_assists_themselves"),
            models.UniqueConstraint(
                fields=["assistant", "principal"], condition=Q(end__isnull=True), name="one_open_assistance"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assistant} → {self.principal}"


class PartnerAssignmentQuerySet(models.QuerySet["PartnerAssignment"]):
    def on(self, day: date) -> "PartnerAssignmentQuerySet":
        return self.filter(running(day))


class PartnerAssignment(models.Model):
    """Who speaks for an organisation that carries out projects, for a time."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="partner_people")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="partner_for")
    start = models.DateField()
    end = models.DateField(null=True, blank=True)

    objects = PartnerAssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["organisation", "start"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(end__gte=F("start")), name="partner_ends_after_start"
            ),
            models.UniqueConstraint(
                fields=["organisation", "person"], condition=Q(end__isnull=True), name="one_open_partner"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.organisation}"


class InterestDeclarationQuerySet(models.QuerySet["InterestDeclaration"]):
    def visible_to(self, reader: Reader) -> "InterestDeclarationQuerySet":
        """The own ones; those of members of the boards this reader leads; all of them for the board office."""
        if reader.is_secretariat:
            return self
        own = Q(person_id=reader.person_id) if reader.person_id else Q(pk__in=[])
        return self.filter(own | Q(person__in=Person.objects.led_by(reader))) if reader.chairs else self.filter(own)


class InterestDeclaration(models.Model):
    """What a member declared for a year. Rows are never changed: the newest of a year counts."""

    FIELDS = ("employer", "holdings", "clients", "functions")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="interest_declarations")
    year = models.PositiveSmallIntegerField()
    nothing = models.BooleanField(default=False)
    employer = models.CharField(max_length=500, blank=True)
    holdings = models.CharField(max_length=500, blank=True)
    clients = models.CharField(max_length=500, blank=True)
    functions = models.CharField(max_length=500, blank=True)
    declared_at = models.DateTimeField()
    entered_by = models.CharField(max_length=80)

    objects = InterestDeclarationQuerySet.as_manager()

    class Meta:
        ordering = ["person", "-declared_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(nothing=True, employer="", holdings="", clients="", functions="")
                | Q(nothing=False) & ~Q(employer="", holdings="", clients="", functions=""),
                name="declaration_says_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.year}"
