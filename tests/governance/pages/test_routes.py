"""The rows of this wing in the table route x role hold, and no page is without a row."""

import pytest
from django.urls import reverse

from governance.pages.urls import urlpatterns
from tests.contracts import routes_governance, routes_people

ROWS = routes_governance.ROWS | routes_people.ROWS


def kwargs(world):
    return routes_governance.kwargs(world) | routes_people.kwargs(world)


ROLES = {
    "anonymous": "",
    "member": "dahlhoff",
    "other_member": "sponsor",
    "former": "former",
    "chair": "mayor",
    "secretariat": "secretary",
    "management": "manager",
    "mayors_office": "mayors_officer",
    "admin": "admin",
    "assistant": "assistant",
}


def test_every_page_has_its_row():
    assert {pattern.name for pattern in urlpatterns} == set(ROWS)


@pytest.mark.parametrize("role", ROLES)
def test_who_opens_what(world, client, no_effects, role):
    if name := ROLES[role]:
        client.force_login(getattr(world, name).user)
    found = {name: client.get(reverse(name, kwargs=given)).status_code for name, given in kwargs(world).items()}
    assert found == {name: row[role] for name, row in ROWS.items()}


@pytest.mark.parametrize("role", [role for role in ROLES if role != "secretariat"])
def test_nobody_else_writes(world, client, no_effects, role):
    if name := ROLES[role]:
        client.force_login(getattr(world, name).user)
    for name in ("appointment", "mandate_end", "rule_confirmation"):
        assert client.post(reverse(name, kwargs=kwargs(world)[name]), {"on": "2027-01-01"}).status_code == 404
