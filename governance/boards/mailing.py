"""Letters from the office of the boards: to people, in bulk and in their language, and to organisations."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from email.utils import parseaddr
from types import MappingProxyType
from typing import Any, NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from foundation.accounts.links import address_of
from foundation.accounts.models import PersonalLink
from foundation.outbox import mime
from foundation.outbox.letters import letter
from foundation.outbox.models import Delivery
from foundation.outbox.queue import Mail, enqueue, message_id
from governance.boards.models import Company
from governance.people.models import Person

log = logging.getLogger(__name__)


class Addressee(NamedTuple):
    """Whom a letter goes to; `key` as in the outbox."""

    key: str
    name: str
    email: str
    language: str = ""
    by_post: bool = False


def post(
    kind: str,
    people: Iterable[Person],
    *,
    key: str,
    topic: str,
    version: int,
    context: Mapping[str, Any],
    now: datetime,
    attachments: tuple[mime.Attachment, ...] = (),
    secrets: tuple[str, ...] = (),
    links: Mapping[str, PersonalLink] = MappingProxyType({}),
    page: str = "",
    each: Mapping[str, Mapping[str, Any]] = MappingProxyType({}),
    gathers: bool = False,
) -> list[Delivery]:
    """Queue `templates/mail/<kind>` for each person once; `key` and the person make the delivery unique.

    Letters are frozen here: the act that calls this is what they speak of. The number of queries is fixed. For who
    wants post the office finds a letter to print. Who has an address that no mail can go to gets none, so that all
    others get theirs. `links`, by the key of their holder, open `page`: each person reads the own one as `url`.
    `each`, by the key of a person: what stands in that letter alone. `gathers`: it is a reminder, which leaves with
    others of its day where the person wants that.
    """
    company = Company.objects.first()
    mails = []
    for person in filter(reachable, people):
        words = {**context, **each.get(person.key, {}), "company": company, "person": person}
        hidden = secrets
        if link := links.get(person.key):
            words["url"], hidden = address_of(link, page), (*secrets, link.token)
        mail = _mail(kind, _addressee(person), key_of(key, person), topic, version, words, now, attachments, hidden)
        mails.append(replace(mail, gathers=gathers and person.digest))
    return enqueue(mails, now=now)


def post_to_body(
    kind: str,
    body: Addressee,
    *,
    key: str,
    topic: str,
    context: Mapping[str, Any],
    now: datetime,
    version: int = 1,
    secrets: tuple[str, ...] = (),
) -> list[Delivery]:
    """The same for one letter to an organisation, or to another address than a person's main one.

    Raises ValueError for an address that no mail can go to.
    """
    mime.checked_address(body.email)
    words = {**context, "company": Company.objects.first()}
    return enqueue([_mail(kind, body, key, topic, version, words, now, secrets=secrets)], now=now)


def _addressee(person: Person) -> Addressee:
    return Addressee(person.key, str(person), person.email, person.language, by_post=not reads_mail(person))


def reachable(person: Person) -> bool:
    """Whether mail can go to this person's address; others are warned of in the log."""
    try:
        mime.checked_address(person.email)
    except ValueError:
        log.warning("no mail can go to %s", person.key)
        return False
    return True


def reads_mail(person: Person) -> bool:
    """Reminders go to these people only: a letter would come when it is too late."""
    return person.channel == Person.Channel.MAIL


def key_of(key: str, person: Person) -> str:
    """The key of the delivery that `post` makes for this person."""
    return f"{key}:{person.pk}"


def _mail(
    kind: str,
    to: Addressee,
    key: str,
    topic: str,
    version: int,
    context: Mapping[str, Any],
    now: datetime,
    attachments: tuple[mime.Attachment, ...] = (),
    secrets: tuple[str, ...] = (),
) -> Mail:
    language = to.language if to.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    with override(language):
        subject, text, html = letter(kind, {**context, "now": now, "by_post": to.by_post}, language)
        raw = mime.message(
            attachments=attachments,
            from_name=_("Office of the boards"),
            from_email=parseaddr(settings.MAIL_FROM)[1],
            to_name=to.name,
            to_email=to.email,
            subject=subject,
            text=text,
            html=html,
            message_id=message_id(key),
            date=now,
            language=language,
        )
    return Mail(
        key=key,
        kind=kind,
        topic=topic,
        version=version,
        recipient=to.key,
        recipient_name=to.name,
        address=to.email,
        subject=subject,
        raw=raw,
        by_post=to.by_post,
        secrets=secrets,
    )
