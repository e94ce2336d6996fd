"""`manage.py first_person "Carla Wendt" carla.wendt@stadt.example`: who sets up an empty installation."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from foundation.values import SYSTEM, DomainError
from foundation.web import clock
from governance.people.naming import parts
from governance.people.registering import first_person


class Command(BaseCommand):
    help = "Add the first person of the board office, who logs in by a code sent to the address and sets up the rest."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help='first and last name in quotes, such as "Dr. Carla Wendt"')
        parser.add_argument("email", help="gets the codes to log in")

    def handle(self, *args: Any, name: str, email: str, **options: Any) -> None:
        said = parts(name)
        try:
            person = first_person(
                given_name=said.given_name,
                family_name=said.family_name,
                academic_title=said.academic_title,
                form_of_address=said.form_of_address,
                email=email,
                by=SYSTEM,
                now=clock.now(),
            )
        except DomainError as error:
            raise CommandError(error.message) from error
        login = f"{settings.SITE_URL}{reverse('account_login')}"
        self.stdout.write(f"{person} may set up this installation. Log in with {person.email}: {login}")
