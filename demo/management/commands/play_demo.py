"""`manage.py play_demo`: from 1 January of last year to this morning, once; then on at every start.

In the end each role has something to do.
"""

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from demo.leaving import leave_tasks
from demo.play import NOT_A_DEMO, last_played, play
from foundation.web import clock


class Command(BaseCommand):
    help = "Play the demo up to today; days already played are kept."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(NOT_A_DEMO)
        today = clock.today()
        if last_played() is None:
            self.stdout.write(f"Playing the governance year from 1 January {today.year - 1} to today …")
        found = play(date(today.year - 1, 1, 1), today - timedelta(days=1))
        leave_tasks(now=clock.now())
        self.stdout.write(
            f"{found['meetings']['held']} meetings held, {found['opinions']['answered']} opinions given."
        )
