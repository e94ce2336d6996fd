"""What a calendar object that came by mail says (RFC 5546): who answers which meeting with which words.

Pure. Nothing is taken from it but the answer: no times, no title, no place.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import unquote

from icalendar import Calendar, Component

from foundation.outbox.received import line, plain

MAX_OCTETS = 256 * 1024
MAX_LINES = 2_000
MAX_PARAMETERS = 5_000
MAX_VALUES = 20_000
MAX_LINE = 16 * 1024
MAX_NESTED = 50
MAX_COMMENT = 2_000
_COMPONENTS = ("VEVENT", "VTODO", "VJOURNAL")


class TooMuch(ValueError):
    """The calendar exceeds a limit; parsing it could take long."""


@dataclass(frozen=True)
class Attendee:
    """One ATTENDEE line: address in lower case ("" where it is none), PARTSTAT, and the words that came with it."""

    address: str
    partstat: str
    name: str = ""
    comment: str = ""


@dataclass(frozen=True)
class Message:
    """One calendar object. `entries`: how many events it holds; all but `uids` is taken from the first.

    `sequence` and `stamp` are None where they are missing or unusable.
    """

    method: str
    uids: tuple[str, ...]
    entries: int
    organizer: str
    attendees: tuple[Attendee, ...]
    sequence: int | None
    stamp: datetime | None
    comment: str


def check_size(text: str) -> None:
    """Raises TooMuch for what icalendar would need seconds for (150,000 properties take it seven)."""
    lines = text.splitlines()
    nested = sum(one[:6].upper() == "BEGIN:" for one in lines)
    if len(text.encode("utf-8", "replace")) > MAX_OCTETS or len(lines) > MAX_LINES or nested > MAX_NESTED:
        raise TooMuch("calendar_too_large")
    if text.count(";") > MAX_PARAMETERS or text.count(",") > MAX_VALUES:
        raise TooMuch("calendar_too_large")
    folded = 0
    for one in lines:
        folded = folded + len(one) if one[:1] in (" ", "\t") else len(one)
        if folded > MAX_LINE:
            raise TooMuch("calendar_too_large")


def read(text: str) -> Message:
    """Read the first calendar object. Raises TooMuch beyond the limits and ValueError for what is no calendar."""
    check_size(text)
    try:
        calendar = Calendar.from_ical(text.lstrip("\ufeff"))
        events = [one for one in calendar.subcomponents if one.name in _COMPONENTS]
        return _message(calendar, events)
    except RecursionError as error:
        raise TooMuch("calendar_too_large") from error
    except Exception as error:  # whatever a hostile text makes the parser raise, it is no answer
        raise ValueError("calendar_unreadable") from error


def _message(calendar: Component, events: list[Component]) -> Message:
    first = events[0] if events else Component()
    return Message(
        method=_word(calendar.get("METHOD")).upper(),
        uids=tuple(dict.fromkeys(_word(one.get("UID")) for one in events if one.get("UID"))),
        entries=len(events),
        organizer=_address(first.get("ORGANIZER")),
        attendees=tuple(_attendee(one) for event in events[:1] for one in _several(event.get("ATTENDEE"))),
        sequence=_number(first.get("SEQUENCE")),
        stamp=_moment(first.get("DTSTAMP")),
        comment=_comment(first),
    )


def _several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value is not None else []


def _word(value: Any) -> str:
    """A single value; nothing where the property stands twice."""
    return line(str(value)) if value is not None and not isinstance(value, list) else ""


def _address(value: Any) -> str:
    """The address of a "mailto:" in any case, percent-decoded; "" for anything else ("invalid:nomail", X.400).
    One that holds control characters stays encoded, and is nobody's."""
    words = _word(value).strip()
    if plain(unquote(words)) == unquote(words):
        words = unquote(words).strip()
    if words[:7].lower() == "mailto:":
        words = words[7:]
    return words.strip().lower() if "@" in words and ":" not in words else ""


def _parameter(value: Any, name: str) -> str:
    return plain(str(getattr(value, "params", {}).get(name, ""))).strip()


def _attendee(value: Any) -> Attendee:
    return Attendee(
        address=_address(value),
        partstat=_parameter(value, "PARTSTAT").upper() or "NEEDS-ACTION",
        name=line(_parameter(value, "CN"))[:200],
        comment=_parameter(value, "X-RESPONSE-COMMENT").strip('"')[:MAX_COMMENT],
    )


def _number(value: Any) -> int | None:
    try:
        number = int(str(value))
    except ValueError:
        return None
    return number if 0 <= number < 2**31 else None


def _moment(value: Any) -> datetime | None:
    """An aware time in UTC. One without a zone is read as UTC: RFC 5545 3.8.7.2 allows nothing else."""
    found = getattr(value, "dt", None)
    if not isinstance(found, date):
        return None
    moment = found if isinstance(found, datetime) else datetime(found.year, found.month, found.day)  # noqa: DTZ001
    try:
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except OverflowError:
        return None


def _comment(event: Component) -> str:
    return "\n".join(plain(str(one)) for one in _several(event.get("COMMENT")))[:MAX_COMMENT].strip()
