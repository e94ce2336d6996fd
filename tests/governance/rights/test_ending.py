"""The end of the last mandate ends access; whoever goes on keeps it."""

from datetime import date

import pytest

from foundation.accounts import keys
from governance.mandates import ending
from governance.mandates.models import Mandate
from governance.people.models import StaffAssignment

TODAY = date(2026, 11, 23)
SENTENCE = "Alle Anmeldungen, persönlichen Links und Schlüssel von Aylin Kaya enden."


@pytest.fixture
def mandate(world):
    return Mandate.objects.get(person=world.kaya)


def texts(mandate):
    return [effect.text for effect in ending.consequences(mandate, TODAY)]


def test_the_page_says_so_before(mandate):
    assert SENTENCE in texts(mandate)


def test_login_and_keys_end_with_the_last_mandate(world, mandate, client, now):
    client.force_login(world.kaya.user)
    _key, secret = keys.create(world.kaya.user, "Kalender", now)
    ending.end(mandate=mandate, on=TODAY, reason="resigned", by=world.actor(world.secretary), now=now)
    assert client.get("/konto/").status_code == 302
    assert keys.key_of(secret, now) is None


def test_another_mandate_or_a_staff_role_keeps_access(world, mandate):
    dahlhoff = Mandate.objects.get(person=world.dahlhoff, seat__board=world.ub)
    assert not [text for text in texts(dahlhoff) if "Anmeldungen" in text]
    StaffAssignment.objects.create(person=world.kaya, role="mayors_office", start=date(2026, 1, 1), end=TODAY)
    assert SENTENCE in texts(mandate)
    StaffAssignment.objects.update(end=None)
    assert SENTENCE not in texts(mandate)
