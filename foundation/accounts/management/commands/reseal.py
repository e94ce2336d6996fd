"""`manage.py reseal`: after SECRET_KEY was replaced, before the old one leaves SECRET_KEY_FALLBACKS."""

from typing import Any

from django.core.management.base import BaseCommand

from foundation.accounts import seals


class Command(BaseCommand):
    help = "Seal the secrets of all second factors by the present SECRET_KEY."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{seals.renew()} second factors are sealed by the present key.")
