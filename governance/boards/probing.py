"""A test mail to oneself: does mail get through, and if not, why."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.journal.recording import record
from foundation.outbox.models import Delivery, State
from foundation.outbox.transport import CAPTURED
from foundation.values import Actor, DomainError
from governance.boards.mailing import post, reachable
from governance.people.models import Person

KIND = "mail_test"


@transaction.atomic
def probe(person: Person, *, by: Actor, now: datetime) -> None:
    """Queue a test mail to this person; twice in a minute is one. Raises DomainError (409) without an address."""
    if not (person.has_mail and reachable(person)):
        raise DomainError(_("There is no address of yours to which mail could go."), code="no_mail")
    key = f"{KIND}:{now:%Y%m%d%H%M}"
    if post(KIND, [person], key=key, topic=KIND, version=0, context={"moment": now}, now=now):
        record("mail.tested", person.key, by=by, now=now)


def last_probe(person: Person) -> Delivery | None:
    """The last test mail to this person, without its text."""
    return Delivery.objects.defer("raw").filter(kind=KIND, recipient=person.key).order_by("-created_at").first()


def has_arrived() -> bool:
    """Whether any test mail was accepted by a mail server."""
    sent = Delivery.objects.filter(kind=KIND, state=State.SENT)
    return sent.exclude(smtp_reply=CAPTURED).exists()
