"""API keys: shown once, kept as SHA-256, dead at once when revoked."""

import hashlib

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
    assert keys.user_of(secret, now) == world.dahlhoff.user
    key.refresh_from_db()
    assert str(key.last_used_on) == "2026-11-23"


def test_a_revoked_key_and_a_closed_account_open_nothing(world, now):
    key, secret = keys.create(world.dahlhoff.user, "Kalender", now)
    _other, second = keys.create(world.kaya.user, "Kalender", now)
    keys.revoke(key, now)
    keys.revoke(key, now)
    assert keys.user_of(secret, now) is None
    assert JournalEntry.objects.filter(action="access.key_revoked").count() == 1
    world.kaya.user.is_active = False
    world.kaya.user.save()
    assert keys.user_of(second, now) is None


@pytest.mark.parametrize("secret", ["", "gremia_", "x" * 10_000, "gremia_\x00", "gremia_\ud800", "gremia_ä"])
def test_strange_keys_are_unknown(world, now, secret):
    assert keys.user_of(secret, now) is None


def test_two_active_keys_never_share_a_name(world, now):
    key, _secret = keys.create(world.dahlhoff.user, "Kalender", now)
    with pytest.raises(DomainError) as refusal:
        keys.create(world.dahlhoff.user, "Kalender", now)
    assert refusal.value.status == 409
    keys.revoke(key, now)
    keys.create(world.dahlhoff.user, "Kalender", now)
    assert ApiKey.objects.filter(revoked_at=None).count() == 1


def test_a_member_makes_and_revokes_a_key_on_the_account_page(world, client):
    client.force_login(world.dahlhoff.user)
    page = client.post("/konto/schluessel/", {"name": "Kalender"}).content.decode()
    key = ApiKey.objects.get()
    assert page.count(key.prefix) == 2
    assert "gremia_" in page
    assert key.prefix in client.get("/konto/").content.decode()
    again = client.post("/konto/schluessel/", {"name": "Kalender"})
    assert again.status_code == 409
    assert ApiKey.objects.count() == 1
    assert client.post("/konto/schluessel/", {"name": "a\x00"}).status_code == 422
    client.post(f"/konto/schluessel/{key.pk}/widerrufen/")
    assert key.prefix not in client.get("/konto/").content.decode()


def test_nobody_revokes_the_key_of_another(world, client, now):
    key, secret = keys.create(world.dahlhoff.user, "Kalender", now)
    client.force_login(world.kaya.user)
    assert client.post(f"/konto/schluessel/{key.pk}/widerrufen/").status_code == 404
    assert keys.user_of(secret, now) == world.dahlhoff.user
    assert key.prefix not in client.get("/konto/").content.decode()
