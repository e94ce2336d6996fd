"""Deny by default: every address is a row in a table of routes and roles."""

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from foundation.accounts import keys
from foundation.web import errors
from tests.contracts import routes_api
from tests.contracts.roles import ROLES, asked, people

NAMES = sorted(path.stem for path in Path(__file__).parent.glob("routes_*.py"))
TABLES = {name: import_module(f"tests.contracts.{name}") for name in NAMES}
PAGES = {name: module for name, module in TABLES.items() if module is not routes_api}
EVERY_SCOPE = [code for code, _words in settings.API_SCOPES]


def names(patterns: list[URLPattern | URLResolver], prefix: str = "") -> set[str]:
    found: set[str] = set()
    for entry in patterns:
        if isinstance(entry, URLResolver):
            space = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            found |= names(entry.url_patterns, space)
        else:
            found.add(prefix + (entry.name or str(entry.pattern)))
    return found


def table() -> dict[str, dict[str, int]]:
    rows: dict[str, dict[str, int]] = {}
    for module in TABLES.values():
        assert rows.keys().isdisjoint(module.ROWS)
        rows |= module.ROWS
    return rows


def test_every_route_has_a_row():
    assert names(get_resolver(settings.ROOT_URLCONF).url_patterns) == set(table())


@pytest.mark.parametrize("module", TABLES.values(), ids=TABLES)
def test_every_row_speaks_of_every_role(module):
    assert {route for route, _method, _sent, row in asked(module) if set(row) != set(ROLES)} == set()


@pytest.fixture
def statuses_alone(monkeypatch):
    """Most answers to strangers are "Page not found": its words are tested once per role, here its status counts."""
    monkeypatch.setattr(errors, "render", lambda *_page, status: HttpResponse(status=status))


@contextmanager
def undone(client) -> Iterator[None]:
    """What a request writes is taken back, and the login it may have ended goes on."""
    cookies = copy.copy(client.cookies)
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    client.cookies = cookies


def ask(client, route: str, places: dict, method: str, sent: object, **more) -> int:
    """The status of the answer; a server error is raised as what it is."""
    address = reverse(route, kwargs=places.get(route, {}))
    if method == "get":
        return client.get(address, **more).status_code
    kind = {"content_type": "application/json"} if route.startswith("api-1:") else {}
    with undone(client):
        return getattr(client, method)(address, sent, **kind, **more).status_code


@pytest.mark.parametrize("module", TABLES.values(), ids=TABLES)
def test_each_role_gets_what_its_row_says(module, world, client, forget, statuses_alone):
    places = module.kwargs(world)
    wrong = {}
    for role, person in people(world).items():
        client.logout()
        forget()
        if person is not None:
            client.force_login(person.user)
        for route, method, sent, row in asked(module):
            answer = ask(client, route, places, method, sent)
            if answer != row[role]:
                wrong[f"{role}: {method} {route} {sent or ''}"] = f"{answer}, not {row[role]}"
    assert wrong == {}


@pytest.mark.parametrize("role", ROLES)
def test_what_is_not_there_has_a_page_of_its_own(world, client, role):
    if person := people(world)[role]:
        client.force_login(person.user)
    answer = client.get("/gibt-es-nicht/")
    assert answer.status_code == 404
    assert "Seite nicht gefunden" in answer.content.decode()


@pytest.mark.parametrize("role", ["member", "other_member", "former", "secretariat"])
def test_a_key_opens_what_its_person_may_and_a_reading_key_writes_nothing(world, client, now, role):
    places, user = routes_api.kwargs(world), people(world)[role].user
    wrong = {}
    for scopes in (EVERY_SCOPE, ["read"]):
        _key, secret = keys.create(user, f"Schlüssel {scopes}", now, scopes=scopes, proven=True)
        for route, method, sent, row in asked(routes_api):
            expected = row[role] if scopes == EVERY_SCOPE or method == "get" or row[role] == 405 else 403
            answer = ask(client, route, places, method, sent, headers={"authorization": f"Bearer {secret}"})
            if answer != expected:
                wrong[f"{scopes}: {method} {route}"] = f"{answer}, not {expected}"
    assert wrong == {}


def test_a_revoked_key_opens_nothing(world, client, now):
    places = routes_api.kwargs(world)
    key, secret = keys.create(world.secretary.user, "Alt", now, scopes=EVERY_SCOPE, proven=True)
    keys.revoke(key, now)
    answers = {
        ask(client, route, places, method, sent, headers={"authorization": f"Bearer {secret}"})
        for route, method, sent, row in asked(routes_api)
        if set(row.values()) != {405}
    }
    assert answers == {401}


@pytest.mark.parametrize("module", PAGES.values(), ids=PAGES)
def test_a_key_opens_no_page(module, world, client, now, statuses_alone):
    """Pages know logins only: to them, whoever sends a key is nobody."""
    places = module.kwargs(world)
    _key, secret = keys.create(world.secretary.user, "Abruf", now, scopes=EVERY_SCOPE, proven=True)
    wrong = {}
    for route, method, sent, row in asked(module):
        answer = ask(client, route, places, method, sent, headers={"authorization": f"Bearer {secret}"})
        if answer != row["anonymous"]:
            wrong[f"{method} {route} {sent or ''}"] = f"{answer}, not {row['anonymous']}"
    assert wrong == {}
