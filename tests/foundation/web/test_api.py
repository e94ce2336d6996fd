"""The door of the API: who asks, what a refusal looks like, how lists are cut."""

import json

import pytest
from django.conf import settings
from django.http import Http404
from django.test import Client, override_settings
from django.urls import path
from ninja import Query
from pydantic import Field

from config import urls as product
from config.api import WRITING, Api, Caller, api
from foundation.accounts import keys
from foundation.values import DomainError, Int32, Line, Moment, Text
from foundation.web.schemas import Page, Paging, Strict, page_of


class Note(Strict):
    title: Line
    text: Text = ""
    number: Int32 = 0
    at: Moment | None = None
    extra: list[Line] = Field(default=[], max_length=3)


trial = Api(title="Trial", version="trial", docs_url=None, auth=Caller())
trial._exception_handlers = api._exception_handlers


@trial.post("/notes", response=Note)
def make(request, note: Note):
    return note


@trial.get("/notes", response=Page[Line])
def notes(request, paging: Query[Paging]):
    return page_of([f"Notiz {n}" for n in range(120)], paging)


@trial.get("/refused")
def refused(request):
    raise DomainError("Die Sitzung ist schon abgesagt.", code="cancelled", status=409)


@trial.get("/hidden")
def hidden(request):
    raise Http404("Board matching query does not exist")


@trial.get("/broken")
def broken(request):
    raise RuntimeError("secret detail")


class Trial:
    """The addresses of the product and a trial API behind the same door."""

    urlpatterns = [*product.urlpatterns, path("api/trial/", trial.urls)]
    handler404, handler500 = product.handler404, product.handler500


@pytest.fixture
def bearer(world, now):
    _key, secret = keys.create(world.dahlhoff.user, "Kalender", now, scopes=["read", "reply"])
    return {"authorization": f"Bearer {secret}"}


@pytest.fixture
def trial_addresses(monkeypatch):
    monkeypatch.setitem(WRITING, "/api/trial/notes", "reply")
    with override_settings(ROOT_URLCONF=Trial):
        yield


def test_a_key_reads_as_its_person_and_is_never_redirected(world, client, bearer):
    answer = client.get("/api/v1/me", headers=bearer)
    assert answer.status_code == 200
    assert answer.json() == {"name": "Werner Dahlhoff", "roles": [], "boards": ["UB", "ETB"]}
    assert "no-store" in answer["Cache-Control"]


def test_nobody_reads_as_nobody(world, client):
    assert client.get("/api/v1/me").json() == {"name": "", "roles": [], "boards": []}


@pytest.mark.parametrize("header", ["Bearer x", "Bearer ", "Bearer", "Basic eDp5", "gremia_x", "Bearer gremia_ä"])
def test_a_wrong_key_is_401_and_not_nobody(world, client, header):
    answer = client.get("/api/v1/me", headers={"authorization": header})
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["WWW-Authenticate"] == 'Bearer realm="gremia"'
    assert answer.json()["type"] == "urn:gremia:unknown_key"


def test_a_wrong_key_wins_over_a_session(world, client):
    client.force_login(world.secretary.user)
    assert client.get("/api/v1/me", headers={"authorization": "Bearer x"}).status_code == 401


def test_a_session_reads_and_writes_only_with_its_token(world, trial_addresses):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(world.secretary.user)
    assert browser.get("/api/v1/me").json()["roles"] == ["secretariat"]
    refused = browser.post("/api/trial/notes", {"title": "x"}, content_type="application/json")
    assert (refused.status_code, refused.json()["type"]) == (403, "urn:gremia:csrf")
    browser.get("/impressum/")
    token = {"X-CSRFToken": browser.cookies["csrftoken"].value}
    written = browser.post("/api/trial/notes", {"title": "x"}, content_type="application/json", headers=token)
    assert written.status_code == 200


def test_a_key_writes_without_token_and_nobody_does_not(world, client, bearer, trial_addresses):
    strict = Client(enforce_csrf_checks=True)
    note = {"title": "x"}
    assert strict.post("/api/trial/notes", note, content_type="application/json", headers=bearer).status_code == 200
    nobody = strict.post("/api/trial/notes", note, content_type="application/json")
    assert (nobody.status_code, nobody.json()["type"]) == (401, "urn:gremia:key_needed")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "a\x00b"),
        ("title", "a\u202eb"),
        ("title", "x" * 10_000),
        ("text", "x" * 10_001),
        ("title", None),
        ("number", 2**31),
        ("number", 10**400),
        ("number", 1.5),
        ("at", "0001-01-01T00:00:00Z"),
        ("at", "9999-12-31T23:59:59Z"),
        ("at", "2027-02-11T16:00:00"),
        ("extra", ["a"] * 4),
        ("unknown", "x"),
        ("title", {"a": [1]}),
    ],
    ids=lambda value: repr(value)[:20],
)
def test_hostile_values_are_422_and_not_repeated(client, bearer, trial_addresses, field, value):
    sent = {"title": "Sensoren", field: value}
    answer = client.post("/api/trial/notes", sent, content_type="application/json", headers=bearer)
    assert answer.status_code == 422
    problem = answer.json()
    assert problem["type"] == "urn:gremia:not_valid"
    assert problem["title"] == "Angaben fehlen oder sind nicht zulässig."
    assert field in problem["errors"][0]["field"]
    assert len(answer.content) < 1000


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[" * 100_000,
        b'"x"',
        b"null",
        b'{"title": "\\ud800"}',
        b'{"\\ud800": 1, "title": "a"}',
    ],
)
def test_broken_bodies_are_a_problem_of_the_caller(client, bearer, trial_addresses, body):
    answer = client.post("/api/trial/notes", body, content_type="application/json", headers=bearer)
    assert answer.status_code in (400, 422)
    assert answer["Content-Type"] == "application/problem+json"


def test_lists_come_in_pages_of_at_most_a_hundred(client, db, trial_addresses):
    first = client.get("/api/trial/notes").json()
    assert (len(first["items"]), first["count"]) == (50, 120)
    last = client.get("/api/trial/notes?limit=100&offset=100").json()
    assert last == {"items": [f"Notiz {n}" for n in range(100, 120)], "count": 120}
    for query in ("limit=101", "limit=0", "offset=-1", "limit=x", f"offset={2**31}", "limit=%00"):
        assert client.get(f"/api/trial/notes?{query}").status_code == 422


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("de", "Das gibt es nicht, oder Sie haben keinen Zugriff."),
        ("en", "This does not exist, or you do not have access to it."),
    ],
)
def test_unknown_and_forbidden_look_alike_in_both_languages(client, db, trial_addresses, language, title):
    for address in ("/api/trial/hidden", "/api/v1/nothing"):
        answer = client.get(address, headers={"accept-language": language})
        assert answer.status_code == 404
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["title"] == title
        assert "query" not in answer.content.decode()


def test_a_refusal_carries_the_sentence_of_the_rule(client, db, trial_addresses):
    assert client.get("/api/trial/refused").json() == {
        "type": "urn:gremia:cancelled",
        "title": "Die Sitzung ist schon abgesagt.",
        "status": 409,
    }


def test_a_method_that_is_not_there_is_a_problem_too(client, db, trial_addresses):
    answer = client.delete("/api/v1/me")
    assert (answer.status_code, answer["Allow"]) == (405, "GET")
    assert answer["Content-Type"] == "application/problem+json"


def test_our_own_fault_tells_nothing(client, db, trial_addresses):
    answer = client.get("/api/trial/broken")
    assert answer.status_code == 500
    assert "secret" not in answer.content.decode()
    assert answer["Content-Type"] == "application/problem+json"


def test_the_reference_is_readable_without_scripts(world, client):
    page = client.get("/api/v1/docs")
    text = page.content.decode()
    assert page["Content-Type"].startswith("text/html")
    assert "GET /api/v1/me" in text
    assert "<script" not in text
    assert "//cdn" not in text
    schema = json.loads(client.get("/api/v1/openapi.json").content)
    assert schema["paths"]["/api/v1/me"]["get"]["security"] == [{"Caller": []}]
    assert "Problem" in schema["components"]["schemas"]


def test_every_writing_route_says_which_key_opens_it():
    paths = api.get_openapi_schema(path_prefix="/api/v1/")["paths"]
    writing = {path for path, operations in paths.items() if set(operations) - {"get"}}
    assert writing == set(WRITING)
    assert set(WRITING.values()) | {"read"} == set(dict(settings.API_SCOPES))


@pytest.mark.parametrize(
    ("scopes", "read", "written"), [(["read"], 200, 403), (["reply"], 403, 200), (["opinion"], 403, 403)]
)
def test_a_key_opens_only_what_it_was_made_for(world, client, now, trial_addresses, scopes, read, written):
    _key, secret = keys.create(world.dahlhoff.user, "Kalender", now, scopes=scopes)
    headers = {"authorization": f"Bearer {secret}"}
    answer = client.get("/api/v1/me", headers=headers)
    assert answer.status_code == read
    post = client.post("/api/trial/notes", {"title": "x"}, content_type="application/json", headers=headers)
    assert post.status_code == written
    refused = next(one for one in (answer, post) if one.status_code == 403)
    assert refused["Content-Type"] == "application/problem+json"
    assert refused.json() == {
        "type": "urn:gremia:scope",
        "title": "Dieser Schlüssel darf das nicht. Legen Sie in Ihrem Konto einen Schlüssel dafür an.",
        "status": 403,
    }


@pytest.mark.parametrize(("proven", "status"), [(True, 200), (False, 403)])
def test_a_key_of_staff_opens_nothing_unless_its_login_had_a_second_factor(world, client, now, proven, status):
    """Also where somebody became staff after the key was made."""
    _key, secret = keys.create(world.secretary.user, "Abruf", now, proven=proven)
    answer = client.get("/api/v1/me", headers={"authorization": f"Bearer {secret}"})
    assert answer.status_code == status
    if not proven:
        assert answer.json()["type"] == "urn:gremia:second_factor"
        assert answer.json()["title"] == (
            "Dieser Schlüssel wurde ohne zweiten Faktor angelegt. "
            "Melden Sie sich damit an und legen Sie einen neuen Schlüssel an."
        )
