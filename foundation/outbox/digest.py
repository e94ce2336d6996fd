"""The reminders of a day in one mail: what gathers for a recipient is joined, and each keeps its own key as proof."""

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage

from django.db import transaction
from django.db.models import Min
from django.utils.translation import gettext as _
from django.utils.translation import override

from foundation.almanac.periods import is_working_day
from foundation.outbox import mime, queue
from foundation.outbox.joining import joined
from foundation.outbox.letters import Letter
from foundation.outbox.models import Delivery, State
from foundation.outbox.transport import sends
from foundation.values import BERLIN

log = logging.getLogger(__name__)

KIND = "digest"
FIRST_HOUR = 8
COLLECT = timedelta(minutes=10)  # duties that remind look every five minutes from eight o'clock on


def join_due(*, now: datetime) -> int:
    """Duty: what has gathered for ten minutes leaves, one mail for each recipient and day, on working days.

    One reminder alone leaves as it is, more of them as one mail; what comes later on the day waits for the next
    working day. Returns for how many people.
    """
    local = now.astimezone(BERLIN)
    if local.hour < FIRST_HOUR or not is_working_day(local.date()):
        return 0
    # Where nothing leaves the machine, time is played, and nobody waits.
    patience = COLLECT if sends() else timedelta()
    gathering = Delivery.objects.filter(state=State.GATHERING).values("recipient").order_by()
    due = gathering.annotate(first=Min("created_at")).filter(first__lte=now - patience)
    told = Delivery.objects.filter(gathered_on=local.date()).exclude(state=State.OBSOLETE)
    people = set(due.values_list("recipient", flat=True)) - set(told.values_list("recipient", flat=True))
    return sum(_join(one, now) for one in sorted(people))


@transaction.atomic
def _join(recipient: str, now: datetime) -> bool:
    waiting = Delivery.objects.filter(recipient=recipient, state=State.GATHERING).lock()
    rows = list(Delivery.objects.filter(pk__in=waiting).order_by("created_at", "key"))
    today = now.astimezone(BERLIN).date()
    # The first row makes the key unique: a mail of the same day may have been given up before.
    mail = _one_mail(rows, f"{KIND}:{rows[0].key}"[:200], now) if len(rows) > 1 else None
    if mail:
        [carrier] = queue.enqueue([mail], now=now)
        _change([carrier], gathered_on=today)
        _change(rows, state=State.JOINED, carrier=carrier, gathered_on=today)
    elif rows:
        _change(rows, state=State.PENDING, not_before=now, gathered_on=today)
        queue.nudge()
    return bool(rows)


def _change(rows: Sequence[Delivery], **values: object) -> None:
    Delivery.objects.filter(pk__in=[row.pk for row in rows]).update(**values)


def _one_mail(rows: Sequence[Delivery], key: str, now: datetime) -> queue.Mail | None:
    """All rows as one mail; None for what cannot be joined and leaves singly, so that nothing is lost by it."""
    try:
        return _whole(rows, key, now)
    except Exception as error:  # whatever it is, it must not keep back the mails of others
        log.error("%s mails of a day leave singly: %s", len(rows), type(error).__name__)
        return None


def _whole(rows: Sequence[Delivery], key: str, now: datetime) -> queue.Mail:
    """Words, files and secrets of all rows; sender and address of the newest."""
    mails = [_parsed(row) for row in rows]
    letters = [Letter(str(mail["Subject"]), _part(mail, "text/plain"), _part(mail, "text/html")) for mail in mails]
    last, language = rows[-1], _language(mails[-1])
    with override(language):
        words = joined(letters, subject=_("Your notices for today"), lead=_("this is for you today:"))
    sender = mails[-1]["From"].addresses[0]
    raw = mime.message(
        attachments=[one for mail in mails for one in _files(mail)],
        from_name=sender.display_name,
        from_email=sender.addr_spec,
        to_name=last.recipient_name,
        to_email=last.address,
        subject=words.subject,
        text=words.text,
        html=words.html,
        message_id=queue.message_id(key),
        date=now,
        language=language,
    )
    return queue.Mail(
        key=key,
        kind=KIND,
        recipient=last.recipient,
        recipient_name=last.recipient_name,
        address=last.address,
        subject=words.subject,
        raw=raw,
        secrets=tuple(dict.fromkeys(secret for row in rows for secret in row.secrets)),
    )


def _parsed(row: Delivery) -> EmailMessage:
    mail = message_from_bytes(bytes(row.raw), policy=mime.POLICY)
    assert isinstance(mail, EmailMessage)
    return mail


def _found(mail: EmailMessage, kind: str) -> EmailMessage:
    return next(part for part in mail.walk() if part.get_content_type() == kind and not part.is_attachment())


def _part(mail: EmailMessage, kind: str) -> str:
    return str(_found(mail, kind).get_content())


def _language(mail: EmailMessage) -> str:
    return str(_found(mail, "text/plain")["Content-Language"])


def _files(mail: EmailMessage) -> Iterable[mime.Attachment]:
    for part in mail.iter_attachments():
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        yield part.get_filename() or "", content, part.get_content_maintype(), part.get_content_subtype()
