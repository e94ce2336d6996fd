"""Invitations as mails (iMIP, RFC 6047): the calendar part that gives the buttons "accept" and "decline".

Pure. The mail itself is built by `foundation.outbox.mime`; here the calendar is added and checked.
"""

from collections.abc import Iterable
from email.message import EmailMessage
from typing import Unpack

from foundation.outbox import mime
from meetings.invitations import ical

ATTACHED_NAME = "invite.ics"


def _check(calendar: bytes, method: str, *, from_email: str, to_email: str) -> None:
    """Refuse a calendar that receivers would drop or that names people who are not in this mail."""
    envelope = ical.envelope(calendar)
    if method not in ical.METHODS or envelope.method != method:
        raise ValueError(f"the mail says {method}, the calendar {envelope.method}")
    if envelope.organizer != from_email.lower():
        raise ValueError("the organizer is not the sender")
    if envelope.attendees != (to_email,):
        raise ValueError("the attendee is not the recipient")


def _add_calendar(mail: EmailMessage, calendar: bytes, method: str) -> None:
    params = {"charset": "utf-8", "method": method}
    mail.add_alternative(calendar, maintype="text", subtype="calendar", cte="base64", params=params)
    # Marked as an attachment, the part would show no buttons.
    del list(mail.iter_parts())[-1]["Content-Disposition"]


def message(
    *,
    calendar: bytes | None = None,
    method: str = "",
    attachments: Iterable[mime.Attachment] = (),
    **letter: Unpack[mime.Letter],
) -> bytes:
    """Build the frozen mail to one member, with `calendar` as its last alternative and as invite.ics.

    `calendar` is what `ical.invitation` returned and `method` its METHOD; without a calendar this is
    `mime.message`. Raises ValueError where `mime.compose` does, and for a calendar whose method,
    organizer or only attendee differ from the mail's method, sender or recipient.
    """
    mail = mime.compose(**letter)
    if calendar is not None:
        _check(calendar, method, from_email=letter["from_email"], to_email=letter["to_email"])
        _add_calendar(mail, calendar, method)
        mime.attach(mail, [(ATTACHED_NAME, calendar, "application", "ics")])
    mime.attach(mail, attachments)
    return mime.freeze(mail)
