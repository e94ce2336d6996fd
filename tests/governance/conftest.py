"""What governance tests share."""

from datetime import date

import pytest

from governance.mandates.appointing import appoint
from governance.people.registering import register


@pytest.fixture
def no_effects(settings):
    """Only what governance itself ends; the wings above have tests of their own."""
    settings.MANDATE_EFFECTS = []


@pytest.fixture
def newcomer(world, now):
    """Somebody who sits on no board yet."""
    return register(
        given_name="Ruth",
        family_name="Keller",
        email="ruth.keller@mitglied.example",
        by=world.actor(world.secretary),
        now=now,
    )


@pytest.fixture
def seat_30(world):
    """A vacant seat of the ethics and technology board."""
    return world.etb.seats.get(number=30)


@pytest.fixture
def appointed(world, now):
    """Appoint with the usual paper: `appointed(seat, person, start=..., end=...)`."""

    def act(seat, person, *, start=date(2026, 11, 23), end=None, now=now):
        return appoint(
            seat=seat,
            person=person,
            start=start,
            end=end,
            appointed_on=date(2026, 11, 20),
            document="Schreiben vom 20. November 2026",
            by=world.actor(world.secretary),
            now=now,
        )

    return act
