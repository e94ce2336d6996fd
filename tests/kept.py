"""What many tests begin with is built once per process; further tests get the same rows and objects back.

The database needs a tenth of the time that Django takes to build the statements.
"""

import pickle
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django.apps import apps
from django.db import connection
from django.db.models import Model
from django.db.models.sql import InsertQuery

T = TypeVar("T")


class Kept(Generic[T]):
    """`Kept(build)()` is what `build()` gives in an empty database. It writes rows and nothing else, no files."""

    def __init__(self, build: Callable[[], T]) -> None:
        self._build = build
        self._statements: list[tuple[str, Any]] = []
        self._objects = b""

    def __call__(self) -> T:
        if not self._objects:
            return self._first()
        with connection.cursor() as cursor:
            for sql, values in self._statements:
                cursor.execute(sql, values)
        return pickle.loads(self._objects)

    def _first(self) -> T:
        tables: dict[str, None] = {}

        def note(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
            if sql.startswith("INSERT"):
                tables.setdefault(sql.split('"')[1])
            return execute(sql, *rest)

        with connection.execute_wrapper(note):
            built = self._build()
        models = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
        self._statements = [one for table in tables for one in _inserts(models[table])]
        self._objects = pickle.dumps(built)
        return built


def _inserts(model: type[Model]) -> list[tuple[str, Any]]:
    """Statements that insert all rows of a model as they are now, keys included."""
    query = InsertQuery(model)
    query.insert_values(model._meta.concrete_fields, model._base_manager.all(), raw=True)
    return query.get_compiler(using="default").as_sql()
