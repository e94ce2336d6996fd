"""From entries to what a layman reads: when, a sentence, and what it is about."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from desk.journal.subjects import Subject, resolve
from desk.journal.wordings import AREAS, HINTS, SENTENCES
from foundation.accounts.models import User
from foundation.journal.models import JournalEntry
from foundation.values import SYSTEM
from foundation.web.wording import plain_day
from governance.confidentiality import STAFF_ROLES, Reader
from governance.mandates.models import Office
from governance.people.models import Person

NAMED = ("person", "owner")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T[\d:.]+(\+\d{2}:\d{2}|Z)")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True)
class Told:
    """One entry in words."""

    number: int
    at: datetime
    who: str
    area: str
    sentence: str
    subject: Subject


def told(entries: Sequence[JournalEntry], reader: Reader) -> list[Told]:
    """Entries in words: names in two queries, subjects in one for each kind that occurs."""
    names = _names(entries)
    subjects = resolve({entry.subject for entry in entries}, reader)
    return [_told(entry, names, subjects[entry.subject]) for entry in entries]


def _told(entry: JournalEntry, names: dict[str, str], subject: Subject) -> Told:
    area, sentence = SENTENCES.get(entry.action, ("", "%(who)s: " + entry.action.replace("%", "%%")))
    who = _who(entry, names)
    words = str(sentence) % _Facts(entry.facts, who, names)
    words += "".join(f" {hint}" for fact, hint in HINTS.items() if fact in entry.facts)
    return Told(entry.pk, entry.at, who, str(AREAS.get(area, "")), words, subject)


def _who(entry: JournalEntry, names: dict[str, str]) -> str:
    actor = names.get(entry.actor, _("Somebody unknown"))
    if not entry.principal or entry.principal == entry.actor:
        return actor
    principal = names.get(entry.principal, _("Somebody unknown"))
    return _("%(actor)s on behalf of %(principal)s") % {"actor": actor, "principal": principal}


class _Facts(dict[str, str]):
    """Facts in words; one that an old entry does not have is a dash."""

    def __init__(self, facts: dict[str, Any], who: str, names: dict[str, str]) -> None:
        super().__init__({name: _fact(name, value, names) for name, value in facts.items()}, who=who)

    def __missing__(self, name: str) -> str:
        return "–"


def _fact(name: str, value: Any, names: dict[str, str]) -> str:
    text = str(value)
    if name in NAMED:
        return names.get(_person_key(text), _("somebody unknown"))
    if name == "role":
        return str({**dict(STAFF_ROLES), **dict(Office.Role.choices)}.get(text, text))
    return plain_day(datetime.fromisoformat(text)) if _MOMENT.fullmatch(text) else _day(text)


def _day(text: str) -> str:
    return plain_day(date.fromisoformat(text)) if _DAY.fullmatch(text) else text


def _person_key(text: str) -> str:
    return text if text.startswith("person:") else f"person:{text}"


def _names(entries: Iterable[JournalEntry]) -> dict[str, str]:
    """The names behind all keys that act, are acted for, or are named by a fact."""
    keys = set(_keys(entries))
    people = {key.removeprefix("person:") for key in keys if _UUID.fullmatch(key.removeprefix("person:"))}
    users = {key.removeprefix("user:") for key in keys if key.removeprefix("user:").isdecimal()}
    names = {SYSTEM.key: _("The system")}
    names |= {person.key: str(person) for person in Person.objects.filter(pk__in=people)}
    return names | {user.key: str(user) for user in User.objects.filter(pk__in=users)}


def _keys(entries: Iterable[JournalEntry]) -> Iterator[str]:
    for entry in entries:
        yield entry.actor
        yield entry.principal
        yield from (_person_key(str(entry.facts[name])) for name in NAMED if name in entry.facts)
