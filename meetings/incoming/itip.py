"""What a calendar object that came by mail says (RFC 5546): who answers which meeting with which words.

Pure. Nothing is taken from it but the answer: no times, no title, no place.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import unquote

from icalendar import Calendar, Component
from icalendar.parser import Contentline

from foundation.outbox.received import line, plain

MAX_OCTETS = 256 * 1024
MAX_LINES = 2_000
MAX_PARAMETERS = 5_000
MAX_VALUES = 20_000
MAX_LINE = 16 * 1024
MAX_NESTED = 50
MAX_COMMENT = 2_000
_COMPONENTS = ("VEVENT", "VTODO", "VJOURNAL")
_FOLD = re.compile(r"(?:\r?\n)+[ \t]")
_QUOTED = re.compile(r'"[^"]*"')
_NAME = re.compile(r"[A-Za-z-]*")
_WHO = ("ATTENDEE", "ORGANIZER", "UID", "METHOD")


class TooMuch(ValueError):
    """The calendar exceeds a limit; parsing it could take long."""


@dataclass(frozen=True)
class Attendee:
    """One ATTENDEE line: address in lower case ("" where it is none), PARTSTAT, and the words that came with it.

    `passed_on`: it names a delegate, or whose delegate it is; `delegated_to`, `delegated_from` and `sent_by` are the
    addresses, "" where there is no usable one.
    """

    address: str
    partstat: str
    name: str = ""
    comment: str = ""
    passed_on: bool = False
    delegated_to: str = ""
    delegated_from: str = ""
    sent_by: str = ""


@dataclass(frozen=True)
class Message:
    """One calendar object. `entries`: how many it holds, `kinds` of them; all but `uids` is taken from the first.

    `organizer` is None where there is none, and "" where it is no address or there are several. `one_uid_each`: no
    entry has two; `one_answer_each`: no line names a parameter twice. `sequence` and `stamp` are None where they are
    missing or unusable.
    """

    method: str
    uids: tuple[str, ...]
    entries: int
    kinds: frozenset[str]
    one_uid_each: bool
    one_answer_each: bool
    organizer: str | None
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
        # A line that cannot be read would be left out, as if nobody had written it.
        twice = any([_names_twice(one) for one in _lines_about_who(text)])
        return _message(calendar, events, one_answer_each=not twice)
    except RecursionError as error:
        raise TooMuch("calendar_too_large") from error
    except Exception as error:  # whatever a hostile text makes the parser raise, it is no answer
        raise ValueError("calendar_unreadable") from error


def _lines_about_who(text: str) -> Iterator[str]:
    """The lines that say whose answer to what it is. Raises ValueError for one that cannot be read."""
    for one in _FOLD.sub("", text).splitlines():
        found = _NAME.match(one)
        if found and found[0].upper() in _WHO:
            Contentline(one).parts()
            yield one


def _names_twice(line: str) -> bool:
    """Whether a parameter stands there twice; the parser keeps the last one alone."""
    parameters = _QUOTED.sub("", line).partition(":")[0].split(";")[1:]
    names = [one.partition("=")[0].strip().upper() for one in parameters]
    return len(names) != len(set(names))


def _message(calendar: Component, events: list[Component], *, one_answer_each: bool) -> Message:
    first = events[0] if events else Component()
    uids = [[_word(uid) for uid in _several(one.get("UID"))] for one in events]
    return Message(
        method=_word(calendar.get("METHOD")).upper(),
        uids=tuple(dict.fromkeys(uid for named in uids for uid in named if uid)),
        entries=len(events),
        kinds=frozenset(str(one.name) for one in events),
        one_uid_each=all(len(named) <= 1 for named in uids),
        one_answer_each=one_answer_each,
        organizer=_organizer(first.get("ORGANIZER")),
        attendees=tuple(_attendee(one) for event in events[:1] for one in _several(event.get("ATTENDEE"))),
        sequence=_number(first.get("SEQUENCE")),
        stamp=_moment(first.get("DTSTAMP")),
        comment=_comment(first),
    )


def _organizer(value: Any) -> str | None:
    """Outlook leaves it out, which is something else than one that is not ours."""
    named = {_address(one) for one in _several(value)}
    return None if not named else named.pop() if len(named) == 1 else ""


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
    parameters = getattr(value, "params", {})
    return Attendee(
        address=_address(value),
        partstat=_parameter(value, "PARTSTAT").upper() or "NEEDS-ACTION",
        name=line(_parameter(value, "CN"))[:200],
        comment=_parameter(value, "X-RESPONSE-COMMENT").strip('"')[:MAX_COMMENT],
        passed_on="DELEGATED-FROM" in parameters or "DELEGATED-TO" in parameters,
        delegated_to=_address(parameters.get("DELEGATED-TO")),
        delegated_from=_address(parameters.get("DELEGATED-FROM")),
        sent_by=_address(parameters.get("SENT-BY")),
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
