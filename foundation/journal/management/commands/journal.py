"""`manage.py journal verify`: is the journal as it was written?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from foundation.journal.verifying import verify


class Command(BaseCommand):
    help = "Check the chain of seals over the journal."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["verify"])
        parser.add_argument("--known", default="", metavar="HASH", help="a hash noted at an earlier check")

    def handle(self, *args: Any, known: str, **options: Any) -> None:
        found = verify(known)
        if found.fault:
            raise CommandError(f"The journal was tampered with: {found.fault}.")
        self.stdout.write(
            f"The journal is whole: {found.entries} entries under {found.seals} seals, {found.waiting} waiting for "
            f"the next seal, {found.cut} removed by retention.\nHash of its end: {found.head}"
        )
