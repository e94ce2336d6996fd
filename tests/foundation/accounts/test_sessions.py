"""Logins are rows: they are listed, ended, and end by themselves when what they rest on is gone."""

from datetime import date, timedelta

import pytest
from django.test import Client

from foundation.accounts import sessions
from foundation.accounts.models import Session
from foundation.web import clock
from governance.mandates.models import Mandate
from governance.people.models import StaffAssignment
from tests.foundation.accounts.test_login import ask_for_code, code_in

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPAD = "Mozilla/5.0 (iPad; CPU OS 18_6 like Mac OS X) AppleWebKit/605.1.15 Version/18.6 Mobile/15E148 Safari/604.1"


@pytest.mark.parametrize(
    ("header", "words"),
    [
        (FIREFOX, "Firefox, Windows"),
        (IPAD, "Safari, iPad"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Windows"),
        ("curl/8", ""),
        ("<script>\x00", ""),
    ],
)
def test_a_device_is_called_by_its_browser_and_system(header, words):
    assert sessions.device_words(header) == words


def log_in(person, mailoutbox, device=FIREFOX):
    """A whole login by code from a browser."""
    browser = Client(headers={"user-agent": device})
    ask_for_code(browser, person)
    browser.post("/anmelden/code/", {"code": code_in(mailoutbox[-1])})
    return browser


def test_the_list_shows_each_device_and_ends_one_or_all_others(world, mailoutbox):
    office, tablet, phone = (log_in(world.dahlhoff, mailoutbox, device) for device in (FIREFOX, IPAD, "curl/8"))
    log_in(world.kaya, mailoutbox, IPAD)
    page = office.get("/konto/anmeldung/").content.decode()
    for words in ("Firefox, Windows", "Safari, iPad", "unbekanntes Gerät", "dieses Gerät"):
        assert page.count(f">{words}<") == 1
    assert office.session.session_key not in page
    mark = Session.objects.get(pk=tablet.session.session_key).mark
    assert office.post(f"/konto/anmeldungen/{mark}/beenden/")["Location"] == "/konto/anmeldung/"
    assert tablet.get("/konto/").status_code == 302
    assert phone.get("/konto/").status_code == 200
    office.post("/konto/anmeldungen/andere/beenden/")
    assert phone.get("/konto/").status_code == 302
    assert office.get("/konto/").status_code == 200
    assert world.dahlhoff.user.sessions.count() == 1
    assert world.kaya.user.sessions.count() == 1


def test_nobody_ends_the_login_of_another(world, mailoutbox):
    kaya, dahlhoff = log_in(world.kaya, mailoutbox), log_in(world.dahlhoff, mailoutbox)
    mark = Session.objects.get(pk=kaya.session.session_key).mark
    assert dahlhoff.post(f"/konto/anmeldungen/{mark}/beenden/").status_code == 404
    assert kaya.get("/konto/").status_code == 200


def test_reading_pages_seldom_writes(world, mailoutbox, now):
    browser = log_in(world.dahlhoff, mailoutbox)
    row = world.dahlhoff.user.sessions.get()
    assert (row.started_at, row.seen_at) == (now, now)
    with clock.at(now + timedelta(minutes=9)):
        browser.get("/konto/")
    row.refresh_from_db()
    assert row.seen_at == now
    with clock.at(now + timedelta(minutes=11)):
        browser.get("/konto/")
    row.refresh_from_db()
    assert row.seen_at == now + timedelta(minutes=11)


def test_a_changed_address_and_a_closed_account_end_all_logins(world, mailoutbox):
    dahlhoff, kaya = log_in(world.dahlhoff, mailoutbox), log_in(world.kaya, mailoutbox)
    world.dahlhoff.user.email = "neu@mitglied.example"
    world.dahlhoff.user.save()
    assert dahlhoff.get("/konto/").status_code == 302
    assert kaya.get("/konto/").status_code == 200
    world.kaya.user.is_active = False
    world.kaya.user.save()
    assert kaya.get("/konto/").status_code == 302


def test_an_ended_mandate_or_role_ends_the_login(world, mailoutbox):
    member, officer = log_in(world.kaya, mailoutbox), log_in(world.ostermann, mailoutbox)
    StaffAssignment.objects.create(
        person=world.lamprecht, role="mayors_office", start=date(2026, 1, 1), end=date(2026, 11, 23)
    )
    staff = log_in(world.lamprecht, mailoutbox)
    Mandate.objects.filter(person=world.kaya).update(end=date(2026, 11, 22))
    over = member.get("/gremien/")
    assert over["Location"] == "/anmelden/?next=/gremien/"
    assert (
        "Ihre Rechte haben sich geändert. Bitte melden Sie sich neu an." in member.get("/anmelden/").content.decode()
    )
    assert world.kaya.user.sessions.count() == 0
    assert officer.get("/konto/").status_code == 200
    with clock.at(clock.now() + timedelta(days=1)):
        assert staff.get("/").status_code == 302


def test_a_lost_role_ends_the_session_at_the_interface(world, mailoutbox):
    browser = log_in(world.kaya, mailoutbox)
    Mandate.objects.filter(person=world.kaya).update(end=date(2026, 11, 22))
    answer = browser.get("/api/v1/me")
    assert (answer.status_code, answer.json()["type"]) == (401, "urn:gremia:login_over")


def test_a_new_mandate_ends_nothing(world, mailoutbox):
    browser = log_in(world.former, mailoutbox)
    mandate = world.former.mandates.get()
    Mandate.objects.filter(pk=mandate.pk).update(end=None, seat=world.etb.seats.get(number=31), status="active")
    assert browser.get("/konto/").status_code == 200


def test_expired_sessions_are_forgotten(world, mailoutbox, now):
    log_in(world.kaya, mailoutbox)
    log_in(world.dahlhoff, mailoutbox)
    world.kaya.user.sessions.update(expire_date=now - timedelta(days=400))
    assert sessions.forget_expired(now=now) == 1
    assert sessions.forget_expired(now=now) == 0
    assert world.dahlhoff.user.sessions.count() == 1
