"""Access ends at once and as a whole, and comes back only where it should."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.backends.base import SessionBase

from foundation.accounts import closing, feeds, keys
from foundation.accounts.closing import Ended
from foundation.accounts.links import link_for, open_link
from foundation.accounts.models import DeviceCode, Feed, RememberedDevice
from foundation.journal.models import JournalEntry
from foundation.values import SYSTEM, DomainError


def doors(person, now) -> str:
    """A key, a remembered device, an open code, a personal link and a calendar; the secret of the key."""
    _key, secret = keys.create(person.user, "Kalender", now)
    RememberedDevice.objects.create(
        holder=person.key,
        sha256=person.key[-64:],
        created_at=now,
        last_used_on=now.date(),
        expires_at=now + timedelta(days=90),
    )
    DeviceCode.objects.create(holder=person.key, mac="x", expires_at=now + timedelta(minutes=10))
    link_for(purpose="reply", subject="meeting:1", holder=person.key, now=now, expires_at=now + timedelta(days=1))
    feeds.open_feed(person.key, subject="", language="de", detailed=False, by=SYSTEM, now=now)
    return secret


def test_all_doors_close_at_once_and_those_of_others_stay_open(world, client, now):
    secret, other = doors(world.kaya, now), doors(world.dahlhoff, now)
    client.force_login(world.kaya.user)
    ended = closing.end_access(holder=world.kaya.key, user=world.kaya.user, by=world.actor(world.secretary), now=now)
    assert ended == Ended(logins=1, keys=1, devices=1, links=1, feeds=1)
    assert client.get("/konto/").status_code == 302
    assert keys.key_of(secret, now) is None
    assert keys.key_of(other, now).user == world.dahlhoff.user
    assert set(RememberedDevice.objects.live(now).values_list("holder", flat=True)) == {world.dahlhoff.key}
    assert set(DeviceCode.objects.values_list("holder", flat=True)) == {world.dahlhoff.key}
    link = link_for(
        purpose="reply", subject="meeting:1", holder=world.dahlhoff.key, now=now, expires_at=now + timedelta(days=1)
    )
    assert open_link(link.token, purpose="reply", now=now)
    again = closing.end_access(holder=world.kaya.key, user=world.kaya.user, by=world.actor(world.secretary), now=now)
    assert again == Ended()
    [entry] = JournalEntry.objects.filter(action="access.ended")
    assert entry.subject == world.kaya.key
    assert entry.facts == {"logins": 1, "keys": 1, "devices": 1, "links": 1, "feeds": 1}
    assert list(Feed.objects.live().values_list("holder", flat=True)) == [world.dahlhoff.key]


@pytest.mark.parametrize("many", [1, 20])
def test_ending_costs_the_same_for_many_doors(world, now, many, django_assert_num_queries):
    for n in range(many):
        keys.create(world.kaya.user, f"Kalender {n}", now)
        link_for(
            purpose="reply",
            subject=f"meeting:{n}",
            holder=world.kaya.key,
            now=now,
            expires_at=now + timedelta(days=1),
        )
    with django_assert_num_queries(10):
        closing.end_access(holder=world.kaya.key, user=world.kaya.user, by=world.actor(world.secretary), now=now)


def step(client, person, word):
    return client.post(f"/konten/{person.user.pk}/{word}/")


@pytest.mark.parametrize("role", ["secretary", "admin"])
def test_the_administration_closes_and_opens_accounts(world, client, role):
    client.force_login(getattr(world, role).user)
    assert "Dieses Konto schließen?" in client.get(f"/konten/{world.kaya.user.pk}/schliessen/").content.decode()
    for _twice in range(2):
        assert step(client, world.kaya, "schliessen")["Location"] == f"/konten/{world.kaya.user.pk}/"
    world.kaya.user.refresh_from_db()
    assert not world.kaya.user.is_active
    step(client, world.kaya, "oeffnen")
    world.kaya.user.refresh_from_db()
    assert world.kaya.user.is_active
    actions = JournalEntry.objects.filter(action__startswith="access.account").values_list(
        "action", "actor", "subject"
    )
    assert sorted(actions) == [
        (f"access.account_{word}", getattr(world, role).key, world.kaya.key) for word in ("closed", "opened")
    ]


def test_nobody_closes_the_own_account(world, client, now):
    client.force_login(world.admin.user)
    refused = step(client, world.admin, "schliessen")
    assert refused.status_code == 409
    assert "Ihr eigenes Konto können Sie nicht schließen." in refused.content.decode()
    world.admin.user.refresh_from_db()
    assert world.admin.user.is_active
    with pytest.raises(DomainError):
        closing.close_account(user=world.admin.user, holder=world.admin.key, by=world.actor(world.admin), now=now)


def test_resetting_the_second_factor_ends_logins(world, client, now):
    Authenticator.objects.create(user=world.manager.user, type="totp", data={})
    Authenticator.objects.create(user=world.mayors_officer.user, type="totp", data={})
    browser = client.__class__()
    browser.force_login(world.manager.user)
    client.force_login(world.secretary.user)
    assert "Zweiten Faktor zurücksetzen" in client.get(f"/konten/{world.manager.user.pk}/").content.decode()
    step(client, world.manager, "zuruecksetzen")
    step(client, world.manager, "zuruecksetzen")
    assert [one.user for one in Authenticator.objects.all()] == [world.mayors_officer.user]
    assert browser.get("/konto/").status_code == 302
    assert JournalEntry.objects.filter(action="access.factors_reset").count() == 1


@pytest.mark.parametrize("who", ["dahlhoff", "mayor", "manager", "mayors_officer"])
def test_others_find_no_accounts_and_change_none(world, client, who):
    client.force_login(getattr(world, who).user)
    for word in ("schliessen", "oeffnen", "zuruecksetzen"):
        assert step(client, world.kaya, word).status_code == 404
    world.kaya.user.refresh_from_db()
    assert world.kaya.user.is_active


def test_weighty_steps_want_a_fresh_second_factor(world, client):
    client.force_login(world.secretary.user)
    session: SessionBase = client.session
    session["account_authentication_methods"][-1]["at"] -= 3600
    session.save()
    assert step(client, world.kaya, "schliessen")["Location"] == "/konto/anmeldung/"
    world.kaya.user.refresh_from_db()
    assert world.kaya.user.is_active


@pytest.mark.parametrize("words", ["", "kaya", "AYLIN kaya", "\x00", "x" * 500, "%"])
def test_accounts_are_found_by_words(world, client, words):
    client.force_login(world.admin.user)
    page = client.get("/konten/", {"suche": words})
    assert page.status_code == 200
    found = page.context["page"].paginator.count
    assert found == {"kaya": 1, "AYLIN kaya": 1, "x" * 500: 0, "%": 0}.get(words, 54)


def test_the_list_costs_the_same_for_a_full_page(world, client, django_assert_num_queries):
    client.force_login(world.admin.user)
    client.get("/konten/")
    for words in ("kaya", ""):
        with django_assert_num_queries(6):
            client.get("/konten/", {"suche": words})
