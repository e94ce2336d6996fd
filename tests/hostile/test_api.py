"""Every parameter and every field of the API's own schema refuses hostile values: a problem, and nothing written."""

import json
from collections.abc import Iterator
from urllib.parse import quote, urlencode

import pytest

from config.api import api
from foundation.accounts import keys
from tests.contracts import routes_api
from tests.contracts.test_routes import EVERY_SCOPE, undone
from tests.hostile.values import NUMBER_AS_TEXT, writes, wrong

SCHEMA = api.get_openapi_schema(path_prefix="/api/v1/")
SCHEMAS = SCHEMA["components"]["schemas"]


@pytest.fixture
def ask(world, client, now):
    """Ask with a key for everything: of the board office for its rules, of a member for all else."""
    headers = {}
    for person in (world.secretary, world.kaya):
        _key, secret = keys.create(person.user, "Alles", now, scopes=EVERY_SCOPE, proven=True)
        headers[person] = {"authorization": f"Bearer {secret}"}
        client.get("/api/v1/me", headers=headers[person])

    def act(method, address, body=None):
        person = world.secretary if address.partition("?")[0].endswith("/rules") else world.kaya
        sent = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
        return getattr(client, method)(address, headers=headers[person], **sent)

    return act


def operations(world) -> Iterator[tuple[str, str, dict, dict, object]]:
    """Path, method, what the schema says, and values that are accepted: the places in the path, the body."""
    where = routes_api.kwargs(world)
    for path, methods in SCHEMA["paths"].items():
        for method, operation in methods.items():
            name = f"api-1:{operation['operationId'].rpartition('_api_')[2]}"
            yield path, method, operation, where.get(name, {}), routes_api.SENT.get(name) if method != "get" else None


def in_address(parameter: dict, good: object) -> list[str]:
    """Wrong values of a parameter, as texts: an address holds nothing else, and no half of a character."""
    schema = parameter["schema"]
    any_text = schema.get("type") == "string" and "format" not in schema
    values = [one for one in wrong(schema, good, SCHEMAS) if isinstance(one, str) or not any_text]
    texts = [one if isinstance(one, str) else json.dumps(one) for one in values]
    return [one for one in texts if one and "\ud800" not in one and one != NUMBER_AS_TEXT]


def hostile(path: str, operation: dict, where: dict, body: object) -> Iterator[tuple[str, object]]:
    """Address and body of each request with one thing wrong."""
    for one in operation.get("parameters", []):
        name = one["name"]
        for value in in_address(one, where.get(name)):
            if one["in"] == "path":
                yield path.format(**where | {name: quote(value, safe="")}), body
            else:
                yield f"{path.format(**where)}?{urlencode({name: value})}", body
    if body is not None:
        schema = operation["requestBody"]["content"]["application/json"]["schema"]
        yield from ((path.format(**where), one) for one in wrong(schema, body, SCHEMAS))


def test_hostile_values_are_refused_and_write_nothing(world, client, ask):
    found, asked = {}, 0
    for path, method, operation, where, body in operations(world):
        with undone(client):
            assert ask(method, path.format(**where), body).status_code in (200, 201)
        with writes() as written:
            for address, sent in hostile(path, operation, where, body):
                answer, asked = ask(method, address, sent), asked + 1
                if not 400 <= answer.status_code < 500 or answer["Content-Type"] != "application/problem+json":
                    found[f"{method} {address[:120]} {str(sent)[:300]}"] = answer.status_code
        found |= dict.fromkeys(written, path)
    assert found == {}
    assert asked > 1000
