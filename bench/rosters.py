"""Taking over a roster of 500 people: seconds, queries and memory, beside one of 100."""

import time
import tracemalloc
from datetime import UTC, datetime

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from foundation.documents import sheets
from foundation.values import SYSTEM
from governance.boards.models import Board
from governance.mandates import rosters
from governance.mandates.roster_lines import COLUMNS
from governance.mandates.roster_plan import examine

NOW = datetime(2027, 1, 11, 9, tzinfo=UTC)
SIZES = (100, 500)


def _file(size: int, board: Board, kind: str) -> bytes:
    """A list of `size` new seats with new people, as somebody would send it."""
    rows = (
        dict.fromkeys(COLUMNS, "")
        | {"board": board.name, "seat": str(n), "kind": "persönlich", "label": f"Fach {n}", "sector": "Wissenschaft"}
        | {"given_name": f"Vorname{n}", "family_name": f"Nachname{n}", "email": f"person{n}@mitglied.example"}
        | {"start": "01.01.2027", "appointed_on": "15.12.2026", "document": "Schreiben"}
        for n in range(1000, 1000 + size)
    )
    return sheets.write(kind, rosters.header(), (list(row.values()) for row in rows))


def _take(data: bytes) -> None:
    sheet = sheets.read(data)
    shown = examine(sheet, today=NOW.date()).fingerprint
    rosters.take_over(sheet, shown=shown, by=SYSTEM, now=NOW)


def measure() -> dict[str, object]:
    """From the bytes of the file to the rows, check and confirmation included, rolled back afterwards."""
    board = Board.objects.order_by("position")[0]
    found: dict[str, object] = {}
    for size in SIZES:
        data = _file(size, board, sheets.XLSX)
        with transaction.atomic(), CaptureQueriesContext(connection) as seen:
            began = time.monotonic()
            _take(data)
            found[f"roster_seconds_{size}"] = time.monotonic() - began
            transaction.set_rollback(True)
        found[f"roster_statements_{size}"] = len(seen)
        tracemalloc.start()
        with transaction.atomic():
            _take(data)
            transaction.set_rollback(True)
        found[f"roster_mib_{size}"] = tracemalloc.get_traced_memory()[1] / 2**20
        tracemalloc.stop()
    return found
