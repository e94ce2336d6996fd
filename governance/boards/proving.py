"""A further address counts once somebody has opened the link that was mailed to it."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.accounts.links import address_of, link_for
from foundation.journal.recording import record
from foundation.outbox.models import Delivery
from foundation.values import Actor, DomainError
from governance.boards.mailing import Addressee, post_to_body
from governance.people.models import AliasAddress, Person

PURPOSE, KIND = "address", "address_check"
LIVES, MOST, SPAN = timedelta(days=7), 10, timedelta(days=1)


@transaction.atomic
def ask(alias: AliasAddress, *, by: Actor, now: datetime) -> None:
    """Mail the link to the address, at most once in a minute. Nothing for one that is verified.

    Raises DomainError: 429 for more than ten such mails of a person in a day, 409 where no mail can go.
    """
    if alias.verified_at:
        return
    person = Person.objects.select_for_update(no_key=True).get(pk=alias.person_id)
    key = f"{KIND}:{alias.pk}:{now:%Y%m%d%H%M}"
    recent = Delivery.objects.filter(kind=KIND, recipient=person.key, created_at__gt=now - SPAN).exclude(key=key)
    if recent.count() >= MOST:
        words = _("Ten such mails a day are enough. Please try again tomorrow or call the board office.")
        raise DomainError(words, code="many_checks", status=429)
    link = link_for(purpose=PURPOSE, subject=subject_of(alias), holder=person.key, now=now, expires_at=now + LIVES)
    to = Addressee(person.key, str(person), alias.email, person.language)
    context = {"person": person, "address": alias.email, "url": address_of(link, "address_confirm")}
    try:
        sent = post_to_body(
            KIND, to, key=key, topic=subject_of(alias), context=context, now=now, secrets=(link.token,)
        )
    except ValueError as error:
        raise DomainError(_("No mail can go to this address."), code="no_mail") from error
    if sent:
        record("person.address_asked", person.key, by=by, now=now, address=alias.pk)


def subject_of(alias: AliasAddress) -> str:
    return f"address:{alias.pk}"
