"""`manage.py catalogue`: list gaps of the German catalogue, tidy it, compile it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config import catalogue


class Command(BaseCommand):
    help = "Compile the German catalogue. --check: fail on missing or unused messages. --tidy: drop unused ones."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true")
        parser.add_argument("--tidy", action="store_true")

    def handle(self, *args: Any, check: bool, tidy: bool, **options: Any) -> None:
        if tidy:
            self._tidy()
        if check:
            missing, unused = catalogue.gaps(catalogue.load())
            for context, message in missing:
                self.stderr.write(f"no German: {context} {message!r}")
            for context, message in unused:
                self.stderr.write(f"unused: {context} {message!r}")
            if missing or unused:
                raise CommandError(f"{len(missing)} missing, {len(unused)} unused")
        self.stdout.write(str(catalogue.compile_german()))

    def _tidy(self) -> None:
        found = catalogue.load()
        _missing, unused = catalogue.gaps(found)
        for context, message in unused:
            found.delete(message[0] if isinstance(message, tuple) else message, context or None)
        catalogue.save(found)
