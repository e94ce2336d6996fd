"""Deny by default: every address is a row in a table of routes and roles."""

from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse

ROLES = [
    "anonymous",
    "member",
    "other_member",
    "former",
    "chair",
    "secretariat",
    "management",
    "mayors_office",
    "admin",
    "assistant",
]
TABLES = sorted(path.stem for path in Path(__file__).parent.glob("routes_*.py"))


def names(patterns: list[URLPattern | URLResolver], prefix: str = "") -> set[str]:
    found: set[str] = set()
    for entry in patterns:
        if isinstance(entry, URLResolver):
            space = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            found |= names(entry.url_patterns, space)
        else:
            found.add(prefix + (entry.name or str(entry.pattern)))
    return found


def people(world) -> dict[str, object]:
    """Who asks. The rows speak of things of the Unternehmensbeirat; `other_member` sits on another board only,
    `assistant` answers for the chair."""
    return {
        "anonymous": None,
        "member": world.kaya,
        "other_member": world.sponsor,
        "former": world.former,
        "chair": world.mayor,
        "secretariat": world.secretary,
        "management": world.manager,
        "mayors_office": world.mayors_officer,
        "admin": world.admin,
        "assistant": world.assistant,
    }


def table() -> dict[str, dict[str, int]]:
    rows: dict[str, dict[str, int]] = {}
    for name in TABLES:
        for route, row in import_module(f"tests.contracts.{name}").ROWS.items():
            assert route not in rows, f"{route} stands in two tables"
            rows[route] = row
    return rows


def test_every_route_has_a_row():
    here = names(get_resolver(settings.ROOT_URLCONF).url_patterns)
    assert here == set(table())


def test_every_row_speaks_of_every_role():
    assert {route: sorted(row) for route, row in table().items() if sorted(row) != sorted(ROLES)} == {}


@pytest.mark.parametrize("module", TABLES)
def test_each_role_gets_what_its_row_says(module, world, client):
    rows = import_module(f"tests.contracts.{module}").ROWS
    arguments = import_module(f"tests.contracts.{module}").kwargs(world)
    wrong = {}
    for role, person in people(world).items():
        client.logout()
        if person is not None:
            client.force_login(person.user)
        for route, row in rows.items():
            answer = client.get(reverse(route, kwargs=arguments.get(route, {}))).status_code
            if answer != row[role]:
                wrong[f"{route} as {role}"] = f"{answer}, not {row[role]}"
    assert wrong == {}
