"""The accounts stand as in a telephone book."""

import pytest

from desk.access.listing import accounts
from foundation.accounts.models import User
from tests.world import person

pytestmark = pytest.mark.django_db


def test_accounts_stand_by_family_name_and_those_without_a_person_by_their_name():
    person("Anna", "Zoller")
    person("Zoe", "Albers", title="Dr.")
    person("Bert", "Albers")
    User.objects.create_user("it@firma.example", "Kontenverwaltung")
    assert [user.name for user in accounts()] == ["Bert Albers", "Zoe Albers", "Kontenverwaltung", "Anna Zoller"]
