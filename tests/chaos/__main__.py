"""`make chaos`: fifty rounds of kills on SQLite with the folder as broker, and on PostgreSQL with Redis.

Everything stays on the loopback. PostgreSQL and Redis are those of the tests (`PG_TEST_URL`, `REDIS_TEST_URL`), with
a database of its own in each. Figures go to bench/chaos.md.
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[2]
POSTGRES = os.environ.get("PG_TEST_URL", "postgres://postgres:postgres@127.0.0.1:5432/gremia")
REDIS = os.environ.get("REDIS_TEST_URL", "redis://127.0.0.1:6379/0")
SETUPS = {
    "SQLite, folder as broker": lambda folder: (f"sqlite:///{folder}/chaos.sqlite3", ""),
    "PostgreSQL, Redis": lambda _folder: (f"{POSTGRES.rpartition('/')[0]}/gremia_chaos_{os.getpid()}", REDIS),
}
WIPES_IN_TEN = 1
ROWS = {
    "rounds": "rounds, each a meeting of 31",
    "kills": "kill -9 of web / worker / beat",
    "wiped": "broker emptied",
    "errors": "errors the web answered with",
    "promised": "mails promised",
    "accepted": "accepted by the relay",
    "refused": "failed, mailbox refused with 550",
    "put_off": "answers 450",
    "lost": "lost",
    "strangers": "repeated under another Message-ID",
    "copies": "copies too many (same Message-ID, same bytes)",
    "copies_per_kill": "most copies of one kill",
    "seconds_to_served": "seconds from the last restart until all are served whose server took them",
    "seconds_to_quiet": "seconds until those are served, too, whom it put off with 450",
}
GOALS = {
    "lost": "0",
    "strangers": "0",
    "copies": "at most 2 %",
    "copies_per_kill": "at most 1",
    "seconds_to_served": "< 120",
}
METHOD = """\
* `make chaos` starts the lines of the Procfile, presses "Send invitation" over HTTP once a round, kills one group of
  processes with signal 9 within 2.5 seconds of that, and starts it again; in a tenth of the rounds the broker is
  emptied as well (`FLUSHDB`, or its folder removed).
* The relay on the same machine answers within 50 ms, refuses one address always (550) and two half of the time (450).
* Leases and waits are short (docs/configuration.md: `DELIVERY_*`, `SMTP_TIMEOUT_SECONDS`), so that a row caught by
  a kill is free after ten seconds instead of fifteen minutes. A copy needs a kill between the relay's 250 and the
  commit.
* Three rounds of the same are part of `make test` (`tests/chaos/test_chaos.py`)."""


def main() -> int:
    options = _options()
    signal.signal(signal.SIGTERM, _end)
    if options.setup:
        sys.stdout.write(json.dumps(_play(options.setup, options.rounds, options.seed)) + "\n")
        return 0
    found = {setup: _apart(setup, options) for setup in SETUPS}
    table = _table(found)
    sys.stdout.write("\n".join(table) + "\n")
    faults = [f"{setup}: {fault}" for setup, figures in found.items() for fault in figures["faults"]]
    sys.stdout.write("".join(f"MISS {fault}\n" for fault in faults))
    _write(table, options)
    return bool(faults)


def _end(*_signal: object) -> None:
    """Whoever ends this ends what it started; a second word must not break that off."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sys.exit(1)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--setup", choices=list(SETUPS), help=argparse.SUPPRESS)
    parser.add_argument("--output", type=Path, default=ROOT / "bench" / "chaos.md")
    return parser.parse_args()


def _apart(setup: str, options: argparse.Namespace) -> dict[str, object]:
    """A process for each set-up: Django knows one database."""
    with TemporaryDirectory(prefix="gremia-chaos-") as folder:
        database, redis = SETUPS[setup](folder)
        told = {"DATABASE_URL": database, "REDIS_URL": redis, "VAR_DIR": folder}
        ours = {"DJANGO_SETTINGS_MODULE": "tests.settings"}
        order = ["--setup", setup, "--rounds", str(options.rounds), "--seed", str(options.seed)]
        done = subprocess.run(
            [sys.executable, "-m", "tests.chaos", *order],
            cwd=ROOT,
            env=os.environ | told | ours,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    return json.loads(done.stdout.splitlines()[-1])


def _play(setup: str, rounds: int, seed: int) -> dict[str, object]:
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    import tests.conftest  # noqa: F401  (a login there is a whole login)
    from tests.chaos.cast import build_cast
    from tests.chaos.processes import Installation
    from tests.chaos.relay import Relay
    from tests.chaos.rounds import environment, play
    from tests.chaos.setups import empty_database, services
    from tests.chaos.verdict import judge

    with empty_database(settings.DATABASES["default"]):
        call_command("migrate", verbosity=0)
        call_command("createcachetable")
        chance = random.Random(seed)
        cast = build_cast()
        with Relay(cast.refused, cast.busy, chance) as relay:
            told = services(connection.settings_dict, settings.REDIS_URL)
            with Installation(Path(settings.VAR_DIR), environment(relay, **told)) as house:
                record = play(house, cast, rounds, rounds * WIPES_IN_TEN // 10, chance, _tell)
            verdict = judge(cast, relay, record)
        connection.close()
    return {
        "rounds": record.rounds,
        "kills": " / ".join(str(record.killed(one)) for one in ("web", "worker", "beat")),
        "wiped": record.wiped,
        "errors": verdict.errors,
        "promised": verdict.promised,
        "accepted": verdict.accepted,
        "refused": verdict.refused,
        "put_off": relay.refusals["450"],
        "lost": len(verdict.lost),
        "strangers": len(verdict.strangers),
        "copies": f"{verdict.copies} ({verdict.share:.2%})",
        "copies_per_kill": verdict.copies_per_kill,
        "seconds_to_served": round(record.seconds_to_served, 1),
        "seconds_to_quiet": round(record.seconds_to_quiet),
        "faults": verdict.faults,
    }


def _tell(line: str) -> None:
    sys.stderr.write(f"{datetime.now(UTC):%H:%M:%S} {line}\n")


def _table(found: dict[str, dict[str, object]]) -> list[str]:
    return [
        f"| | {' | '.join(found)} | goal |",
        f"|---|{'---|' * len(found)}---|",
        *(
            f"| {words} | {' | '.join(str(figures[row]) for figures in found.values())} | {GOALS.get(row, '')} |"
            for row, words in ROWS.items()
        ),
    ]


def _write(table: list[str], options: argparse.Namespace) -> None:
    head = f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores. Command: `make chaos` (seed {options.seed})."
    lines = ["# Killed at random moments", "", head, "", METHOD, "", *table, ""]
    options.output.write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
