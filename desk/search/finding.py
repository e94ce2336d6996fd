"""Finding what a reader may read: one statement over all sources, each asked through its `visible_to`."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BigIntegerField, Case, DateTimeField, Expression, F, Q, TextField, Value, When
from django.db.models.functions import Cast
from django.utils.translation import get_language

from foundation.searching import Headed, Source, Texts, matching, sources, values_of
from foundation.web.wording import local_day
from foundation.words import Marked, cut, excerpt, marked
from governance.boards.models import Board
from governance.confidentiality import Reader

NOTHING = Q(pk__in=[])
# Words in the heading come first, then what has no day, then the newest.
STATEMENT = """
SELECT hit_source, hit_key, hit_title, hit_body, hit_note, hit_moment, hit_owner, COUNT(*) OVER ()
FROM ({arms}) AS hits
ORDER BY hit_heading DESC, CASE WHEN hit_moment IS NULL THEN 0 ELSE 1 END, hit_moment DESC, hit_source, hit_key
LIMIT %s OFFSET %s
"""


@dataclass(frozen=True)
class Asked:
    """What somebody looks for: `typed` as it was, the `words` cut from it, what narrows the search,
    and by the place of a source what it answers besides words."""

    typed: str
    words: tuple[str, ...]
    kind: str = ""
    board: int | None = None
    also: Mapping[int, Q] = field(default_factory=dict, hash=False)

    @classmethod
    def of(cls, typed: str, *, kind: str = "", board: int | None = None) -> "Asked":
        return cls(typed, cut(typed), kind, board)


@dataclass(frozen=True)
class Hit:
    """One row that was found. `title` and `excerpt` come in pieces, of which the found words are marked."""

    kind: str
    word: str
    title: Marked
    excerpt: Marked
    note: str
    board: Board | None
    day: date | None
    url: str


def find(
    asked: Asked, reader: Reader, boards: Iterable[Board], *, today: date, limit: int, offset: int = 0
) -> tuple[list[Hit], int]:
    """The hits from `offset` on, at most `limit`, and how many there are; both know only what the reader may read.

    `boards` give the hits their names. One query, however much there is, and one more past the last hit.
    """
    sql, values = _statement(asked, reader, today) if asked.words else ("", [])
    if not sql:
        return [], 0
    rows = _rows(sql, [*values, limit, offset])
    counted = rows or (_rows(sql, [*values, 1, 0]) if offset else [])
    named, known = {one.pk: one for one in boards}, sources()
    return [_hit(known[row[0]], row, asked.words, named) for row in rows], counted[0][-1] if counted else 0


def _rows(arms: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT.format(arms=arms), values)
        return cursor.fetchall()


def _statement(asked: Asked, reader: Reader, today: date) -> tuple[str, list[Any]]:
    """SQL and values of all arms. What names no word (a day, a number) is built as it comes."""
    also = {number: one for number, source in enumerate(sources()) if (one := source.also(asked.typed))}
    if also:
        return _built(replace(asked, also=also), reader, today)
    marks = tuple(f"\ue000{number}" for number in range(len(asked.words)))
    sql, values = _prepared(replace(asked, typed="", words=marks), reader, today, get_language(), connection.vendor)
    real = dict(zip(values_of(marks, connection.vendor), values_of(asked.words, connection.vendor), strict=True))
    return sql, [real.get(value, value) for value in values]


@lru_cache(maxsize=64)
def _prepared(asked: Asked, reader: Reader, today: date, _language: str, _vendor: str) -> tuple[str, list[Any]]:
    """Building the SQL takes longer than answering it, so it is kept with marks in place of words.

    It follows from who asks on which day, never from rows: nothing is read while it is built.
    """
    return _built(asked, reader, today)


def _built(asked: Asked, reader: Reader, today: date) -> tuple[str, list[Any]]:
    arms = list(_arms(asked, reader, today))
    return " UNION ALL ".join(sql for sql, _values in arms), [value for _sql, values in arms for value in values]


def _arms(asked: Asked, reader: Reader, today: date) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """SQL and values for each source that is asked; one that has nothing for this reader is left out."""
    for number, source in enumerate(sources()):
        if asked.kind not in ("", source.kind) or (asked.board and not source.owner):
            continue
        try:
            yield _arm(number, source, asked, reader, today)
        except EmptyResultSet:
            continue


def _arm(number: int, source: Source, asked: Asked, reader: Reader, today: date) -> tuple[str, tuple[Any, ...]]:
    rows, also = source.rows(reader, today), asked.also.get(number, NOTHING)
    if asked.board:
        rows = rows.filter(**{source.owner: asked.board})
    columns: dict[str, Expression] = {
        "hit_source": Value(number),
        "hit_key": _text(source.key),
        "hit_title": _text(source.title),
        "hit_body": Texts(*source.excerpted) if source.excerpted else _text(""),
        "hit_note": _text(source.note),
        "hit_moment": Cast(F(source.day) if source.day else Value(None), DateTimeField()),
        "hit_owner": Cast(F(source.owner) if source.owner else Value(None), BigIntegerField()),
        "hit_heading": Case(When(Headed(source.title, words=asked.words) | also, then=1), default=0),
    }
    found = rows.filter(matching(source, asked.words) | also).order_by().annotate(**columns)
    return found.values_list(*columns).query.sql_with_params()


def _text(path: str) -> Expression:
    return Cast(F(path), TextField()) if path else Value("", TextField())


def _hit(source: Source, row: tuple[Any, ...], words: tuple[str, ...], boards: dict[int, Board]) -> Hit:
    _number, key, title, body, note, moment, owner, _count = row
    return Hit(
        kind=source.kind,
        word=str(source.word),
        title=marked(" ".join(source.titled(title).split()), words),
        excerpt=excerpt(source.plain(body), words),
        note=note or "",
        board=boards.get(owner),
        day=local_day(_moment(moment)) if moment else None,
        url=source.address(key),
    )


def _moment(value: datetime | str) -> datetime:
    """SQLite gives a text without a zone; it means UTC."""
    return datetime.fromisoformat(value).replace(tzinfo=UTC) if isinstance(value, str) else value
