"""The board office at its screen."""

import pytest


@pytest.fixture
def office(world, client):
    client.force_login(world.secretary.user)
    return client
