"""A mail as a page shows it before it leaves: its head, its text, and what calendars will make of it, in words.

Pure: octets in, words out.
"""

from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage

from icalendar import Calendar, Component

from foundation.outbox.mime import POLICY


@dataclass(frozen=True)
class Entry:
    """What a calendar shows; `buttons`: it asks for an answer, `removes`: the date leaves the calendar."""

    title: str
    starts: datetime
    ends: datetime
    place: str
    notes: str
    buttons: bool
    removes: bool


@dataclass(frozen=True)
class Shown:
    """Who writes what to whom; `entry` is None where nothing is said to a calendar."""

    subject: str
    sender: str
    to: str
    text: str
    html: str
    entry: Entry | None


def shown(raw: bytes) -> Shown:
    """Read back a mail that this room has made."""
    mail = message_from_bytes(raw, policy=POLICY)
    assert isinstance(mail, EmailMessage)
    parts = {part.get_content_type(): part for part in reversed(list(mail.walk())) if not part.is_attachment()}

    def text(kind: str) -> str:
        return _octets(parts[kind]).decode().replace("\r\n", "\n")

    entry = _entry(_octets(parts["text/calendar"])) if "text/calendar" in parts else None
    return Shown(
        str(mail["Subject"]), str(mail["From"]), str(mail["To"]), text("text/plain"), text("text/html"), entry
    )


def _octets(part: EmailMessage) -> bytes:
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    return content


def _entry(octets: bytes) -> Entry:
    calendar = Calendar.from_ical(octets)
    [event] = calendar.walk("VEVENT")
    return Entry(
        title=str(event["SUMMARY"]),
        starts=_moment(event, "DTSTART"),
        ends=_moment(event, "DTEND"),
        place=str(event.get("LOCATION", "")),
        notes=str(event.get("DESCRIPTION", "")),
        buttons=calendar["METHOD"] == "REQUEST",
        removes=calendar["METHOD"] == "CANCEL",
    )


def _moment(event: Component, name: str) -> datetime:
    moment = event.decoded(name)
    assert isinstance(moment, datetime)
    return moment
