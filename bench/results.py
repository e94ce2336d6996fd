"""Writing bench/results.md: machine, date, versions, method, numbers."""

import os
import platform
import sqlite3
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

PACKAGES = ("Django", "django-ninja", "celery", "icalendar", "typst", "gunicorn")
METHOD = """\
* CPU is process time per request through Django's test client, mean of 40, median of five rounds taken in turns
  with the bare page (`bench/bare.py`: same rows, no layout, no login, no middleware).
* Memory is the proportional set size of two gunicorn workers after 1,000 views of a 31-member meeting page over
  loopback; the bare app (`bench/bare_wsgi.py`) imports the same packages.
* `make demo` and `make test` run in a clone of their own (`bench/fresh.py`); packages come from the machine's cache
  where it has one.
* The search is compared with one query of the same texts by hand (`bench/search.py`: title, text, day and board of
  the newest hits and their number, without rights; on SQLite a plain LIKE), median of pairs taken in turns, for a
  reader who sees everything and one who sees a third, on the database it names.
* Mails: the outbox beside smtplib alone in turns, against aiosmtpd in a process of its own that keeps nothing; the
  outbox writes down each mail by itself, which costs a commit on the disk (`bench/handing.py`). Two workers beside
  one on PostgreSQL: the real drain in processes of its own (`bench/workers.py`) against a small server that answers
  at once, where server, database and workers share the cores, and against one that takes 10 ms a mail, as a relay
  does that stores it first.
* Tasks: from `send_task` to the first line of the task, 100 one by one, and a burst of 2,000; ours is the worker of
  the installation, bare is Celery alone on the same broker, looking every 50 ms as well (`bench/starting.py`). 300
  deliveries kept on the machine are the effects; the worker is killed with signal 9 among them and started again.
* The year planner is held against OR-Tools' CP-SAT (`bench/oracle.py`: the same model, two workers, to the proven
  optimum) on the same random instances in turns; the ratio is the median of the pairs. "Each alone" is its own
  dynamic program per board, without keeping boards apart. Cost, bound and gap are the planner's eight numbers, the
  first difference decides.
* All else on SQLite in a fresh folder with the played year. Ratios of one run count; seconds depend on the
  machine."""


def write(path: Path, rows: list[tuple[str, str, str, bool]]) -> None:
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    parts = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    lines = [
        "# Measured",
        "",
        f"{datetime.now(UTC):%Y-%m-%d}, {machine}, SQLite {sqlite3.sqlite_version}, {parts}. Command: `make bench`.",
        "",
        METHOD,
        "",
        "| what | measured | goal | met |",
        "|---|---|---|---|",
        *(f"| {what} | {measured} | {goal} | {'yes' if met else 'no'} |" for what, measured, goal, met in rows),
        "",
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
