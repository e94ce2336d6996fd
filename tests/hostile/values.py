"""Values that people with bad intentions or broken programmes send."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

CHARACTERS = ["a\x00b", "a\x1bb", "a\ud800b", "a\u202eb", "a\u2066b", "a\u2028b", "a\x9fb"]
DAYS = ["0001-01-01", "1999-12-31", "2101-01-01", "9999-12-31", "10000-01-01", "2027-02-29", "2027-13-01", "9" * 400]
NUMBERS = [2**31, -(2**31) - 1, 2**63, 10**400, 1.5, float("nan"), float("inf"), float("-inf")]
WORDS = ["", " ", "NaN", "null", "0x1", "1e400", "-", "x"]
NUMBER_AS_TEXT = "7"  # a number in an address, none in a body
KINDS = [None, [], {}, [[[]]], {"a": [1]}, [None], ["x"]]


@contextmanager
def writes() -> Iterator[list[str]]:
    """What is written meanwhile: statement and values."""
    found: list[str] = []

    def watch(execute, sql, values, many, context):
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            found.append(" ".join([sql, *map(str, values or ())]))
        return execute(sql, values, many, context)

    with connection.execute_wrapper(watch):
        yield found


def _strings(schema: dict) -> list[object]:
    other = [*KINDS, *CHARACTERS, *NUMBERS, True]
    if schema.get("format") == "date":
        return [*other, *WORDS, *DAYS]
    if "enum" in schema or "format" in schema:
        return [*other, *WORDS, "x" * 100_000]
    longest = schema.get("maxLength", 10_000)
    # The last one has the right length and becomes longer by NFC.
    return [*other, "x" * (longest + 1), "x" * 100_000, "\u0301" * 20_000, "\u0958" * longest]


def _integers(schema: dict) -> list[object]:
    beyond = [schema["minimum"] - 1, schema["maximum"] + 1]
    return [*KINDS, *CHARACTERS, *WORDS, *NUMBERS, *beyond, "9" * 5000, NUMBER_AS_TEXT, True]


def _lists(schema: dict) -> list[object]:
    return [None, {}, {"a": [1]}, 7, "x", ["x"] * (schema["maxItems"] + 1)]


WRONG = {
    "string": _strings,
    "integer": _integers,
    "boolean": lambda schema: [*KINDS, *CHARACTERS, *WORDS, *NUMBERS],
    "array": _lists,
    "object": lambda schema: [None, [], 7, "x", [[[]]]],
}


def wrong(schema: dict, good: object, schemas: dict) -> Iterator[object]:
    """The value `good` of a JSON schema with one place wrong, for every place and every hostile value."""
    if "$ref" in schema:
        schema = schemas[schema["$ref"].rsplit("/", 1)[-1]]
    if "anyOf" in schema:
        refused = [list(wrong(one, good, schemas)) for one in schema["anyOf"] if one.get("type") != "null"]
        yield from (one for one in refused[0] if all(any(one is same for same in more) for more in refused[1:]))
        return
    yield from WRONG[schema["type"]](schema)
    if isinstance(good, dict):
        yield from _fields(schema, good, schemas)
    if isinstance(good, list):
        yield from ([one] for one in wrong(schema["items"], good[0], schemas))


def _fields(schema: dict, good: dict, schemas: dict) -> Iterator[object]:
    """A field is missing, unknown or wrong."""
    for name in schema.get("required", []):
        yield {key: value for key, value in good.items() if key != name}
    yield good | {"unknown": 1}
    yield from (good | {name: 1} for name in [*CHARACTERS, "x" * 201])
    for name, value in good.items():
        field = schema["properties"][name] if "properties" in schema else schema["additionalProperties"]
        yield from (good | {name: one} for one in wrong(field, value, schemas))
