"""The accounts as the administration lists them, with the person each belongs to."""

from collections.abc import Iterable

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from foundation.accounts.factors import MAIN
from foundation.accounts.models import User


def accounts(words: str = "") -> QuerySet[User]:
    """By family name; `words` stand in the name or the address. Each has `secured`: a second factor is set up.

    An account without a person has no family name and stands under its name.
    """
    factor = Authenticator.objects.filter(user=OuterRef("pk"), type__in=MAIN)
    filed_under = Coalesce("person__family_name", "name")
    found = User.objects.select_related("person").annotate(secured=Exists(factor))
    return found.order_by(filed_under, "person__given_name", "email").filter(_holds(words.split()))


def _holds(words: Iterable[str]) -> Q:
    condition = Q()
    for word in words:
        condition &= Q(name__icontains=word) | Q(email__icontains=word)
    return condition


def holder_of(user: User) -> str:
    """The key mandates, links and devices of this account stand under."""
    person = getattr(user, "person", None)
    return str(person.key) if person else user.key
