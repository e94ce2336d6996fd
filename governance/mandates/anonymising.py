"""Anonymising a former member: seats, votes and counts stay, name, addresses and login go.

Frozen versions stay as they were published: approved minutes, their PDF, sent agendas.
"""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Max, Q, QuerySet
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from foundation.accounts.models import User
from foundation.accounts.retention import forget_holder
from foundation.journal.recording import record
from foundation.outbox.retention import forget_recipient
from foundation.retention.kinds import Kind
from foundation.values import BERLIN, Actor, DomainError
from governance.mandates.models import Mandate
from governance.people.models import AliasAddress, Assistance, InterestDeclaration, Person

# What stays says nothing about anybody, so it is kept in the language of the records.
LANGUAGE = "de"
ENDED = [Mandate.Status.ENDED, Mandate.Status.WITHDRAWN]


@transaction.atomic
def anonymise(person: Person, *, by: Actor, now: datetime) -> None:
    """Let name, addresses, login, links, interests and notes go for good; done twice is done once.

    Raises DomainError (409) while the person holds a seat, an office or a role, or is to hold one.
    """
    current = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if current.anonymised_at:
        return
    if not without_function(now).filter(pk=current.pk).exists():
        raise DomainError(
            _("%(person)s still holds a seat, an office or a role. End it first.") % {"person": current},
            code="still_in_office",
        )
    label, address = label_of(current), f"{current.pk}@anonym.invalid"
    user = current.user_id
    Person.objects.filter(pk=current.pk).update(
        **dict.fromkeys(("academic_title", "given_name", "phone", "mobile", "postal_address"), ""),
        user=None,
        family_name=label,
        form_of_address=Person.Address.NEUTRAL,
        email=address,
        channel=Person.Channel.MAIL,
        anonymised_at=now,
    )
    _forget(current, label, address)
    User.objects.filter(pk__in=[user] if user else []).delete()
    record("person.anonymised", current.key, by=by, now=now)
    person.refresh_from_db()


def _forget(person: Person, label: str, address: str) -> None:
    AliasAddress.objects.filter(person=person).delete()
    Assistance.objects.filter(Q(assistant=person) | Q(principal=person)).delete()
    InterestDeclaration.objects.filter(person=person).delete()
    forget_holder(person.key)
    forget_recipient(person.key, name=label, address=address)
    for path in settings.ANONYMISING:
        import_string(path)(person)


def label_of(person: Person) -> str:
    """What stays in place of a name: "Mitglied, Sitz 14", of the seat held last."""
    last = Mandate.objects.real().filter(person=person).select_related("seat").order_by("-start", "-pk").first()
    with override(LANGUAGE):
        return _("Member, seat %(number)s") % {"number": last.seat.number} if last else _("Former person")


def without_function(now: datetime) -> QuerySet[Person]:
    """People who neither hold nor are about to hold a seat, an office, a deputy's place or a role."""
    today = now.astimezone(BERLIN).date()
    dated = Q(end__isnull=True) | Q(end__gte=today)
    busy = Mandate.objects.exclude(status__in=ENDED).values("person")
    found = Person.objects.exclude(pk__in=busy)
    for facts in ("offices", "deputising", "assignments", "partner_for"):
        model: Any = Person._meta.get_field(facts).related_model
        found = found.exclude(pk__in=model.objects.filter(dated).values("person"))
    return found


def _former(before: datetime) -> QuerySet[Person]:
    last = before.astimezone(BERLIN).date()
    ended = without_function(before).annotate(ended=Max("mandates__end", filter=~Q(mandates__status="withdrawn")))
    staff = ended.annotate(left=Max("assignments__end")).filter(Q(left=None) | Q(left__lt=last))
    return staff.filter(anonymised_at=None, ended__lt=last).order_by(F("ended"), "pk")


def _anonymise_all(rows: list[Person], *, by: Actor, now: datetime, **_border: Any) -> int:
    for person in rows:
        anonymise(person, by=by, now=now)
    return len(rows)


FORMER = Kind(
    code="former_members",
    title=gettext_lazy("Contact data of former members"),
    since=gettext_lazy("after the last mandate ended"),
    what=gettext_lazy("Name, addresses and login go. Seat, votes and counts stay, approved minutes as well."),
    days=2 * 365,
    rows=_former,
    forget=_anonymise_all,
)
