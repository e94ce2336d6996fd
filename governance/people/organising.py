"""Organisations, whom to reach there, and what sponsors give."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.journal.recording import record
from foundation.locks import one_at_a_time
from foundation.values import Actor, DomainError
from governance.people.checking import checked
from governance.people.models import Contact, Organisation, Support

FIELDS = ("name", "kind", "email", "phone", "address")
CONTACT = ("name", "function", "email", "phone", "address")
SUPPORT = ("kind", "amount_cents", "description", "start", "end", "published")
Row = TypeVar("Row", Contact, Support)


@transaction.atomic
def add(values: Mapping[str, str], *, by: Actor, now: datetime) -> Organisation:
    """Add an organisation with the fields of `FIELDS`. Raises DomainError: 400 for bad values, 409 for a double."""
    made = _valid(Organisation(**{name: values[name] for name in FIELDS if name in values}))
    made.save(force_insert=True)
    record("organisation.added", made.key, by=by, now=now)
    return made


@transaction.atomic
def edit(organisation: Organisation, values: Mapping[str, str], *, by: Actor, now: datetime) -> list[str]:
    """Change the fields of `FIELDS` and `interests` named in `values`; return which are new. Refusals as in `add`."""
    locked = Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    names = [name for name in (*FIELDS, "interests") if name in values]
    changed = [name for name in names if getattr(locked, name) != values[name]]
    for name in changed:
        setattr(locked, name, values[name])
    if changed:
        _valid(locked).save(update_fields=changed)
        record("organisation.edited", locked.key, by=by, now=now, fields=changed)
    return changed


def _valid(organisation: Organisation) -> Organisation:
    one_at_a_time(f"organisation:{organisation.name.lower()}")
    known = Organisation.objects.filter(name__iexact=organisation.name).exclude(pk=organisation.pk)
    if known.exists():
        raise DomainError(
            _("An organisation with this name is known already. Please choose it from the list."),
            code="organisation_known",
        )
    return checked(organisation, code="organisation_invalid")


@transaction.atomic
def keep_contact(contact: Contact, values: Mapping[str, str], *, by: Actor, now: datetime) -> Contact:
    """Add a contact, or change one, to the fields of `CONTACT`; the very same again is the one there is.

    Raises DomainError (400) for bad values.
    """
    for name in CONTACT:
        setattr(contact, name, values.get(name, ""))
    checked(contact, code="contact_invalid")
    if known := _known(contact, CONTACT):
        return known
    contact.save()
    record("organisation.contact_kept", contact.organisation.key, by=by, now=now, contact=contact.pk)
    return contact


def _known(row: Row, names: Sequence[str]) -> Row | None:
    """The row with the same words, looked for while nobody else adds one to this organisation."""
    Organisation.objects.select_for_update(no_key=True).get(pk=row.organisation_id)
    same = {name: getattr(row, name) for name in ("organisation_id", *names)}
    return type(row).objects.filter(**same).first()


@transaction.atomic
def remove_contact(contact: Contact, *, by: Actor, now: datetime) -> None:
    """Forget a contact. Removed twice is removed once."""
    pk = contact.pk
    if Contact.objects.filter(pk=pk).delete()[0]:
        record("organisation.contact_removed", contact.organisation.key, by=by, now=now, contact=pk)


@transaction.atomic
def keep_support(support: Support, values: Mapping[str, Any], *, by: Actor, now: datetime) -> Support:
    """Add what a sponsor gives, or correct it, to the fields of `SUPPORT`; the very same again is the one there is.

    Money needs an amount in euro cents above 0, services a description. Raises DomainError (400) otherwise.
    """
    for name in SUPPORT:
        setattr(support, name, values[name])
    _check_support(support)
    checked(support, code="support_invalid")
    if known := _known(support, SUPPORT):
        return known
    support.save()
    record("organisation.support_kept", support.organisation.key, by=by, now=now, support=support.pk)
    return support


def _check_support(support: Support) -> None:
    if support.kind == Support.Kind.MONEY and not (support.amount_cents and support.amount_cents > 0):
        raise DomainError(_("Please give the amount."), code="amount_missing", status=400)
    if support.kind == Support.Kind.SERVICES:
        support.amount_cents = None
        if not support.description:
            raise DomainError(_("Please say which services."), code="description_missing", status=400)
    if support.end and support.end < support.start:
        raise DomainError(_("The end lies before the start."), code="end_before_start", status=400)


@transaction.atomic
def remove_support(support: Support, *, by: Actor, now: datetime) -> None:
    """Take an entry back that was a mistake. Removed twice is removed once."""
    pk = support.pk
    if Support.objects.filter(pk=pk).delete()[0]:
        record("organisation.support_removed", support.organisation.key, by=by, now=now, support=pk)
