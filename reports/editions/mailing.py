"""Letters about a report to the mayor's office and to the management."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from foundation.outbox.letters import letter
from foundation.outbox.mime import message
from foundation.outbox.queue import Mail, enqueue, message_id
from governance.boards.models import Company
from governance.people.models import Person
from reports.editions.models import ManagementReport
from reports.editions.printing import title_of
from reports.editions.wording import GERMAN


def tell(
    template: str,
    report: ManagementReport,
    people: Iterable[Person],
    *,
    version: int,
    now: datetime,
    words: Mapping[str, Any] | None = None,
) -> None:
    """Queue `templates/mail/<template>.html` to each person, once per version of the report."""
    company = Company.objects.first()
    context = {"company": company, "report": report, "url": settings.SITE_URL + report.get_absolute_url()}
    mails = [_mail(template, report, one, {**context, **(words or {})}, version, now) for one in people]
    enqueue(mails, now=now)


def _mail(
    template: str, report: ManagementReport, person: Person, context: dict[str, Any], version: int, now: datetime
) -> Mail:
    language = person.language if person.language in dict(settings.LANGUAGES) else GERMAN
    key = f"{template}:{report.pk}:{version}:{person.pk}"
    with override(language):
        sender = _("Office of the boards")
        context |= {"person": person, "title": title_of(report)}
    written = letter(template, context, language)
    raw = message(
        from_name=sender,
        from_email=parseaddr(settings.MAIL_FROM)[1],
        to_name=str(person),
        to_email=person.email,
        subject=written.subject,
        text=written.text,
        html=written.html,
        message_id=message_id(key),
        date=now,
        language=language,
    )
    return Mail(
        key=key,
        kind=template,
        topic=report.key,
        version=version,
        recipient=person.key,
        recipient_name=str(person),
        address=person.email,
        subject=written.subject,
        raw=raw,
    )
