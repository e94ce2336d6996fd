"""The OpenAPI schema as rows a page can show."""

from collections.abc import Iterator
from typing import Any, NamedTuple


class Value(NamedTuple):
    """A parameter or field: what it is called, what it holds, whether it must be there."""

    name: str
    words: str
    required: bool
    about: str


class Operation(NamedTuple):
    method: str
    path: str
    anchor: str
    summary: str
    about: str
    values: list[Value]
    answer: str


def _words(schema: dict[str, Any]) -> str:
    """The type of a value: "string (date-time)", "list of Meeting", "integer or null"."""
    if "$ref" in schema:
        return schema["$ref"].rsplit("/", 1)[-1]
    if "anyOf" in schema:
        return " | ".join(_words(one) for one in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if schema.get("type") == "array":
        return f"[{_words(schema.get('items', {}))}]"
    kind = str(schema.get("type", "any"))
    return f"{kind} ({schema['format']})" if "format" in schema else kind


def _fields(schema: dict[str, Any], schemas: dict[str, Any]) -> Iterator[Value]:
    target = schemas.get(_words(schema), schema)
    for name, one in target.get("properties", {}).items():
        yield Value(name, _words(one), name in target.get("required", []), one.get("description", ""))


def _values(operation: dict[str, Any], schemas: dict[str, Any]) -> list[Value]:
    values = [
        Value(one["name"], _words(one["schema"]), one.get("required", False), one["schema"].get("description", ""))
        for one in operation.get("parameters", [])
    ]
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    return values + (list(_fields(body, schemas)) if body else [])


def _answer(operation: dict[str, Any]) -> str:
    for status, response in operation["responses"].items():
        content = response.get("content", {}).get("application/json")
        if str(status).startswith("2") and content:
            return _words(content["schema"])
    return ""


def chapters(schema: dict[str, Any]) -> dict[str, list[Operation]]:
    """The operations by their tag, in the order of the schema."""
    found: dict[str, list[Operation]] = {}
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            row = Operation(
                method=method.upper(),
                path=path,
                anchor=operation["operationId"],
                summary=operation.get("summary", ""),
                about=operation.get("description", ""),
                values=_values(operation, schema["components"]["schemas"]),
                answer=_answer(operation),
            )
            found.setdefault((operation.get("tags") or [""])[0], []).append(row)
    return found


def kinds(schema: dict[str, Any]) -> dict[str, list[Value]]:
    """The fields of every named schema."""
    schemas = schema["components"]["schemas"]
    return {name: list(_fields(one, schemas)) for name, one in sorted(schemas.items())}
