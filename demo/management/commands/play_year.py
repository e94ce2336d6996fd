"""`manage.py play_year`: the governance year of three boards, day by day."""

import json
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from demo.play import NOT_A_DEMO, play


class Command(BaseCommand):
    help = "Play the governance year with the fictional cast through the real duties and acts."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from", dest="first", type=date.fromisoformat, default=date(2026, 1, 1))
        parser.add_argument("--to", dest="last", type=date.fromisoformat, default=date(2026, 12, 31))
        parser.add_argument("--json", action="store_true", help="print the summary as JSON only")
        parser.add_argument("--pdf", action="store_true", help="render the documents (else they stay queued)")

    def handle(self, *args: Any, first: date, last: date, json: bool, pdf: bool, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(NOT_A_DEMO)
        if last < first:
            raise CommandError("--to lies before --from.")
        found = play(first, last, pdf=pdf)
        self.stdout.write(_as_json(found) if json else _as_text(found))


def _as_json(found: dict[str, Any]) -> str:
    return json.dumps(found, ensure_ascii=False, sort_keys=True)


def _as_text(found: dict[str, Any]) -> str:
    return "\n".join(f"{name}: {value}" for name, value in found.items())
