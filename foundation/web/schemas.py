"""Base of all API schemas: unknown fields are refused, hostile values too, lists come in pages."""

from collections.abc import Sequence
from typing import Annotated, Any, Generic, TypeVar

from django.db.models import QuerySet
from ninja import Schema
from pydantic import ConfigDict, Field

Item = TypeVar("Item")
LIMIT = 100


class Strict(Schema):
    """A schema that refuses fields it does not know. Texts take the types of `foundation.values`."""

    model_config = ConfigDict(extra="forbid")


class Paging(Strict):
    """Which part of a list is asked for."""

    limit: Annotated[int, Field(ge=1, le=LIMIT, description="How many items, at most 100.")] = 50
    offset: Annotated[int, Field(ge=0, le=2**31 - 1, description="How many items to leave out.")] = 0


class Page(Strict, Generic[Item]):
    """One part of a list, and how many items the whole list has."""

    items: list[Item]
    count: int


def page_of(rows: QuerySet[Any] | Sequence[Any], paging: Paging) -> dict[str, Any]:
    """What a route with `response=Page[...]` returns: the asked part and the whole number."""
    count = rows.count() if isinstance(rows, QuerySet) else len(rows)
    return {"items": list(rows[paging.offset : paging.offset + paging.limit]), "count": count}
