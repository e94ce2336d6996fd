"""Queries asked on every page, whose SQL is built once per process.

Django builds the SQL of a queryset anew each time; for a union of many parts that costs several times what the
database needs to answer. `docs/decisions/0006-prepared-facts.md` has the measurement.
"""

from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import DateField, Field, IntegerField, QuerySet, UUIDField

# What the SQL is built with, and recognised by; no constant of a query has these values. The number fits a small
# column: Django leaves out at once what compares a column with a number beyond it.
STAND_INS: dict[type, Any] = {UUID: UUID(int=2**128 - 1), date: date.max, int: 2**15 - 1}
FIELDS: dict[type, Field] = {UUID: UUIDField(), date: DateField(), int: IntegerField()}


class Prepared:
    """`rows = Prepared(build, UUID, date)`, then `rows(pk, day)` for the rows of `build(pk, day)`.

    `build` returns a `values_list` whose columns need no conversion from the database (texts, numbers), takes values
    of different types (UUID, date, int) and hands each to the query as it is: computing with it, or branching on it,
    would be frozen into the SQL.
    """

    def __init__(self, build: Callable[..., QuerySet], *types: type) -> None:
        self._build, self._types = build, types
        self._statement = cache(self._prepare)

    def __call__(self, *values: Any) -> list[tuple[Any, ...]]:
        sql, parameters = self._statement(connection.vendor)
        given = {kind: _adapted(kind, value) for kind, value in zip(self._types, values, strict=True)}
        with connection.cursor() as cursor:
            cursor.execute(sql, [given.get(one, one) for one in parameters])
            return cursor.fetchall()

    def _prepare(self, _vendor: str) -> tuple[str, list[Any]]:
        """The SQL, and its parameters with the type in place of each value that changes."""
        sql, parameters = self._build(*(STAND_INS[kind] for kind in self._types)).query.sql_with_params()
        kinds = {_adapted(kind, STAND_INS[kind]): kind for kind in self._types}
        return sql, [kinds.get(one, one) for one in parameters]


def _adapted(kind: type, value: Any) -> Any:
    return FIELDS[kind].get_db_prep_value(value, connection)
