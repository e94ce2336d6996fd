"""Why a mandate rested is forgotten; that it rested, and when, stays."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from foundation.retention.kinds import Kind, blanking
from foundation.web.wording import local_day
from governance.mandates.models import Mandate, Suspension
from governance.people.models import Person

# A rest has a reason, in the database as well; this sign says that it is gone.
SILENT = {"reason": "…", "back_reason": ""}


def _explained(before: datetime) -> QuerySet[Suspension]:
    """A rest is over when the mandate is taken up again, at the latest with the mandate."""
    day = local_day(before)
    over = Suspension.objects.filter(Q(back_on__lt=day) | Q(mandate__end__lt=day)).exclude(**SILENT)
    return over.select_related("mandate__person", "mandate__seat__board").order_by("pk")


def forget_reasons(person: Person) -> None:
    """Part of anonymising."""
    Suspension.objects.filter(mandate__person=person).update(**SILENT)
    Mandate.objects.filter(person=person).update(confidentiality_reason="", proposed_as="")


RESTS = Kind(
    code="rests",
    title=_("Reasons why mandates rested"),
    since=_("after the mandate was taken up again or ended"),
    what=_("The reasons go; that the mandate rested stays."),
    days=5 * 365,
    rows=_explained,
    forget=blanking(Suspension, **SILENT),
    example=lambda rest: f"{rest.mandate.person}, {rest.mandate.seat}",
)
