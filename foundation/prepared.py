"""Queries asked on every page, whose SQL is built once per process.

Django builds the SQL of a queryset anew each time; for a union of many parts that costs several times what the
database needs to answer. `docs/decisions/0006-prepared-facts.md` has the measurement.
"""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from types import SimpleNamespace
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import (
    CharField,
    DateField,
    DateTimeField,
    Field,
    IntegerField,
    Model,
    QuerySet,
    UUIDField,
)
from django.db.models.query import ModelIterable
from django.db.models.sql import UpdateQuery

FIELDS: dict[type, Field] = {
    UUID: UUIDField(),
    datetime: DateTimeField(),
    date: DateField(),
    int: IntegerField(),
    str: CharField(),
}
M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class _Place:
    """Stands among the parameters of a statement for the value with this number."""

    number: int


class Prepared:
    """`rows = Prepared(build, UUID, date)`, then `rows(pk, day)` for the rows of `build(pk, day)`.

    `build` returns a `values_list` whose columns need no conversion from the database (texts, numbers), takes values
    of the types of `FIELDS` and hands each to the query as it is: computing with it, or branching on it, would be
    frozen into the SQL.
    """

    def __init__(self, build: Callable[..., QuerySet], *types: type) -> None:
        self._build, self._fields = build, [FIELDS[kind] for kind in types]
        self._statement = cache(self._prepare)

    def __call__(self, *values: Any) -> list[tuple[Any, ...]]:
        _compiler, sql, parameters = self._statement(connection.vendor)
        with connection.cursor() as cursor:
            cursor.execute(sql, self._given(parameters, values))
            return cursor.fetchall()

    def _given(self, parameters: list[Any], values: tuple[Any, ...]) -> tuple[Any, ...]:
        given = [_adapted(field, value) for field, value in zip(self._fields, values, strict=True)]
        return tuple(given[one.number] if isinstance(one, _Place) else one for one in parameters)

    def _prepare(self, _vendor: str) -> tuple[Any, str, list[Any]]:
        """What built the SQL, the SQL, and its parameters with a place for each value that changes.

        A query that can find nothing, such as one of no boards, has SQL as well: otherwise Django raises.
        """
        stand_ins = [_stand_in(field, number) for number, field in enumerate(self._fields)]
        compiler = self._build(*stand_ins).query.get_compiler(connection=connection, elide_empty=False)
        sql, parameters = compiler.as_sql()
        places = {
            _adapted(field, stand_in): _Place(number)
            for number, (field, stand_in) in enumerate(zip(self._fields, stand_ins, strict=True))
        }
        return compiler, sql, [places.get(one, one) for one in parameters]


class PreparedRows(Prepared, Generic[M]):
    """The same for rows of a model, with what `select_related` names: `build` returns a plain queryset."""

    def __call__(self, *values: Any) -> list[M]:  # type: ignore[override]
        prepared, sql, parameters = self._statement(connection.vendor)
        asked = copy(prepared)  # threads ask at the same time
        asked.as_sql = lambda: (sql, self._given(parameters, values))
        query = SimpleNamespace(get_compiler=lambda using: asked)
        rows = SimpleNamespace(db="default", query=query, _known_related_objects={})
        return list(ModelIterable(rows))  # type: ignore[arg-type]


class PreparedUpdate:
    """`mark = PreparedUpdate(build, pk=UUIDField(), at=DateTimeField())`, then `mark(pk=..., at=...)`: rows changed.

    `build(pk, at)` returns a queryset and what to set in its rows; the same rules hold as for `Prepared`.
    """

    def __init__(self, build: Callable[..., tuple[QuerySet, dict[str, Any]]], **fields: Field) -> None:
        self._build, self._fields = build, fields
        self._statement = cache(self._prepare)

    def __call__(self, **values: Any) -> int:
        sql, parameters = self._statement(connection.vendor)
        given = {name: field.get_db_prep_value(values[name], connection) for name, field in self._fields.items()}
        with connection.cursor() as cursor:
            cursor.execute(sql, [given[value] if is_name else value for is_name, value in parameters])
            return int(cursor.rowcount)

    def _prepare(self, _vendor: str) -> tuple[str, list[tuple[bool, Any]]]:
        """The SQL, and its parameters: a name for what changes, or a value that stays."""
        stand_ins = {name: _stand_in(field, number) for number, (name, field) in enumerate(self._fields.items())}
        rows, new = self._build(**stand_ins)
        query: Any = rows.query.chain(UpdateQuery)
        query.add_update_values(new)
        sql, parameters = query.get_compiler(connection=connection).as_sql()
        names = {self._fields[name].get_db_prep_value(one, connection): name for name, one in stand_ins.items()}
        found = [(one in names, names.get(one, one)) for one in parameters]
        assert {name for is_name, name in found if is_name} == set(stand_ins), sql
        return sql, found


def _stand_in(field: Field, number: int) -> Any:
    """A value of the field's kind that no constant of a query has, another one for each number.

    Integers fit a small column: Django leaves out at once what compares a column with a number beyond it.
    """
    if isinstance(field, UUIDField):
        return UUID(int=2**128 - 1 - number)
    if isinstance(field, DateTimeField):
        return datetime(9000 + number, 1, 1, tzinfo=UTC)
    if isinstance(field, DateField):
        return date.max - timedelta(days=number)
    if isinstance(field, IntegerField):
        return 2**15 - 1 - number
    return f"no text of anybody {number}"


def _adapted(field: Field, value: Any) -> Any:
    return field.get_db_prep_value(value, connection)
