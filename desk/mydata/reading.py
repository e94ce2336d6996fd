"""Reading what is kept about a person, part by part of the registry, in plain values."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.translation import gettext as _

from desk.dispatch.listing import kind_words
from desk.journal.sentences import told
from desk.mydata.registry import NEWEST, PARTS, Part
from foundation.outbox.models import Delivery
from foundation.values import BERLIN
from governance.confidentiality import Reader
from governance.people.models import Person

# Secrets, and what only the machinery understands.
SECRET = {"id", "user", "password", "nonce", "token", "raw", "secrets", "sha256", "data", "session_key"}
SECRET |= {"asked_sequence", "answered_sequence", "sequence"}
JOURNAL = "journal.JournalEntry"
PERSON = re.compile(r"person:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

Row = dict[str, Any]


@dataclass(frozen=True)
class Found:
    """One part with its rows, newest first; `more` of them were left out."""

    part: Part
    rows: list[Row]
    more: int = 0


def about(person: Person, reader: Reader, most: int | None = None) -> list[Found]:
    """All parts that hold anything about a person, at most `most` rows of each.

    One query for each part of the registry, one more where rows are left out, one for names. Values are plain: texts,
    numbers, truth values, ISO days and times; rows of others are told by their names.
    """
    found = [_found(part, person, reader, most) for part in PARTS]
    return _named([one for one in found if one.rows])


def _named(found: list[Found]) -> list[Found]:
    """Plain keys of people become their names."""
    rows = [row for one in found for row in one.rows]
    keys = {value for row in rows for value in row.values() if isinstance(value, str) and value.startswith("person:")}
    people = Person.objects.filter(pk__in=[key.removeprefix("person:") for key in keys if PERSON.fullmatch(key)])
    names = {person.key: str(person) for person in people}
    for row in rows:
        row |= {name: names[value] for name, value in row.items() if isinstance(value, str) and value in names}
    return found


def _found(part: Part, person: Person, reader: Reader, most: int | None) -> Found:
    rows = _rows(part, person)
    shown = list(rows if most is None else rows[: most + 1])
    more = rows.count() - (most or 0) if most is not None and len(shown) > most else 0
    shown = shown[:most]
    if part.model == JOURNAL:
        return Found(part, list(_acts(shown, reader)), more)
    names = _fields(part)
    return Found(part, [{field.name: _value(row, field, reader) for field in names} for row in shown], more)


def _rows(part: Part, person: Person) -> models.QuerySet[Any]:
    end = {"person": person.pk, "user": person.user_id, "key": person.key}[part.by]
    rows = apps.get_model(part.model)._default_manager.order_by(NEWEST.get(part.model, "-pk"), "-pk")
    rows = rows.filter(**{part.way: end}) if end is not None else rows.none()
    related = [path for field in _fields(part) if field.is_relation for path in _names_need(field)]
    return rows.select_related(*related) if related else rows


def _fields(part: Part) -> list["models.Field[Any, Any]"]:
    known = apps.get_model(part.model)._meta.concrete_fields
    if part.fields:
        return [field for field in known if field.name in part.fields]
    return [field for field in known if field.name not in SECRET and field.name != part.way]


def _names_need(field: "models.Field[Any, Any]", depth: int = 2) -> Iterator[str]:
    """A row behind a key, and the rows its own name is made of ("meeting", "meeting__board")."""
    yield field.name
    for inner in field.related_model._meta.concrete_fields if depth else ():  # type: ignore[union-attr]
        if inner.is_relation and not inner.null:
            for path in _names_need(inner, depth - 1):
                yield f"{field.name}__{path}"


def _value(row: models.Model, field: "models.Field[Any, Any]", reader: Reader) -> Any:
    value = getattr(row, field.name)
    if isinstance(value, models.Model):
        return value.title_for(reader) if hasattr(value, "title_for") else str(value)
    if (field.model, field.name) == (Delivery, "kind"):
        return str(kind_words(str(value)))
    if field.choices and value not in (None, ""):
        return str(getattr(row, f"get_{field.name}_display")())
    if isinstance(value, datetime):
        return value.astimezone(BERLIN).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    plain = value is None or isinstance(value, (str, int, float, bool, list, dict))
    return value if plain else str(value)


def _acts(entries: list[Any], reader: Reader) -> Iterator[Row]:
    for one in told(entries, reader):
        about = ": ".join(filter(None, (one.subject.kind, one.subject.title)))
        yield {
            "at": one.at.astimezone(BERLIN).isoformat(timespec="seconds"),
            "sentence": one.sentence,
            "about": about or _("unknown"),
        }
