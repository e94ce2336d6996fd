"""Run the duties once, without Celery: what is due now is done when this returns."""

import logging

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.schedule import DUTIES
from foundation.duties import perform
from foundation.web import clock, nudges

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Run each duty once, in the order of the schedule. If one fails, the others still run and the status is 1."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--only", action="append", metavar="PATH", help="run this duty; may be repeated")

    def handle(self, *args: object, only: list[str] | None = None, **options: object) -> None:
        known = [duty.path for duty in DUTIES]
        if unknown := set(only or []) - set(known):
            raise CommandError(f"No such duty: {', '.join(sorted(unknown))}. Known are:\n" + "\n".join(known))
        with nudges.quiet():
            failed = [path for path in known if not only or path in only if not self.perform(path)]
        if failed:
            raise CommandError(f"{len(failed)} failed: {', '.join(failed)}", returncode=1)

    def perform(self, path: str) -> bool:
        try:
            done = perform(path, now=clock.now())
        except Exception:
            log.exception("%s failed", path)
            return False
        self.stdout.write(f"{path}: {done}")
        return True
