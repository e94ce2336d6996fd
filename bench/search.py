"""Searching 20,000 objects with rights, against the bare query over the same texts, on SQLite and on PostgreSQL.

`python -m bench.search` measures the database of DATABASE_URL, which it fills, and prints JSON.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.house import TODAY, House

ROOT = Path(__file__).resolve().parent.parent
SERVER = os.environ.get("PG_TEST_URL", "postgres://postgres@127.0.0.1:5432/gremia").rpartition("/")[0]
NAME = "gremia_bench_search"
ROUNDS, PAGE = 11, 20
ASKED = ["Seilbahn", "Sensoren", "Bäume", "Regenwasser Versickerung", "Beirat"]


# What the bare query reads: rows as `t` with what they belong to, their title, texts, day and board.
MEETING = "JOIN meeting_meeting m ON m.id ="
ITEM = f"JOIN agenda_agendaitem i ON i.id = t.item_id {MEETING} i.meeting_id"
OPINION = "JOIN outcomes_consolidatedopinion o ON o.id ="
REPORT = "JOIN editions_managementreport r ON r.id = t.report_id"
BOARD = "JOIN boards_board b ON b.id ="
PERSON = "JOIN people_person p ON p.id = t.person_id JOIN boards_seat s ON s.id = t.seat_id"
ITEM_TEXTS = "t.title t.text t.motion_text"
PERSON_NAME = "p.academic_title p.given_name p.family_name"
BARE = [
    ("boards_board t", "t.name", "t.name t.short_name t.purpose", "NULL", "t.id"),
    (f"mandates_mandate t {PERSON}", "p.family_name", f"{PERSON_NAME} s.label", "NULL", "s.board_id"),
    ("people_person p", "p.family_name", PERSON_NAME, "NULL", "NULL"),
    ("projects_project t", "t.title", "t.title t.summary", "NULL", "NULL"),
    ("projects_progressnote t", "t.text", "t.text", "t.as_of", "NULL"),
    ("projects_guideline t", "t.title", "t.title t.text", "NULL", "NULL"),
    ("contributions_contribution t", "t.author_label", "t.author_label t.text", "t.posted_at", "NULL"),
    (f"meeting_meeting m {BOARD} m.board_id", "m.place", "b.name b.short_name m.place", "m.starts_at", "b.id"),
    (f"agenda_agendaitem t {MEETING} t.meeting_id", "t.title", ITEM_TEXTS, "m.starts_at", "m.board_id"),
    ("agenda_agendaproposal t", "t.title", ITEM_TEXTS, "t.proposed_at", "t.board_id"),
    (f"votes_motion t {ITEM}", "i.title", "t.text", "m.starts_at", "m.board_id"),
    (f"minutes_minutesentry t {ITEM}", "i.title", "t.sent_text", "m.starts_at", "m.board_id"),
    (f"minutes_minutesentry t {ITEM}", "i.title", "t.text", "m.starts_at", "m.board_id"),
    (f"actions_actionitem t {ITEM}", "t.title", "t.title t.report_note t.dropped_reason", "t.due_on", "m.board_id"),
    ("rounds_opinionround t", "t.title", "t.title t.question", "t.deadline", "t.board_id"),
    ("outcomes_consolidatedopinion t", "t.title", "t.title t.text", "t.created_at", "t.board_id"),
    (f"outcomes_dissent t {OPINION} t.opinion_id", "o.title", "t.text", "t.written_at", "o.board_id"),
    (f"outcomes_recommendation t {OPINION} t.opinion_id", "o.title", "t.text", "o.created_at", "o.board_id"),
    ("outcomes_managementresponse t", "t.reason", "t.reason", "t.given_at", "NULL"),
    (f"editions_managementreport r {BOARD} r.board_id", "r.period", "r.period b.name", "r.period_end", "b.id"),
    (f"editions_reportsection t {REPORT}", "t.title", "t.title t.sent_text", "r.period_end", "r.board_id"),
]  # fmt: skip


def _bare(words: tuple[str, ...]) -> Callable[[], Any]:
    """What somebody would type into the database to ask the same: title, text, day and board of the newest hits, and
    how many there are. It knows no rights, and on SQLite, where it is a plain LIKE, no umlauts."""
    from django.db import connection

    from foundation.searching import joint

    stems = connection.vendor == "postgresql"
    arms, values = [], []
    for rows, title, columns, day, board in BARE:
        texts = joint(columns.split())
        alike = " AND ".join([f"{texts} LIKE %s"] * len(words))
        found = f"to_tsvector('german', {texts}) @@ to_tsquery('german', %s)" if stems else alike
        day = f"CAST({day} AS timestamptz)" if stems else day
        shown = f"{title} AS title, {texts} AS body, {day} AS day, CAST({board} AS bigint)"
        arms.append(f"SELECT {shown} FROM {rows} WHERE {found}")
        values += [" & ".join(f"{word}:*" for word in words)] if stems else [f"%{word}%" for word in words]
    hits = " UNION ALL ".join(arms)
    sql = f"SELECT hits.*, COUNT(*) OVER () FROM ({hits}) AS hits ORDER BY day DESC LIMIT {PAGE}"

    def call() -> Any:
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return cursor.fetchall()

    return call


def _ms(call: Callable[[], Any]) -> float:
    began = time.perf_counter()
    call()
    return (time.perf_counter() - began) * 1000


def here() -> dict[str, Any]:
    """Milliseconds and ratios in the database of this process, which is empty before and full afterwards."""
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    house = House()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    _measured(house.people[1], house.boards[:1])
    return {"office": _measured(house.office, house.boards), "member": _measured(house.people[0], house.boards)}


def _measured(person: Any, boards: list[Any]) -> dict[str, Any]:
    from desk.search.finding import Asked, find
    from governance.rights.reader import reader_of_person

    reader, found = reader_of_person(person, today=TODAY), {}
    for typed in ASKED:
        asked = Asked.of(typed)

        def ours(asked: Asked = asked) -> Any:
            return find(asked, reader, boards, today=TODAY, limit=PAGE)

        bare = _bare(asked.words)
        first, _warm = _ms(ours), _ms(bare)
        pairs = [(_ms(ours), _ms(bare)) for _round in range(ROUNDS)]
        found[typed] = {
            "hits": ours()[1],
            "first_ms": first,
            "ms": statistics.median(one for one, _bare in pairs),
            "bare_ms": statistics.median(one for _ours, one in pairs),
            "ratio": statistics.median(one / other for one, other in pairs),
        }
    return found


@contextmanager
def database(name: str) -> Iterator[str]:
    """An empty database on the server of the tests, or "" where none answers."""
    import psycopg

    try:
        server = psycopg.connect(f"{SERVER}/postgres", autocommit=True, connect_timeout=3)
    except psycopg.OperationalError:
        yield ""
        return
    with server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}"')
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            yield f"{SERVER}/{name}"
        finally:
            server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _run(url: str) -> dict[str, Any]:
    # PostgreSQL compiles what it thinks long; that would flatter us, because it takes the bare query for long.
    environment = os.environ | {"DATABASE_URL": url, "PGOPTIONS": "-c jit=off"}
    command = [sys.executable, "-m", "bench.search"]
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def measure() -> dict[str, object]:
    """`search`: by database, reader and words; PostgreSQL is left out where no server answers."""
    with tempfile.TemporaryDirectory(prefix="gremia-search-") as folder:
        found = {"SQLite": _run(f"sqlite:///{folder}/search.sqlite3")}
    with database(NAME) as url:
        if url:
            found["PostgreSQL"] = _run(url)
    return {"search": found}


def goals(found: dict[str, object]) -> list[tuple[str, str, str, bool]]:
    """(what, measured, goal, met); a row for each database."""
    by_database = found["search"]
    assert isinstance(by_database, dict)
    return [_row(name, readers) for name, readers in by_database.items()]


def _row(name: str, readers: dict[str, Any]) -> tuple[str, str, str, bool]:
    asked = [one for words in readers.values() for one in words.values()]
    ratios, times, bare = ([one[key] for one in asked] for key in ("ratio", "ms", "bare_ms"))
    first = max(one["first_ms"] for one in asked)
    words = (
        f"{statistics.median(ratios):.1f} x bare, at most {max(ratios):.1f} ({min(times):.0f} to {max(times):.0f} ms,"
        f" bare {min(bare):.0f} to {max(bare):.0f} ms; a reader's first search {first:.0f} ms)"
    )
    return (f"search of 20,000 objects, {name}", words, "≤ 5 x bare", max(ratios) <= 5)


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(here()))
