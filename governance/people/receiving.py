"""How a person wants mails: at all, with calendar entries, reminders in one, with a copy to the assistants."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.journal.recording import record
from foundation.values import Actor, DomainError
from governance.people.models import Person

POST_WARNING = gettext_lazy(
    "Letters take days longer. You get no mail any more, no reminder and no calendar entry. Changes at short notice "
    "reach you by phone at best."
)
SETTINGS = ("channel", "calendar_mails", "copy_to_assistants", "digest")


def changes_to_post(person: Person, channel: str, postal_address: str) -> bool:
    """Whether the person is to be warned first (`POST_WARNING`)."""
    return channel == Person.Channel.POST != person.channel and bool(postal_address)


@transaction.atomic
def choose(
    person: Person,
    *,
    channel: str,
    calendar_mails: bool,
    copy_to_assistants: bool,
    digest: bool,
    by: Actor,
    now: datetime,
) -> list[str]:
    """Keep the settings; return those that are new. The same again is none.

    Raises DomainError (400): post without a postal address, mail without an e-mail address.
    """
    locked = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    _check(locked, channel)
    values = dict(zip(SETTINGS, (channel, calendar_mails, copy_to_assistants, digest), strict=True))
    changed = [name for name, value in values.items() if getattr(locked, name) != value]
    if changed:
        Person.objects.filter(pk=person.pk).update(**{name: values[name] for name in changed})
        record("person.mail_settings_changed", person.key, by=by, now=now, fields=changed)
    person.refresh_from_db()
    return changed


def _check(person: Person, channel: str) -> None:
    words = ""
    if channel == Person.Channel.POST and not person.postal_address:
        words = _("Please give a postal address, or choose e-mail.")
    if channel == Person.Channel.MAIL and not person.has_mail:
        words = _("There is no e-mail address. Please enter one first, or choose post.")
    if words:
        raise DomainError(words, code="channel_impossible", status=400, fields={"channel": words})
