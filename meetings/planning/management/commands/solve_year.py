"""Plans the year of several boards from a JSON file; uses no database."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from meetings.planning import limits
from meetings.planning.instance import Instance
from meetings.planning.solver import solve


class Command(BaseCommand):
    help = "Prints the best year plan for the instance in a JSON file ('-' reads standard input)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("instance", metavar="INSTANCE.json")
        parser.add_argument("--seconds", type=float, default=20, help="time limit (default: 20)")

    def handle(self, *args: Any, instance: str, seconds: float, **options: Any) -> None:
        if not 0 <= seconds <= limits.SECONDS:
            raise CommandError(f"--seconds must be between 0 and {limits.SECONDS}.")
        try:
            wanted = Instance.from_json(json.loads(_read(instance)))
            limits.check(wanted)
        except RecursionError as refused:
            raise CommandError(f"{instance}: The JSON is nested too deeply.") from refused
        except (OSError, ValueError) as refused:
            raise CommandError(f"{instance}: {refused}") from refused
        self.stdout.write(json.dumps(solve(wanted, seconds=seconds).to_json()))


def _read(name: str) -> bytes:
    """The file's bytes; ValueError as soon as there are more than an instance can have."""
    if name == "-":
        data = sys.stdin.buffer.read(limits.BYTES + 1)
    else:
        with Path(name).open("rb") as file:
            data = file.read(limits.BYTES + 1)
    if len(data) > limits.BYTES:
        raise ValueError(f"The file is larger than {limits.BYTES // 2**20} MiB.")
    return data
