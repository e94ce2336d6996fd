"""Finding rows by words without a copy of them: what a room offers, and how either database looks for it.

PostgreSQL compares German stems by a GIN index over the very expression that is asked. SQLite compares letters, with
umlauts folded. `docs/decisions/0009-search-without-a-copy.md` has the reasons and the measurement.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import BooleanField, Exists, Field, Func, Model, OuterRef, Q, QuerySet, TextField
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from foundation import words as spelling

NAME = "found_"
NEVER_REACHED = 2**31 - 1
# PostgreSQL's German stop words that have another spelling.
PASSED_OVER = frozenset(["daß", "für", "können", "könnte", "über", "während", "würde", "würden"])


@dataclass(frozen=True)
class Source:
    """Rows that can be found. Paths lead to columns or annotations of `rows(reader, today)`.

    `rows` gives what this reader may read, by the `visible_to` of its model and the same limits as its page. `texts`
    is where words are looked for: an index stands over them where all are columns of `model`. `title` heads a hit,
    `titled` puts it into words; an excerpt is taken from `body` (the texts besides the title, unless told), which
    `plain` may clean; `key` becomes the address.
    `owner` leads to the key of what the row belongs to, `day` to its time. `also` answers what is no word of a text,
    such as a number or a day. Of `many` rows (thousands of one owner) the index is asked before all other conditions.
    """

    kind: str
    word: Promise
    model: type[Model]
    rows: Callable[[Any, date], QuerySet[Any]]
    title: str
    texts: tuple[str, ...]
    address: Callable[[str], str]
    body: tuple[str, ...] | None = None
    key: str = "pk"
    owner: str = ""
    day: str = ""
    note: str = ""
    many: bool = False
    titled: Callable[[str], str] = str
    plain: Callable[[str], str] = str
    also: Callable[[str], Q | None] = lambda typed: None

    @property
    def excerpted(self) -> tuple[str, ...]:
        """Where an excerpt is taken from."""
        return self.body if self.body is not None else tuple(path for path in self.texts if path != self.title)

    @property
    def columns(self) -> list[str]:
        """The columns an index stands over, or none: texts of other tables are small enough to be read."""
        own = {field.name: str(field.column) for field in self.model._meta.concrete_fields}
        return [own[path] for path in self.texts] if own.keys() >= set(self.texts) else []


def page(name: str, kind: Callable[[str], Any] = str) -> Callable[[str], str]:
    """The address of a page from its one argument; what follows a "#" in the key is the place on it."""

    def address(key: str) -> str:
        argument, mark, place = key.partition("#")
        return reverse(name, args=[kind(argument)]) + mark + place

    return address


def pages(name: str) -> Callable[[str], str]:
    """The address of a page without an argument; the key is the place on it, or nothing."""
    return lambda key: reverse(name) + (f"#{key}" if key else "")


def seen(path: str, rows: QuerySet[Any]) -> Exists:
    """Whether what `path` leads to is among these rows; asked row by row, so only of those whose words fit."""
    return Exists(rows.filter(pk=OuterRef(path)))


class Texts(Func):
    """Texts of a row as one."""

    output_field: Field = TextField()

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **extra: Any) -> tuple[str, Any]:
        parts = [compiler.compile(one) for one in self.source_expressions]
        joined = joint([sql for sql, _values in parts])
        return joined, [value for _sql, values in parts for value in values]


def joint(columns: list[str]) -> str:
    """The SQL of several texts as one, the same for a query and for the index that answers it."""
    return " || ' ' || ".join(f"COALESCE({column}, '')" for column in columns)


class Found(Texts):
    """Whether every word stands in these texts. `words` come from `words.cut`."""

    output_field: Field = BooleanField()

    def __init__(self, *paths: str, words: tuple[str, ...]) -> None:
        super().__init__(*paths)
        self.words = words

    def as_postgresql(self, compiler: Any, connection: Any, *args: Any, **extra: Any) -> tuple[str, Any]:
        texts, values = super().as_sql(compiler, connection)
        return f"to_tsvector('german', {texts}) @@ to_tsquery('german', %s)", [*values, *_asked_stems(self.words)]

    def as_sqlite(self, compiler: Any, connection: Any, *args: Any, **extra: Any) -> tuple[str, Any]:
        """LIKE is fast and knows no umlauts, so it goes before the expression that does."""
        texts, values = super().as_sql(compiler, connection)
        sql = " AND ".join([f"CASE WHEN {texts} LIKE %s THEN {texts} REGEXP %s ELSE 0 END"] * len(self.words))
        asked = _asked_letters(self.words)
        return f"({sql})", [one for value in asked for one in (*values, value)]


class Headed(Found):
    """The same for a heading, which no index answers: most rows are left out by letters before stems are made."""

    def as_postgresql(self, compiler: Any, connection: Any, *args: Any, **extra: Any) -> tuple[str, Any]:
        sql, values = super().as_postgresql(compiler, connection)
        texts, own = Texts.as_sql(self, compiler, connection)
        letters = _shared_letters(self.words)
        likes = " AND ".join([f"{texts} ILIKE %s"] * len(letters))
        return f"CASE WHEN {likes} THEN {sql} ELSE FALSE END", [*(v for one in letters for v in (*own, one)), *values]


def matching(source: Source, words: tuple[str, ...]) -> Q | Found:
    """The condition for rows of a source.

    PostgreSQL thinks little of what it costs to make stems: of a common word it makes those of all rows that pass the
    other conditions, although the index has them. The limit, which nothing reaches, has it ask the index first.
    """
    found = Found(*source.texts, words=words)
    if connection.vendor != "postgresql" or not source.many:
        return found
    return Q(pk__in=source.model._default_manager.order_by().filter(found).values("pk")[:NEVER_REACHED])


def _asked_stems(words: tuple[str, ...]) -> list[str]:
    """One query: each word in one of its spellings, as the beginning of a word of the text.

    PostgreSQL passes over words like "für"; over "fuer" it does not, so such a word is left out in every spelling.
    """
    asked = [forms for forms in map(spelling.spellings, words) if PASSED_OVER.isdisjoint(forms)]
    return [" & ".join(f"({' | '.join(map(_lexeme, forms))})" for forms in asked)]


def _shared_letters(words: tuple[str, ...]) -> list[str]:
    return [f"%{spelling.anchor(spelling.stem(word))}%" for word in words]


def _lexeme(word: str) -> str:
    quoted = word.replace("\\", "\\\\").replace("'", "''")
    return f"'{quoted}':*"


def _asked_letters(words: tuple[str, ...]) -> list[str]:
    """Two values for each word."""
    pairs = ((f"%{spelling.anchor(word)}%", f"(?i){spelling.pattern(word)}") for word in words)
    return [value for pair in pairs for value in pair]


def values_of(words: tuple[str, ...], vendor: str) -> list[str]:
    """What stands for the words among the values of a statement with `Found`."""
    if vendor == "postgresql":
        return [*_asked_stems(words), *_shared_letters(words)]
    return _asked_letters(words)


def sources() -> list[Source]:
    """What can be found, in the order of `settings.SEARCH_SOURCES`."""
    return [import_string(path) for path in settings.SEARCH_SOURCES]


def put_up(**_signal: Any) -> None:
    """Let exactly one index stand over the texts of each source; SQLite reads them without any."""
    if connection.vendor != "postgresql":
        return
    wanted = dict(_indexes())
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexname FROM pg_indexes WHERE schemaname = current_schema()")
        standing = {name for (name,) in cursor.fetchall() if name.startswith(NAME)}
        for name in standing - wanted.keys():
            cursor.execute(f'DROP INDEX "{name}"')
        for name in wanted.keys() - standing:
            cursor.execute(wanted[name])


def _indexes() -> Iterator[tuple[str, str]]:
    tables = set(connection.introspection.table_names())
    for source in sources():
        table = source.model._meta.db_table
        if table in tables and source.columns:
            words = joint([f'"{column}"' for column in source.columns])
            name = NAME + hashlib.sha256(f"{table} {words}".encode()).hexdigest()[:12]
            yield name, f"""CREATE INDEX "{name}" ON "{table}" USING gin (to_tsvector('german', {words}))"""
