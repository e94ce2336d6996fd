"""From asking for a task to its start, beside bare Celery on the same broker; a burst; effects under kill -9.

`python -m bench.starting ACT FOLDER` is what the processes run. Both workers run one task that writes down when it
began; ours is the worker of the installation, with everything it imports.
"""

import json
import os
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

SINGLE, BURST, EFFECTS, TURNS = 100, 2_000, 300, 2
REDIS = os.environ.get("REDIS_TEST_URL", "redis://127.0.0.1:6379/0").rpartition("/")[0] + "/13"
WORKER = ("--quiet", "worker", "--pool=threads", "--concurrency=2", "--loglevel=ERROR")
BARE, OURS = "bench.starting_bare", "bench.starting_ours"


def _environment(folder: str, redis: str, **more: str) -> dict[str, str]:
    site = {"SITE_URL": "http://localhost:8000", "MAIL_FROM": "gremien@stadt.example", "SECRET_KEY": "x" * 50}
    place = {"VAR_DIR": folder, "DATABASE_URL": f"sqlite:///{folder}/b.sqlite3", "REDIS_URL": redis}
    mail = {"EMAIL_URL": "capture://", "DEMO": "false", "DJANGO_SETTINGS_MODULE": "config.settings"}
    return os.environ | site | place | mail | {"BENCH_FOLDER": folder} | more


def _worker(app: str, environment: dict[str, str]) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "celery", *WORKER[:1], "-A", app, *WORKER[1:]]
    return subprocess.Popen(command, env=environment, start_new_session=True, stderr=subprocess.DEVNULL)


@contextmanager
def _working(app: str, environment: dict[str, str]) -> Iterator[None]:
    process = _worker(app, environment)
    try:
        yield
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _act(name: str, environment: dict[str, str]) -> Any:
    command = [sys.executable, "-m", "bench.starting", name]
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def _started(app: str, redis: str) -> dict[str, float]:
    """p50 and p95 of the start in ms, and tasks a second of a burst, in a fresh folder."""
    with TemporaryDirectory(prefix="gremia-start-") as folder:
        (Path(folder) / "broker" / "control").mkdir(parents=True)
        environment = _environment(folder, redis, BENCH_APP=app)
        with _working(app, environment):
            return dict(_act("ask", environment))


def measure() -> dict[str, object]:
    """`start`: by broker, ours and bare in turns; `effects`: what became of 300 under kill -9."""
    brokers = {"folder": ""} | ({"Redis": REDIS} if _answers(REDIS) else {})
    found: dict[str, object] = {}
    for name, redis in brokers.items():
        turns = [(_started(OURS, redis), _started(BARE, redis)) for _turn in range(TURNS)]
        found[name] = [
            {key: statistics.median(turn[side][key] for turn in turns) for key in turns[0][0]} for side in (0, 1)
        ]
    return {"start": found, "effects": _effects()}


def _answers(address: str) -> bool:
    from redis import Redis, RedisError

    with suppress(RedisError), Redis.from_url(address, socket_connect_timeout=1) as broker:
        return bool(broker.ping())
    return False


def _effects() -> dict[str, int]:
    """300 deliveries that are kept on the machine; the worker is killed when some are done, and started again."""
    with TemporaryDirectory(prefix="gremia-start-") as folder:
        (Path(folder) / "broker" / "control").mkdir(parents=True)
        environment = _environment(folder, "", DELIVERY_LEASE_SECONDS="5", SMTP_TIMEOUT_SECONDS="2", BENCH_APP=OURS)
        _act("migrate", environment)
        process = _worker("config", environment)
        try:
            done = _act("queue", environment)
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        with _working("config", environment):
            return {"done_before": done, **_act("await", environment)}


def goals(found: dict[str, object]) -> list[tuple[str, str, str, bool]]:
    """(what, measured, goal, met)."""
    rows = []
    for name, (ours, bare) in found["start"].items():  # type: ignore[attr-defined]
        ratio, rate = ours["p95"] / bare["p95"], bare["rate"] / ours["rate"]
        words = f"{ours['p95']:.0f} ms, {ratio:.2f} x bare ({bare['p95']:.0f} ms)"
        kept = ratio <= 2 and (name != "folder" or ours["p95"] <= 100)
        rows.append(
            (f"task start p95, {name}", words, "≤ 100 ms, ≤ 2 x bare" if name == "folder" else "≤ 2 x bare", kept)
        )
        words = f"{ours['rate']:.0f} a second, {rate:.2f} x the time of bare ({bare['rate']:.0f} a second)"
        rows.append((f"burst of {BURST} tasks, {name}", words, "≤ 2 x bare", rate <= 2))
    effects: Any = found["effects"]
    words = f"{effects['lost']} lost, {effects['doubled']} doubled (killed after {effects['done_before']})"
    rows.append(
        (f"{EFFECTS} effects, worker killed -9", words, "0 and 0", not (effects["lost"] or effects["doubled"]))
    )
    return rows


# --- what the processes run -----------------------------------------------------------------------


def note(folder: str, sent: float) -> None:
    """The task of both workers: one line, appended at once."""
    with (Path(folder) / "begun").open("a") as lines:
        lines.write(f"{sent} {time.time()}\n")


def _begun(folder: str, count: int, seconds: float = 120) -> list[tuple[float, float]]:
    path, until = Path(folder) / "begun", time.monotonic() + seconds
    while time.monotonic() < until:
        lines = path.read_text().splitlines() if path.exists() else []
        if len(lines) >= count:
            return [(float(sent), float(begun)) for sent, begun in map(str.split, lines)]
        time.sleep(0.02)
    raise AssertionError(f"{len(lines)} of {count} tasks began")


def _ask() -> dict[str, float]:
    from importlib import import_module

    app = import_module(os.environ["BENCH_APP"]).app
    folder = os.environ["BENCH_FOLDER"]
    for number in range(SINGLE + 5):
        app.send_task("note", [folder, time.time()])
        _begun(folder, number + 1)
        time.sleep(0.013)
    waits = sorted(begun - sent for sent, begun in _begun(folder, SINGLE + 5)[5:])
    first = time.time()
    for _number in range(BURST):
        app.send_task("note", [folder, time.time()])
    last = _begun(folder, SINGLE + 5 + BURST)[-1][1]
    return {"p50": waits[SINGLE // 2] * 1000, "p95": waits[SINGLE * 95 // 100] * 1000, "rate": BURST / (last - first)}


def _django_act(act: str) -> Any:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db.models import Q

    from bench.handing import letter
    from foundation.outbox import queue
    from foundation.outbox.models import Delivery

    if act == "migrate":
        call_command("migrate", verbosity=0)
        call_command("createcachetable")
        return 0
    gone = Delivery.objects.filter(state="sent")
    until = time.monotonic() + 120
    if act == "queue":
        with queue.quiet():
            queue.enqueue([letter(number) for number in range(EFFECTS)], now=datetime.now(UTC))
        from config.celery import app

        app.send_task("run_duty", ["foundation.outbox.delivery.drain"])
        while time.monotonic() < until and gone.count() < EFFECTS // 6:
            time.sleep(0.005)
        return gone.count()
    from config.celery import app

    while time.monotonic() < until and gone.count() < EFFECTS:
        app.send_task("run_duty", ["foundation.outbox.delivery.drain"])
        time.sleep(1)
    return {"lost": EFFECTS - gone.count(), "doubled": Delivery.objects.filter(~Q(attempts=1)).count()}


if __name__ == "__main__":
    act = sys.argv[1]
    print(json.dumps(_ask() if act == "ask" else _django_act(act)))
