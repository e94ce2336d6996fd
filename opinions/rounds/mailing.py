"""Letters of the opinion wing: one per person, in that person's language, in bulk."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from foundation.outbox import mime
from foundation.outbox.letters import letter
from foundation.outbox.models import Delivery
from foundation.outbox.queue import Mail, enqueue, message_id
from governance.boards.models import Company
from governance.people.models import Person


def post(
    kind: str,
    people: Iterable[Person],
    *,
    key: str,
    topic: str,
    version: int,
    context: Mapping[str, Any],
    now: datetime,
) -> list[Delivery]:
    """Queue `templates/mail/<kind>` for each person once; `key` and the person make the delivery unique.

    Three queries, whatever the number of people.
    """
    company = Company.objects.get()
    mails = [
        _mail(kind, person, key_of(key, person), topic, version, {**context, "company": company}, now)
        for person in people
    ]
    return enqueue(mails, now=now)


def key_of(key: str, person: Person) -> str:
    """The key of the delivery that `post` makes for this person."""
    return f"{key}:{person.pk}"


def _mail(
    kind: str, person: Person, key: str, topic: str, version: int, context: Mapping[str, Any], now: datetime
) -> Mail:
    with override(person.language):
        subject, text, html = letter(kind, {**context, "person": person, "now": now}, person.language)
        raw = mime.message(
            from_name=_("Office of the boards"),
            from_email=settings.MAIL_FROM,
            to_name=str(person),
            to_email=person.email,
            subject=subject,
            text=text,
            html=html,
            message_id=message_id(key),
            date=now,
            language=person.language,
        )
    return Mail(
        key=key,
        kind=kind,
        topic=topic,
        version=version,
        recipient=person.key,
        recipient_name=str(person),
        address=person.email,
        subject=subject,
        raw=raw,
    )
