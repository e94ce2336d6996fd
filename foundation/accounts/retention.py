"""Personal links that opened nothing any more for a while are deleted."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import Feed, PersonalLink
from foundation.retention.kinds import Kind, deleting


def _over(before: datetime) -> QuerySet[PersonalLink]:
    return PersonalLink.objects.filter(Q(expires_at__lt=before) | Q(revoked_at__lt=before)).order_by("pk")


def forget_holder(holder: str) -> int:
    """Delete every personal link and calendar address of a holder."""
    return sum(model.objects.filter(holder=holder).delete()[0] for model in (PersonalLink, Feed))


LINKS = Kind(
    code="links",
    title=_("Personal links"),
    since=_("after they expired"),
    what=_("The links are deleted. They open nothing any more anyway."),
    days=30,
    rows=_over,
    forget=deleting(PersonalLink),
    example=lambda link: f"{link.expires_at:%d.%m.%Y}",
)
