"""Plans the year of several boards from a JSON file; uses no database."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from meetings.planning.instance import Instance
from meetings.planning.solver import solve


class Command(BaseCommand):
    help = "Prints the best year plan for the instance in a JSON file ('-' reads standard input)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("instance", metavar="INSTANCE.json")
        parser.add_argument("--seconds", type=float, default=20, help="time limit (default: 20)")

    def handle(self, *args: Any, instance: str, seconds: float, **options: Any) -> None:
        try:
            text = sys.stdin.read() if instance == "-" else Path(instance).read_text(encoding="utf-8")
            wanted = Instance.from_json(json.loads(text))
        except (OSError, ValueError) as refused:
            raise CommandError(f"{instance}: {refused}") from refused
        self.stdout.write(json.dumps(solve(wanted, seconds=seconds).to_json()))
