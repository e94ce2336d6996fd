"""Two workers beside one on PostgreSQL: 10,000 deliveries, the real drain in processes of their own.

Against a server that answers at once, and against one that answers a mail after a fixed time as a relay does that
stores it first. `python -m bench.workers ACT` is what the processes run.
"""

import json
import os
import subprocess
import sys
import time
from datetime import UTC, datetime
from typing import Any

MAILS, TURNS, RELAY_SECONDS = 5_000, 2, 0.010
NAME = "gremia_bench_workers"


def _command(act: str, url: str, port: int, **pipes: Any) -> subprocess.Popen[str]:
    mail = {"EMAIL_URL": f"smtp://127.0.0.1:{port}", "DEMO": "false", "SECRET_KEY": "x" * 50}
    site = {"SITE_URL": "http://localhost:8000", "MAIL_FROM": "gremien@stadt.example", "REDIS_URL": ""}
    return subprocess.Popen(
        [sys.executable, "-m", "bench.workers", act],
        env=os.environ | mail | site | {"DATABASE_URL": url},
        text=True,
        **pipes,
    )


def _seconds(workers: int, url: str, port: int) -> float:
    """From the word to go until the last worker found nothing left."""
    assert _command("fill", url, port).wait() == 0
    piped = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    running = [_command("drain", url, port, **piped) for _number in range(workers)]
    for one in running:
        assert one.stdout is not None
        one.stdout.readline()
    began = time.perf_counter()
    for one in running:
        assert one.stdin is not None
        one.stdin.write("go\n")
        one.stdin.flush()
    sent = [json.loads(one.communicate()[0]) for one in running]
    assert sum(sent) == MAILS, sent
    return time.perf_counter() - began


def measure() -> dict[str, object]:
    """`workers_fast`, `workers_relay`: mails a second of one and two workers and their ratio; nothing without a
    server."""
    from bench.search import database

    with database(NAME) as url:
        if not url:
            return {}
        assert _command("migrate", url, 25).wait() == 0
        return {
            "workers_fast": _turns(url, 0.0),
            "workers_relay": _turns(url, RELAY_SECONDS),
        }


def _turns(url: str, delay: float) -> tuple[float, float, float]:
    """One, two, one, two: mails a second of each, and the ratio."""
    from bench.sink import running

    with running(delay) as port:
        took = [(_seconds(1, url, port), _seconds(2, url, port)) for _turn in range(TURNS)]
    one, two = (sum(turn[side] for turn in took) / TURNS for side in (0, 1))
    return MAILS / one, MAILS / two, one / two


def goals(found: dict[str, object]) -> list[tuple[str, str, str, bool]]:
    """(what, measured, goal, met)."""
    if "workers_fast" not in found:
        return []
    rows = []
    kinds = (("fast", "server that answers at once"), ("relay", f"relay that takes {RELAY_SECONDS * 1000:.0f} ms"))
    for name, what in kinds:
        one, two, ratio = found[f"workers_{name}"]  # type: ignore[misc]
        words = f"{ratio:.2f} x ({one:.0f} and {two:.0f} mails a second)"
        rows.append((f"10,000 mails by two workers, {what}, PostgreSQL", words, "≥ 1.5 x one", ratio >= 1.5))
    return rows


def _run(act: str) -> None:
    import django

    django.setup()
    if act == "migrate":
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
    elif act == "fill":
        _fill()
    else:
        _drain()


def _fill() -> None:
    from django.db import connection

    from bench.handing import letter
    from foundation.outbox import queue

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE outbox_delivery CASCADE")
    now, short = datetime.now(UTC), 10
    with queue.quiet():
        for first in range(0, MAILS, 500):
            queue.enqueue([letter(number, lines=short) for number in range(first, first + 500)], now=now)


def _drain() -> None:
    from foundation.outbox.delivery import drain
    from foundation.outbox.models import Delivery

    Delivery.objects.first()
    print("ready", flush=True)
    sys.stdin.readline()
    sent = 0
    while Delivery.objects.open().exists():
        sent += drain(now=datetime.now(UTC))
    print(sent)


if __name__ == "__main__":
    _run(sys.argv[1])
