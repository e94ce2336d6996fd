"""Who holds which seat, when, who stands in, and who leads. History is never overwritten."""

from datetime import date

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.utils.translation import gettext_lazy as _

from governance.boards.models import Board, Seat
from governance.people.models import Organisation, Person
from governance.procedure.models import RulesOfProcedure


def runs(day: date) -> Q:
    """Dated rows that hold on `day`; both ends are included, an empty end is open."""
    return Q(start__lte=day) & (Q(end__isnull=True) | Q(end__gte=day))


class MandateQuerySet(models.QuerySet["Mandate"]):
    def real(self) -> "MandateQuerySet":
        """Mandates that somebody was appointed to, past ones included; neither proposals nor withdrawn ones."""
        return self.exclude(status__in=[Mandate.Status.PROPOSED, Mandate.Status.WITHDRAWN])

    def proposed(self) -> "MandateQuerySet":
        return self.filter(status=Mandate.Status.PROPOSED)

    def held_on(self, day: date) -> "MandateQuerySet":
        """Mandates that fill a seat on `day`, suspended ones included, whatever their status became later."""
        return self.real().filter(runs(day))

    def on(self, day: date) -> "MandateQuerySet":
        """Mandates that are exercised on `day`: they run, and are not suspended then."""
        return self.held_on(day).exclude(Exists(Suspension.objects.on(day).filter(mandate=OuterRef("pk"))))

    def during(self, start: date, end: date | None) -> "MandateQuerySet":
        """Real mandates that share at least one day with `start` to `end` (None: open)."""
        shared = self.real().filter(Q(end__isnull=True) | Q(end__gte=start))
        return shared.filter(start__lte=end) if end else shared


class Mandate(models.Model):
    """proposed -> appointed -> active -> (suspended <-> active) -> ended; proposed -> withdrawn.

    `confidentiality_reason`: why the day of the declaration of secrecy was corrected. `proposed_as`: the name in
    which the proposer, who sees no contact data of others, wrote of somebody known already.
    """

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        APPOINTED = "appointed", _("appointed")
        ACTIVE = "active", _("active")
        SUSPENDED = "suspended", _("suspended")
        ENDED = "ended", _("ended")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class EndReason(models.TextChoices):
        TERM = "term", _("end of term")
        RESIGNED = "resigned", _("resignation")
        RECALLED = "recalled", _("recall")
        OFFICE = "office_lost", _("end of office")
        DEATH = "death", _("death")
        PARENT = "left_board", _("no longer a member of the board")

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="mandates")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="mandates")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PROPOSED)
    start = models.DateField()
    end = models.DateField(null=True, blank=True)
    appointed_on = models.DateField(null=True, blank=True)
    document = models.CharField(max_length=200, blank=True)
    ended_reason = models.CharField(max_length=12, choices=EndReason.choices, blank=True)
    end_document = models.CharField(max_length=200, blank=True)
    confidentiality_signed_on = models.DateField(null=True, blank=True)
    confidentiality_reason = models.CharField(max_length=300, blank=True)
    proposed_as = models.CharField(max_length=270, blank=True)

    objects = MandateQuerySet.as_manager()

    class Meta:
        ordering = ["seat", "start"]
        constraints = [
            models.UniqueConstraint(
                fields=["seat"], condition=Q(status__in=["active", "suspended"]), name="one_mandate_per_seat"
            ),
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(end__gte=F("start")), name="mandate_ends_after_start"
            ),
            models.CheckConstraint(
                condition=~Q(status="active") | Q(appointed_on__isnull=False),
                name="active_mandate_was_appointed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.seat})"

    @property
    def key(self) -> str:
        return f"mandate:{self.pk}"

    @property
    def called(self) -> str:
        """The name as whoever proposed somebody knows it."""
        return self.proposed_as or str(self.person)


# Mandates that can still end or rest.
RUNNING = (Mandate.Status.APPOINTED, Mandate.Status.ACTIVE, Mandate.Status.SUSPENDED)


class SuspensionQuerySet(models.QuerySet["Suspension"]):
    def on(self, day: date) -> "SuspensionQuerySet":
        return self.filter(Q(back_on__isnull=True) | Q(back_on__gt=day), start__lte=day)

    def planned(self, day: date) -> "SuspensionQuerySet":
        """Those that begin after `day`; what was taken back is left out."""
        return self.filter(Q(back_on__isnull=True) | Q(back_on__gt=F("start")), start__gt=day)

    def within(self, start: date, back_on: date | None) -> "SuspensionQuerySet":
        """Those that share a day with `start` to the day before `back_on` (None: open)."""
        shared = self.filter(Q(back_on__isnull=True) | Q(back_on__gt=start) & Q(back_on__gt=F("start")))
        return shared.filter(start__lt=back_on) if back_on else shared


class Suspension(models.Model):
    """A time in which a mandate rests: from `start` to the day before `back_on`; the seat stays filled.

    `back_on` on the first day: it was taken back. `follows` is the rest on the board above, for a seat in its group.
    """

    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="suspensions")
    start = models.DateField()
    back_on = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=300)
    back_reason = models.CharField(max_length=300, blank=True)
    follows = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="followers")

    objects = SuspensionQuerySet.as_manager()

    class Meta:
        ordering = ["mandate", "start"]
        constraints = [
            models.UniqueConstraint(
                fields=["mandate"], condition=Q(back_on__isnull=True), name="one_open_suspension"
            ),
            models.CheckConstraint(
                condition=Q(back_on__isnull=True) | Q(back_on__gte=F("start")), name="back_after_suspension"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="suspension_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.mandate} {self.start}"

    def covers(self, day: date) -> bool:
        return self.start <= day and (self.back_on is None or day < self.back_on)

    @property
    def taken_back(self) -> bool:
        return self.back_on == self.start


class OfficeQuerySet(models.QuerySet["Office"]):
    def on(self, day: date) -> "OfficeQuerySet":
        return self.filter(runs(day))

    def acting(self, day: date) -> "OfficeQuerySet":
        """Who leads the board on `day`; the first row of a board counts: the chair, else the deputies in their order.
        Only who exercises a mandate on the board leads it."""
        return self.at_meeting(day).exclude(role=Office.Role.STAND_IN)

    def at_meeting(self, day: date) -> "OfficeQuerySet":
        """Who leads the meeting of `day`: who stands in for it, else who leads the board. In all else the board is
        led as `acting` says."""
        exercised = Mandate.objects.on(day).filter(person=OuterRef("person"), seat__board=OuterRef("board"))
        ranks = [When(role=role, then=Value(rank)) for rank, role in enumerate(Office.RANKS)]
        return self.on(day).filter(Exists(exercised)).order_by("board", Case(*ranks), "position", "start")


class Office(models.Model):
    """Chair, deputy chair, or the one who leads a single meeting, with dates.

    `provisional`: leads until a chair is elected. `position` orders the deputies of a board, 1 first.
    `cut_by` is the chair whose beginning set `end`; `end_before` is what stood there, should it be taken back.
    """

    class Role(models.TextChoices):
        CHAIR = "chair", _("chair")
        DEPUTY = "deputy_chair", _("deputy chair")
        STAND_IN = "stand_in", _("chair of one meeting")

    RANKS = (Role.STAND_IN, Role.CHAIR, Role.DEPUTY)

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="offices")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="offices")
    role = models.CharField(max_length=12, choices=Role.choices)
    ex_officio = models.BooleanField(default=False)
    provisional = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=1)
    start = models.DateField()
    end = models.DateField(null=True, blank=True)
    cut_by = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="cut")
    end_before = models.DateField(null=True, blank=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        ordering = ["board", "role", "position", "start"]
        constraints = [
            models.UniqueConstraint(
                fields=["board"], condition=Q(role="chair", end__isnull=True), name="one_chair_per_board"
            ),
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(end__gte=F("start")), name="office_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(provisional=False) | Q(role="chair"), name="only_a_chair_is_provisional"
            ),
            models.CheckConstraint(condition=~Q(role="stand_in") | Q(end=F("start")), name="stand_in_for_one_day"),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.role} {self.board.short_name}"

    @property
    def key(self) -> str:
        return f"office:{self.pk}"

    @property
    def rank(self) -> tuple[int, int]:
        """Smaller leads; as in `at_meeting`."""
        return (self.RANKS.index(self.Role(self.role)), self.position)

    @property
    def title(self) -> str:
        """The office in words: "Vorsitz", "Vorsitz (kommissarisch)"."""
        return str(_("chair (provisional)") if self.provisional else self.get_role_display())


class DelegationQuerySet(models.QuerySet["Delegation"]):
    def on(self, day: date) -> "DelegationQuerySet":
        """Those that hold on `day`: they run, and who gave them leads the board then or could stand in."""
        return self.filter(runs(day), office__in=Office.objects.acting(day).values("pk"))


class Delegation(models.Model):
    """Acts of the chair that the board office does from `start` to `end` (both included, empty: open).

    It rests on the office of who gave it and holds no longer than that.
    """

    class Act(models.TextChoices):
        RELEASE = "release", _("release the agenda")
        SIGN_OFF = "sign_off", _("sign off the minutes")
        ADOPTION = "adoption", _("adopt the board's opinion")

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="delegations")
    acts = models.JSONField(default=list)
    start = models.DateField()
    end = models.DateField(null=True, blank=True)
    given_on = models.DateField()
    document = models.CharField(max_length=200, blank=True)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        ordering = ["start", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(end__gte=F("start")), name="delegation_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office} {self.start}"

    @property
    def acts_in_words(self) -> str:
        return ", ".join(str(label) for value, label in self.Act.choices if value in self.acts)


def _deputies_allowed(day: date) -> Q:
    """Where the rules know deputies; a working group without rules of its own follows those of its board."""
    rules = RulesOfProcedure.objects.in_force(day)
    own, above = rules.filter(board=OuterRef("seat__board")), rules.filter(board=OuterRef("seat__board__parent"))
    allowed = Exists(own.filter(deputies_allowed=True))
    return Q(allowed) | Q(~Exists(own), Exists(above.filter(deputies_allowed=True)))


class DeputyQuerySet(models.QuerySet["Deputy"]):
    def on(self, day: date) -> "DeputyQuerySet":
        return self.filter(runs(day))

    def in_place(self, day: date) -> "DeputyQuerySet":
        """Those whose seat's holder is there but not exercising the mandate, which rests that day, by rules that know
        deputies."""
        rests = Suspension.objects.on(day).filter(
            mandate__in=Mandate.objects.held_on(day), mandate__seat=OuterRef("seat")
        )
        return self.on(day).filter(Exists(rests), _deputies_allowed(day))

    def during(self, start: date, end: date | None) -> "DeputyQuerySet":
        """Deputies whose time shares at least one day with `start` to `end` (None: open)."""
        shared = self.filter(Q(end__isnull=True) | Q(end__gte=start))
        return shared.filter(start__lte=end) if end else shared


class Deputy(models.Model):
    """Who takes the place of a seat's holder when the holder cannot; named per seat, for a time.

    `over`: the last day has passed, and what follows from it was done.
    """

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="deputies")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="deputising")
    start = models.DateField()
    end = models.DateField(null=True, blank=True)
    document = models.CharField(max_length=200, blank=True)
    over = models.BooleanField(default=False)

    objects = DeputyQuerySet.as_manager()

    class Meta:
        ordering = ["seat", "start"]
        verbose_name_plural = "deputies"
        constraints = [
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(end__gte=F("start")), name="deputy_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.seat})"


class SuccessionRequest(models.Model):
    """That a body was asked whom it sends to a seat: the words, how, and to which address."""

    class Medium(models.TextChoices):
        MAIL = "mail", _("e-mail")
        LETTER = "letter", _("letter")

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="succession_requests")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="succession_requests"
    )
    medium = models.CharField(max_length=10, choices=Medium.choices)
    address = models.EmailField(blank=True)
    text = models.TextField()
    asked_at = models.DateTimeField()

    class Meta:
        ordering = ["seat", "-asked_at"]
        constraints = [
            models.CheckConstraint(condition=Q(medium="letter") | ~Q(address=""), name="mailed_request_has_address")
        ]

    def __str__(self) -> str:
        return f"{self.seat} {self.asked_at:%Y-%m-%d}"
