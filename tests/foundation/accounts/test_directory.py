"""Single sign-on against a provider that really runs: existing accounts only, found by a verified address."""

from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from oidc_provider_mock import User, run_server_in_thread

from foundation.accounts import models
from foundation.accounts.sessions import Session

KAYA = "aylin.kaya@mitglied.example"
PEOPLE = [
    User(sub="kaya", claims={"email": KAYA, "email_verified": True}),
    User(sub="claims-to-be-kaya", claims={"email": KAYA, "email_verified": False}),
    User(sub="says-false", claims={"email": KAYA, "email_verified": "false"}),
    User(sub="stranger", claims={"email": "fremd@stadt.example", "email_verified": True}),
    User(sub="without", claims={}),
    User(sub="wendt", claims={"email": "carla.wendt@mitglied.example", "email_verified": True}),
]


@pytest.fixture(scope="module")
def provider():
    with run_server_in_thread(user_claims=PEOPLE) as server:
        yield f"http://localhost:{server.server_port}"


def switch_on(settings, issuer):
    settings.OIDC_ISSUER, settings.OIDC_NAME = issuer, "Stadtkonto"
    app = {
        "provider_id": "oidc",
        "name": "Stadtkonto",
        "client_id": "gremia",
        "secret": "geheim",
        "settings": {"server_url": issuer},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}


@pytest.fixture
def directory(world, settings, provider):
    switch_on(settings, provider)
    return provider


def come_back(client, sub):
    """From the button through the provider and back; the answer of the last step."""
    away = client.post("/anmelden/verzeichnis/", {"next": "/konto/"})
    assert away.status_code == 302
    consent = requests.post(away["Location"], data={"sub": sub}, allow_redirects=False, timeout=5)
    back = urlsplit(consent.headers["Location"])
    assert back.path == "/anmelden/verzeichnis/antwort/"
    return client.get(f"{back.path}?{back.query}")


def test_the_button_stands_on_the_login_page_only_when_it_is_set_up(world, client, settings, provider):
    assert "anmelden/verzeichnis/" not in client.get("/anmelden/").content.decode()
    assert client.post("/anmelden/verzeichnis/").status_code == 404
    switch_on(settings, provider)
    assert "Mit Stadtkonto anmelden" in client.get("/anmelden/").content.decode()


def test_the_request_is_bound_to_this_browser(client, directory):
    sent = parse_qs(urlsplit(client.post("/anmelden/verzeichnis/")["Location"]).query)
    assert set(sent["scope"][0].split()) == {"openid", "profile", "email"}
    assert sent["code_challenge_method"] == ["S256"]
    assert sent["redirect_uri"] == ["http://testserver/anmelden/verzeichnis/antwort/"]
    assert len(sent["state"][0]) >= 16


def test_a_known_and_verified_address_logs_in(client, directory, world):
    answer = come_back(client, "kaya")
    assert answer["Location"] == "/konto/"
    assert "aylin.kaya@mitglied.example" in client.get("/konto/").content.decode()
    assert [one.user for one in Session.objects.exclude(user=None)] == [world.kaya.user]
    assert SocialAccount.objects.count() == 0


@pytest.mark.parametrize("sub", ["stranger", "claims-to-be-kaya", "says-false", "without"])
def test_nobody_else_gets_in_and_no_account_is_made(client, directory, sub):
    before = models.User.objects.count()
    answer = come_back(client, sub)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Kein Konto gefunden" in page
    assert "Neue Konten legt die Geschäftsstelle an." in page
    assert client.get("/konto/").status_code == 302
    assert models.User.objects.count() == before


def test_a_closed_account_stays_closed(client, directory, world):
    world.kaya.user.is_active = False
    world.kaya.user.save()
    assert come_back(client, "kaya")["Location"] == "/anmelden/gesperrt/"
    assert client.get("/konto/").status_code == 302


def test_staff_still_need_their_second_factor(client, directory):
    come_back(client, "wendt")
    assert client.get("/mehr/")["Location"] == "/konto/anmeldung/"


def test_who_turns_back_is_told_so(client, directory):
    [state] = parse_qs(urlsplit(client.post("/anmelden/verzeichnis/")["Location"]).query)["state"]
    answer = client.get("/anmelden/verzeichnis/antwort/", {"error": "access_denied", "state": state})
    page = client.get(answer["Location"]).content.decode()
    assert "Die Anmeldung am Verzeichnis wurde abgebrochen." in page


@pytest.mark.parametrize("query", ["", "?code=x", "?code=x&state=y", "?state=%00&code=%ff", "?error=server_error"])
def test_an_answer_nobody_asked_for_opens_nothing(client, directory, query):
    answer = client.get(f"/anmelden/verzeichnis/antwort/{query}")
    assert answer.status_code == 502
    assert "Sie sind nicht angemeldet" in answer.content.decode()


def test_a_directory_that_does_not_answer_is_told_in_words(world, client, settings):
    switch_on(settings, "http://127.0.0.1:1")
    answer = client.post("/anmelden/verzeichnis/")
    assert answer.status_code == 502
    assert "nehmen Sie einen Code per E-Mail" in answer.content.decode()
