"""Remembered devices: a personal link says who, a code by mail once per device says that it is them."""

import re
from datetime import timedelta

import pytest
from django.test import Client, override_settings
from django.urls import path

from config import urls as product
from foundation.accounts import devices
from foundation.accounts.models import DeviceCode, RememberedDevice
from foundation.journal.models import JournalEntry
from foundation.outbox.models import Delivery
from foundation.web import clock


def papers(request, holder):
    """A page behind a personal link."""
    from django.http import HttpResponse

    key = f"person:{holder}"
    if not devices.remembered(request, key, now=clock.now()):
        return devices.ask(request, holder=key, email=f"{holder}@mitglied.example")
    return HttpResponse(f"papers of {holder}")


class Trial:
    urlpatterns = [*product.urlpatterns, path("papers/<str:holder>/", papers)]
    handler404, handler500 = product.handler404, product.handler500


@pytest.fixture(autouse=True)
def _addresses(world):
    with override_settings(ROOT_URLCONF=Trial):
        yield


def code_in(message):
    return re.search(r"^ {4}(\d{6})$", message.body, re.MULTILINE)[1]


def other_than(code):
    return f"{(int(code) + 1) % 10**6:06}"


def ask(browser, holder="anna"):
    browser.get(f"/papers/{holder}/")
    return browser.post("/geraet/")


def remember(browser, mailoutbox, holder="anna"):
    ask(browser, holder)
    return browser.post("/geraet/code/", {"code": code_in(mailoutbox[-1])})


def test_one_code_remembers_the_device_for_90_days(client, mailoutbox, now):
    asked = client.get("/papers/anna/?top=5")
    assert asked["Location"] == "/geraet/"
    page = client.get("/geraet/").content.decode()
    assert "a…@mitglied.example" in page
    assert "anna@" not in page
    assert mailoutbox == []
    assert client.post("/geraet/")["Location"] == "/geraet/code/"
    [message] = mailoutbox
    assert (message.subject, message.to) == ("Ihr Code für dieses Gerät", ["anna@mitglied.example"])
    code = code_in(message)
    assert Delivery.objects.count() == 0
    assert code not in str([*DeviceCode.objects.values(), *JournalEntry.objects.values()])
    done = client.post("/geraet/code/", {"code": f"{code[:3]} {code[3:]}"})
    assert done["Location"] == "/papers/anna/?top=5"
    assert client.get(done["Location"]).content == b"papers of anna"
    with clock.at(now + timedelta(days=90) - timedelta(seconds=1)):
        assert client.get("/papers/anna/").status_code == 200
    with clock.at(now + timedelta(days=90)):
        assert client.get("/papers/anna/").status_code == 302


def test_the_cookie_is_for_the_server_only(client, mailoutbox, settings):
    settings.SESSION_COOKIE_SECURE = True
    cookie = remember(client, mailoutbox).cookies["device"]
    assert (cookie["httponly"], cookie["samesite"], cookie["secure"], cookie["max-age"]) == (
        True,
        "Lax",
        True,
        7776000,
    )
    assert cookie.value not in str(RememberedDevice.objects.values())


def test_a_device_is_remembered_for_its_holder_only(client, mailoutbox):
    remember(client, mailoutbox)
    assert client.get("/papers/berta/").status_code == 302
    assert Client().get("/papers/anna/").status_code == 302


def test_two_people_may_share_a_device_and_a_copied_cookie_is_worth_nothing(client, mailoutbox):
    remember(client, mailoutbox)
    thief = Client()
    thief.cookies["device"] = client.cookies["device"].value
    assert thief.get("/papers/anna/").status_code == 200
    remember(client, mailoutbox, "berta")
    assert [client.get(f"/papers/{one}/").status_code for one in ("anna", "berta")] == [200, 200]
    assert [thief.get(f"/papers/{one}/").status_code for one in ("anna", "berta")] == [302, 302]


def test_five_tries_and_the_code_is_dead(client, mailoutbox):
    ask(client)
    code = code_in(mailoutbox[-1])
    for _ in range(5):
        page = client.post("/geraet/code/", {"code": other_than(code)})
        assert page.status_code == 400
        assert "Dieser Code stimmt nicht" in page.content.decode()
    page = client.post("/geraet/code/", {"code": code})
    assert page.status_code == 400
    assert "Dieser Code gilt nicht mehr. Bitte fordern Sie einen neuen an." in page.content.decode()
    assert RememberedDevice.objects.count() == 0


def test_a_code_ends_after_ten_minutes_after_use_and_with_a_newer_one(client, mailoutbox, now):
    ask(client)
    first = code_in(mailoutbox[-1])
    with clock.at(now + timedelta(minutes=10)):
        assert client.post("/geraet/code/", {"code": first}).status_code == 400
    ask(client)
    second = code_in(mailoutbox[-1])
    if first != second:
        assert client.post("/geraet/code/", {"code": first}).status_code == 400
    assert client.post("/geraet/code/", {"code": second}).status_code == 302
    stranger = Client()
    stranger.get("/papers/anna/")
    assert stranger.post("/geraet/code/", {"code": second}).status_code == 400


def test_codes_are_sent_three_times_in_ten_minutes(client, mailoutbox):
    for _ in range(3):
        assert ask(client).status_code == 302
    refused = ask(Client())
    assert refused.status_code == 429
    assert "Bitte warten Sie 10 Minuten" in refused.content.decode()
    assert len(mailoutbox) == 3
    assert ask(client, "berta").status_code == 302


@pytest.mark.parametrize("code", ["", "\x00", "ä" * 20, "9" * 10_000, "١٢٣٤٥٦"])
def test_strange_codes_are_an_error_of_the_form(client, mailoutbox, code):
    ask(client)
    page = client.post("/geraet/code/", {"code": code})
    assert page.status_code == 400
    assert 'id="id_code_error"' in page.content.decode()


@pytest.mark.parametrize("value", ["", "x", "x" * 10_000, "\xff"])
def test_strange_cookies_are_no_device(client, value):
    client.cookies["device"] = value
    assert client.get("/papers/anna/").status_code == 302


def test_nobody_asked_means_no_page(client):
    assert client.get("/geraet/").status_code == 404
    assert client.post("/geraet/").status_code == 404
    assert client.post("/geraet/code/", {"code": "123456"}).status_code == 404


def test_people_forget_their_own_devices(world, client, mailoutbox, now):
    tablet = Client()
    remember(tablet, mailoutbox, str(world.kaya.pk))
    [device] = RememberedDevice.objects.all()
    client.force_login(world.dahlhoff.user)
    assert "Gemerkte Geräte" not in client.get("/konto/anmeldung/").content.decode()
    assert client.post(f"/konto/geraete/{device.pk}/vergessen/").status_code == 404
    client.force_login(world.kaya.user)
    assert "gemerkt seit 23.11.2026" in client.get("/konto/anmeldung/").content.decode()
    assert tablet.get(f"/papers/{world.kaya.pk}/").status_code == 200
    client.post(f"/konto/geraete/{device.pk}/vergessen/")
    client.post(f"/konto/geraete/{device.pk}/vergessen/")
    assert tablet.get(f"/papers/{world.kaya.pk}/").status_code == 302
    assert JournalEntry.objects.filter(action="access.device_revoked").count() == 1
