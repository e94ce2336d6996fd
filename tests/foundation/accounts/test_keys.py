"""API keys: shown once, kept as SHA-256, dead at once when revoked."""

import hashlib
from datetime import UTC, date, datetime, timedelta

import pytest

from foundation.accounts import keys
from foundation.accounts.models import ApiKey
from foundation.journal.models import JournalEntry
from foundation.values import DomainError


def test_only_the_digest_is_kept(world, now):
    key, secret = keys.create(world.dahlhoff.user, "Kalender", now)
    assert key.sha256 == hashlib.sha256(secret.encode()).hexdigest()
    assert secret not in str(ApiKey.objects.values())
    assert secret[12:] not in str(JournalEntry.objects.values())
    assert keys.key_of(secret, now).user == world.dahlhoff.user
    key.refresh_from_db()
    assert str(key.last_used_on) == "2026-11-23"


def test_a_revoked_key_and_a_closed_account_open_nothing(world, now):
    key, secret = keys.create(world.dahlhoff.user, "Kalender", now)
    _other, second = keys.create(world.kaya.user, "Kalender", now)
    keys.revoke(key, now)
    keys.revoke(key, now)
    assert keys.key_of(secret, now) is None
    assert JournalEntry.objects.filter(action="access.key_revoked").count() == 1
    world.kaya.user.is_active = False
    world.kaya.user.save()
    assert keys.key_of(second, now) is None


@pytest.mark.parametrize("secret", ["", "gremia_", "x" * 10_000, "gremia_\x00", "gremia_\ud800", "gremia_ä"])
def test_strange_keys_are_unknown(world, now, secret):
    assert keys.key_of(secret, now) is None


def test_two_active_keys_never_share_a_name(world, now):
    key, _secret = keys.create(world.dahlhoff.user, "Kalender", now)
    with pytest.raises(DomainError) as refusal:
        keys.create(world.dahlhoff.user, "Kalender", now)
    assert refusal.value.status == 409
    keys.revoke(key, now)
    keys.create(world.dahlhoff.user, "Kalender", now)
    assert ApiKey.objects.filter(revoked_at=None).count() == 1


NEW = {"name": "Kalender", "scopes": ["read", "reply"], "expires_on": "2027-02-28"}


def test_a_member_makes_and_revokes_a_key_on_the_account_page(world, client):
    client.force_login(world.dahlhoff.user)
    page = client.post("/konto/schluessel/", NEW).content.decode()
    key = ApiKey.objects.get()
    assert (key.scopes, str(key.expires_on), key.proven) == (["read", "reply"], "2027-02-28", True)
    assert page.count(key.prefix) == 2
    assert "gremia_" in page
    listed = client.get("/konto/schluessel/").content.decode()
    assert key.prefix in listed
    assert "gültig bis 28.02.2027: lesen, was Sie lesen dürfen, Einladungen in Ihrem Namen beantworten" in listed
    again = client.post("/konto/schluessel/", NEW)
    assert again.status_code == 409
    client.post(f"/konto/schluessel/{key.pk}/widerrufen/")
    assert key.prefix not in client.get("/konto/schluessel/").content.decode()
    assert ApiKey.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "status", "words"),
    [
        ({"name": "a\x00"}, 400, "Dieser Text enthält Zeichen, die nicht angezeigt werden können."),
        ({"scopes": []}, 400, "Bitte wählen Sie eine der Antworten."),
        ({"scopes": ["everything"]}, 400, "Bitte wählen Sie eine der Antworten."),
        ({"expires_on": "2026-11-22"}, 400, "Bitte wählen Sie einen Tag ab heute, höchstens in zwei Jahren."),
        ({"expires_on": "2029-11-23"}, 400, "Bitte wählen Sie einen Tag ab heute, höchstens in zwei Jahren."),
        ({"expires_on": "9999-99-99"}, 400, ""),
    ],
)
def test_a_key_without_sense_is_refused_in_words(world, client, change, status, words):
    client.force_login(world.dahlhoff.user)
    page = client.post("/konto/schluessel/", NEW | change)
    assert (page.status_code, words in page.content.decode()) == (status, True)
    assert ApiKey.objects.count() == 0


def test_a_key_ends_with_its_last_day(world, now):
    _key, secret = keys.create(world.dahlhoff.user, "Kalender", now, expires_on=date(2026, 11, 25))
    last_minute = datetime(2026, 11, 25, 22, 59, tzinfo=UTC)
    assert keys.key_of(secret, last_minute).user == world.dahlhoff.user
    assert keys.key_of(secret, last_minute + timedelta(minutes=1)) is None


def test_nobody_revokes_the_key_of_another(world, client, now):
    key, secret = keys.create(world.dahlhoff.user, "Kalender", now)
    client.force_login(world.kaya.user)
    assert client.post(f"/konto/schluessel/{key.pk}/widerrufen/").status_code == 404
    assert keys.key_of(secret, now).user == world.dahlhoff.user
    assert key.prefix not in client.get("/konto/schluessel/").content.decode()


def test_the_tab_stands_there_for_staff_and_for_who_has_a_key(world, client, now):
    tab = 'href="/konto/schluessel/"'
    client.force_login(world.secretary.user)
    assert tab in client.get("/konto/").text
    client.force_login(world.kaya.user)
    assert tab not in client.get("/konto/").text
    keys.create(world.kaya.user, "Kalender", now)
    assert tab in client.get("/konto/").text
