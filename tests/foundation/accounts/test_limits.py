"""What strangers may try: limits that cannot be talked away, answers that tell nothing, logs that keep quiet."""

import logging

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from foundation.accounts import keys
from foundation.web.masking import MaskedFormatter, masked
from tests.foundation.accounts.test_login import ask_for_code, code_in


def ask(place, header, n):
    return Client(REMOTE_ADDR=place).post(
        "/anmelden/", {"email": f"a{n}@example.org"}, headers={"x-forwarded-for": header}
    )


def test_the_limits_are_kept_where_all_processes_see_them(settings):
    assert settings.CACHES["default"]["BACKEND"].endswith(("DatabaseCache", "RedisCache"))


def test_a_forged_header_is_no_way_around_the_limit(world):
    answers = [ask("203.0.113.7", f"198.51.100.{n}", n).status_code for n in range(21)]
    assert answers[:20] == [302] * 20
    assert answers[20] != 302


def test_two_clients_behind_a_trusted_proxy_have_limits_of_their_own(world, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    first = [ask("127.0.0.1", "203.0.113.7", n).status_code for n in range(21)]
    assert first[20] != 302
    assert ask("127.0.0.1", "203.0.113.8", 30).status_code == 302
    assert ask("127.0.0.1", "192.0.2.1, 203.0.113.7", 31).status_code != 302


def test_known_and_unknown_addresses_get_the_same_answer_at_the_same_cost(world, client):
    """One query more stands for the name of the company in the mail; sending happens in the background."""
    client.get("/anmelden/")
    answers, costs = [], []
    for email in (world.dahlhoff.email, "niemand@example.org"):
        with CaptureQueriesContext(connection) as asked:
            answer = Client().post("/anmelden/", {"email": email})
        answers.append((answer.status_code, answer["Location"], answer.content))
        costs.append(len(asked))
    assert answers[0] == answers[1]
    assert costs[0] - costs[1] == 1


@pytest.mark.parametrize(
    "address", ["/", "/konto/", "/konto/anmeldung/", "/konto/schluessel/", "/gremien/", "/api/v1/me"]
)
def test_what_a_person_reads_is_never_stored(world, client, address):
    client.force_login(world.dahlhoff.user)
    assert client.get(address)["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("Not Found: /a/" + "x" * 54 + "/", "Not Found: /a/…/"),
        ("key gremia_abc-DEF_123 refused", "key … refused"),
        ("GET /anmelden/verzeichnis/antwort/?code=abc&state=d", "GET /anmelden/verzeichnis/antwort/?code=…&state=…"),
        ("meeting 0b8f4f0e-9f3b-4f6e-8d53-6a1d6f0f7c11 held", "meeting 0b8f4f0e-9f3b-4f6e-8d53-6a1d6f0f7c11 held"),
        ("foundation.accounts.sessions.forget_expired did 3", "foundation.accounts.sessions.forget_expired did 3"),
    ],
)
def test_secrets_are_masked_in_log_lines(line, shown):
    assert masked(line) == shown


def test_tracebacks_are_masked_too(settings):
    assert settings.LOGGING["handlers"]["console"]["formatter"] == "masked"
    try:
        raise ValueError("gremia_geheim")
    except ValueError as error:
        record = logging.LogRecord("x", logging.ERROR, "", 0, "at %s", ("/a/" + "y" * 54,), (ValueError, error, None))
    text = MaskedFormatter().format(record)
    assert "geheim" not in text
    assert "y" * 54 not in text
    assert text.startswith("ERROR x: at /a/…")


def test_login_leaves_no_code_and_no_key_in_the_log(world, mailoutbox, now, caplog):
    caplog.set_level(logging.DEBUG)
    browser = Client()
    ask_for_code(browser, world.dahlhoff)
    code = code_in(mailoutbox[-1])
    browser.post("/anmelden/code/", {"code": "FALSCH"})
    browser.post("/anmelden/code/", {"code": code})
    _key, secret = keys.create(world.dahlhoff.user, "Kalender", now)
    browser.get("/api/v1/me", headers={"authorization": f"Bearer {secret}"})
    written = " ".join(record.getMessage() for record in caplog.records if record.name != "django.db.backends")
    assert code not in written
    assert secret not in written


@pytest.mark.parametrize(
    "address",
    [
        "/anmelden/registrieren/",
        "/accounts/signup/",
        "/accounts/signup/passkey/",
        "/accounts/3rdparty/signup/",
        "/accounts/2fa/webauthn/signup/",
        "/_allauth/browser/v1/auth/signup",
    ],
)
def test_no_path_signs_up(world, client, address):
    assert client.get(address).status_code == 404
    assert client.post(address, {"email": "neu@example.org"}).status_code == 404


def test_sign_up_is_closed_in_the_settings_too(settings, rf):
    from allauth.account.adapter import get_adapter
    from allauth.mfa import app_settings
    from allauth.socialaccount.adapter import get_adapter as social

    request = rf.get("/")
    assert not get_adapter(request).is_open_for_signup(request)
    assert not social(request).is_open_for_signup(request, None)
    assert not app_settings.PASSKEY_SIGNUP_ENABLED
