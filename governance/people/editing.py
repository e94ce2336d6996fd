"""Changing what is known of a person: name and ways to reach them. E-mail addresses have acts of their own."""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from foundation.journal.recording import record
from foundation.values import Actor, DomainError
from governance.people.checking import checked, line
from governance.people.models import Person

CONTACT = ("phone", "mobile", "postal_address", "channel", "language")
NAME = ("form_of_address", "academic_title", "given_name", "family_name")
NEEDED = ("given_name", "family_name")


@transaction.atomic
def edit(person: Person, values: Mapping[str, str], *, by: Actor, now: datetime) -> list[str]:
    """Change the fields of `CONTACT` and `NAME` named in `values`; return those that are new. The same again is none.

    Raises DomainError (400) for values that cannot be kept, and for post without a postal address.
    """
    locked = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    clean = {name: _clean(name, value) for name, value in values.items() if name in CONTACT + NAME}
    changed = [name for name, value in clean.items() if getattr(locked, name) != value]
    for name in changed:
        setattr(locked, name, clean[name])
    _check(locked)
    if changed:
        locked.save(update_fields=changed)
        if locked.user and set(changed) & set(NAME):
            locked.user.name = str(locked)
            locked.user.save(update_fields=["name"])
        record("person.edited", person.key, by=by, now=now, fields=changed)
    person.refresh_from_db()
    return changed


def _clean(name: str, value: str) -> str:
    return line(value, required=name in NEEDED)


def _check(person: Person) -> None:
    if person.language not in dict(settings.LANGUAGES):
        raise DomainError(_("Please choose one of the languages."), code="language_unknown", status=400)
    checked(person)
    if person.channel == Person.Channel.MAIL and not person.has_mail:
        words = _("There is no e-mail address. Please enter one first, or choose post.")
        raise DomainError(words, code="no_mail", status=400, fields={"channel": words})
    if person.channel == Person.Channel.POST and not person.postal_address:
        words = _("Please give a postal address, or choose e-mail.")
        fields = {"postal_address": words}
        raise DomainError(words, code="postal_address_missing", status=400, fields=fields)
