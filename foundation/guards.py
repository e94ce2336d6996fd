"""Triggers that refuse what no constraint can say, the same words for SQLite and PostgreSQL.

A room lists its guards and `settings.DATABASE_GUARDS` names the list. SQLite drops triggers silently when a migration
rebuilds a table, so all of them are taken down before and put up again after every `migrate` (`config/apps.py`).
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

from django.conf import settings
from django.db import connection
from django.utils.module_loading import import_string

FOR_EVER = "'9999-12-31'"


@dataclass(frozen=True)
class Guard:
    """Refuses `event` on rows of `table` with IntegrityError where `condition` holds.

    `condition` is SQL over OLD and NEW that both databases read, subqueries included. A guard against DELETE also
    refuses to empty the whole table at once. `message` is for operators: English, without quotes. `locked` is a query
    for the row that PostgreSQL locks first, where the condition looks at other rows: two transactions at once would
    overlook each other (SQLite has one writer).
    """

    name: str
    table: str
    event: Literal["INSERT", "UPDATE", "DELETE"]
    message: str
    condition: str = "1 = 1"
    locked: str = ""

    def statements(self, vendor: str) -> list[str]:
        """SQL that puts the guard up."""
        if vendor == "sqlite":
            refuse = f"SELECT RAISE(ABORT, '{self.message}')"
            on = f"BEFORE {self.event} ON {self.table} FOR EACH ROW WHEN {self.condition}"
            return [f"CREATE TRIGGER {self.name} {on} BEGIN {refuse}; END"]
        # Two answers: NEW is null when a row goes, and a row whose trigger answers null stays.
        answer = "OLD" if self.event == "DELETE" else "NEW"
        refuse = f"RAISE EXCEPTION '{self.message}' USING ERRCODE = 'integrity_constraint_violation'"
        first = f"PERFORM {self.locked} FOR NO KEY UPDATE; " if self.locked else ""
        body = f"BEGIN {first}IF {self.condition} THEN {refuse}; END IF; RETURN {answer}; END"
        whole = f"BEGIN {refuse}; END"
        made = [
            _function(self.name, body),
            f"CREATE TRIGGER {self.name} BEFORE {self.event} ON {self.table} "
            f"FOR EACH ROW EXECUTE FUNCTION {self.name}()",
        ]
        if self.event == "DELETE":
            made += [
                _function(f"{self.name}_all", whole),
                f"CREATE TRIGGER {self.name}_all BEFORE TRUNCATE ON {self.table} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION {self.name}_all()",
            ]
        return made

    def removal(self, vendor: str) -> list[str]:
        """SQL that takes it down, whether it stands or not."""
        if vendor == "sqlite":
            return [f"DROP TRIGGER IF EXISTS {self.name}"]
        return [f"DROP FUNCTION IF EXISTS {name}() CASCADE" for name in (self.name, f"{self.name}_all")]


def no_overlap(
    name: str, table: str, *, same: str, owner: str, start: str = "start", end: str = "end", where: str = ""
) -> list[Guard]:
    """At most one row for each `same` (a key into the table `owner`) on any day from `start` to `end`, both included.

    An empty end is open. Only rows count for which `where` holds; it calls the row `{row}`.
    """
    shared = (
        f"EXISTS (SELECT 1 FROM {table} other WHERE other.{same} = NEW.{same} {{but}}"
        f"""AND other."{start}" <= COALESCE(NEW."{end}", {FOR_EVER}) """
        f"""AND COALESCE(other."{end}", {FOR_EVER}) >= NEW."{start}" """
    )
    if where:
        shared = f"{where.format(row='NEW')} AND {shared}AND {where.format(row='other')}"
    return either(name, table, f"{shared})", locked=f"1 FROM {owner} WHERE id = NEW.{same}")


def either(name: str, table: str, condition: str, *, locked: str = "") -> list[Guard]:
    """The same guard for new rows and changed ones; `{but}` leaves the row itself out of the rows called `other`."""
    events: tuple[tuple[Literal["INSERT", "UPDATE"], str], ...] = (
        ("INSERT", ""),
        ("UPDATE", "AND other.id <> OLD.id "),
    )
    return [
        Guard(f"{name}_{event.lower()}", table, event, name, condition.format(but=but), locked)
        for event, but in events
    ]


def _function(name: str, body: str) -> str:
    return f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $guard$ {body} $guard$"


def all_guards() -> list[Guard]:
    """Every guard of every room that `settings.DATABASE_GUARDS` names."""
    return [guard for path in settings.DATABASE_GUARDS for guard in import_string(path)]


def take_down(**_signal: Any) -> None:
    """Lift every guard; a migration may rebuild the tables they speak of."""
    _run(line for guard in all_guards() for line in guard.removal(connection.vendor))


def put_up(**_signal: Any) -> None:
    """Put every guard up, afresh. A table that was migrated away needs none."""
    take_down()
    tables = set(connection.introspection.table_names())
    standing = [guard for guard in all_guards() if guard.table in tables]
    _run(line for guard in standing for line in guard.statements(connection.vendor))


@contextmanager
def lifted() -> Iterator[None]:
    """No guard stands inside the block: for tests that do what nobody may."""
    take_down()
    try:
        yield
    finally:
        put_up()


def _run(lines: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for line in lines:
            cursor.execute(line)
