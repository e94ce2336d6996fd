"""The second factor: who needs one, how it is proven, and that nothing of it lies open."""

import time
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import decrypt
from django.core.cache import cache
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import path

from config import urls as product
from foundation.accounts.factors import FRESH_SECONDS, stepped_up
from foundation.journal.models import JournalEntry
from tests.foundation.accounts.test_login import ask_for_code, code_in

STAFF = ["secretary", "manager", "mayors_officer", "admin"]
SECRET = totp.generate_totp_secret()


@stepped_up
def secret_page(request):
    return HttpResponse(f"{request.method} {request.POST.get('word', '')}")


class Trial:
    urlpatterns = [*product.urlpatterns, path("geheim/", secret_page)]
    handler404, handler500 = product.handler404, product.handler500


def app_code(secret=SECRET, steps=0):
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30 + steps))


def by_code(person, mailoutbox):
    """The first step of a login."""
    browser = Client()
    ask_for_code(browser, person)
    answer = browser.post("/anmelden/code/", {"code": code_in(mailoutbox[-1])})
    return browser, answer


def with_app(person):
    totp.TOTP.activate(person.user, SECRET)
    RecoveryCodes.activate(person.user)


@pytest.mark.parametrize("role", STAFF)
def test_staff_go_nowhere_without_a_second_factor(world, mailoutbox, role):
    browser, answer = by_code(getattr(world, role), mailoutbox)
    assert answer["Location"] == "/"
    for address in ("/", "/gremien/", "/konto/", "/konto/schluessel/", "/konten/", "/versandnachweis/"):
        assert browser.get(address)["Location"] == "/konto/anmeldung/"
    api = browser.get("/api/v1/me")
    assert (api.status_code, api.json()["type"]) == (403, "urn:gremia:second_factor")
    assert "Bitte richten Sie einen zweiten Faktor ein" in browser.get("/konto/anmeldung/").content.decode()
    for address in ("/impressum/", "/konto/anmeldung/app/", "/konto/anmeldung/passkey/", "/health/live"):
        assert browser.get(address).status_code == 200
    assert browser.post("/abmelden/").status_code == 302


def test_members_may_do_without(world, mailoutbox):
    browser, _answer = by_code(world.dahlhoff, mailoutbox)
    assert browser.get("/").status_code == 200


def test_a_key_made_in_such_a_login_says_so(world, mailoutbox):
    browser, _answer = by_code(world.kaya, mailoutbox)
    sent = {"name": "Kalender", "scopes": ["read"], "expires_on": "2027-02-28"}
    browser.post("/konto/schluessel/", sent)
    assert not world.kaya.user.api_keys.get().proven


@override_settings(DEMO=True)
def test_the_demonstration_asks_for_none(world, mailoutbox):
    browser, _answer = by_code(world.secretary, mailoutbox)
    with override_settings(DEMO=True):
        assert browser.get("/gremien/").status_code == 200


def test_the_app_is_the_second_step_of_the_login(world, mailoutbox):
    with_app(world.secretary)
    browser, answer = by_code(world.secretary, mailoutbox)
    assert answer["Location"] == "/anmelden/zweiter-faktor/"
    assert browser.get("/gremien/").status_code == 200
    assert "_auth_user_id" not in browser.session
    wrong = browser.post("/anmelden/zweiter-faktor/", {"code": "000000"})
    assert "Das hat nicht geklappt." in wrong.content.decode()
    assert browser.post("/anmelden/zweiter-faktor/", {"code": app_code()}).status_code == 302
    assert browser.get("/mehr/").status_code == 200


def test_a_code_opens_once_also_in_its_neighbouring_seconds(world, mailoutbox):
    with_app(world.secretary)
    code = app_code()
    first, _answer = by_code(world.secretary, mailoutbox)
    assert first.post("/anmelden/zweiter-faktor/", {"code": code}).status_code == 302
    cache.delete(f"allauth.mfa.totp.used?user={world.secretary.user.pk}&code={code}")
    second, _answer = by_code(world.secretary, mailoutbox)
    assert second.post("/anmelden/zweiter-faktor/", {"code": f" {code[:3]} {code[3:]}"}).status_code == 200


def test_a_recovery_code_opens_once(world, mailoutbox, forget):
    with_app(world.secretary)
    [spare, *_more] = RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).get_unused_codes()
    first, _answer = by_code(world.secretary, mailoutbox)
    assert first.post("/anmelden/zweiter-faktor/", {"code": spare}).status_code == 302
    forget()
    second, _answer = by_code(world.secretary, mailoutbox)
    assert second.post("/anmelden/zweiter-faktor/", {"code": spare}).status_code == 200
    assert "_auth_user_id" not in second.session


def test_guessing_ends_after_five_tries(world, mailoutbox):
    with_app(world.secretary)
    browser, _answer = by_code(world.secretary, mailoutbox)
    for _ in range(5):
        browser.post("/anmelden/zweiter-faktor/", {"code": "000000"})
    page = browser.post("/anmelden/zweiter-faktor/", {"code": app_code()}).content.decode()
    assert "Zu viele Versuche" in page
    assert "_auth_user_id" not in browser.session


def test_seeds_are_sealed_in_the_database_and_survive_a_change_of_the_key(world, settings):
    with_app(world.secretary)
    assert SECRET not in str(Authenticator.objects.values())
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "neu" * 20, [settings.SECRET_KEY]
    assert Authenticator.objects.get(type="totp").wrap().validate_code(app_code())


def test_a_former_key_may_go_once_all_is_sealed_anew(world, settings):
    with_app(world.secretary)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "neu" * 20, [settings.SECRET_KEY]
    told = StringIO()
    call_command("reseal", stdout=told)
    assert told.getvalue() == f"{Authenticator.objects.count()} second factors are sealed by the present key.\n"
    settings.SECRET_KEY_FALLBACKS = []
    assert Authenticator.objects.get(type="totp").wrap().validate_code(app_code())


def test_a_seed_whose_key_is_gone_fits_no_code_and_breaks_no_page(world, settings):
    with_app(world.secretary)
    settings.SECRET_KEY = "neu" * 20
    assert not Authenticator.objects.get(type="totp").wrap().validate_code(app_code())


def set_up(browser):
    browser.get("/konto/anmeldung/app/")
    secret = browser.session["mfa.totp.secret"]
    return browser.post("/konto/anmeldung/app/", {"code": app_code(secret)})


def test_setting_up_the_app_ends_other_logins_and_tells_by_mail(
    world, mailoutbox, django_capture_on_commit_callbacks
):
    other, _answer = by_code(world.dahlhoff, mailoutbox)
    browser, _answer = by_code(world.dahlhoff, mailoutbox)
    key = browser.session.session_key
    with django_capture_on_commit_callbacks(execute=True):
        assert set_up(browser)["Location"] == "/konto/anmeldung/ersatzcodes/"
    assert browser.session.session_key != key
    page = browser.get("/konto/anmeldung/ersatzcodes/").content.decode()
    assert page.count("<li><code>") == 10
    assert other.get("/konto/").status_code == 302
    assert mailoutbox[-1].subject == "Ihre Anmeldung bei Gremia wurde geändert"
    assert mailoutbox[-1].to == ["werner.dahlhoff@mitglied.example"]
    [entry] = JournalEntry.objects.filter(action="access.app_added")
    assert (entry.actor, entry.facts) == (world.dahlhoff.user.key, {})


def test_removing_the_app_sends_staff_back_to_setting_one_up(world, mailoutbox):
    browser, _answer = by_code(world.secretary, mailoutbox)
    set_up(browser)
    assert browser.get("/mehr/").status_code == 200
    browser.post("/konto/anmeldung/app/entfernen/")
    assert Authenticator.objects.count() == 0
    assert browser.get("/mehr/")["Location"] == "/konto/anmeldung/"


@pytest.mark.parametrize("code", ["", "\x00", "ä" * 20, "9" * 10_000, "12345"])
def test_strange_codes_are_an_error_of_the_form(world, mailoutbox, code):
    browser, _answer = by_code(world.dahlhoff, mailoutbox)
    browser.get("/konto/anmeldung/app/")
    page = browser.post("/konto/anmeldung/app/", {"code": code})
    assert page.status_code == 200
    assert 'id="id_code_error"' in page.content.decode()
    assert Authenticator.objects.count() == 0


@pytest.mark.parametrize(
    "credential", ["", "x", "null", "[]", "{}", '{"id": 1}', '{"response": {"userHandle": "\\u0000"}}', "[" * 5000]
)
def test_strange_passkeys_open_nothing(world, client, credential):
    client.get("/anmelden/passkey/", headers={"accept": "application/json"})
    answer = client.post("/anmelden/passkey/", {"credential": credential})
    assert (answer.status_code, answer["Location"]) == (302, "/anmelden/")
    client.force_login(world.dahlhoff.user)
    page = client.post("/konto/anmeldung/passkey/", {"name": "Tablet", "credential": credential})
    assert page.status_code == 200
    assert Authenticator.objects.count() == 0


def age(browser, seconds):
    """Let the proof of the second factor grow old."""
    session = browser.session
    session["account_authentication_methods"][-1]["at"] -= seconds
    session.save()


@override_settings(ROOT_URLCONF=Trial)
def test_a_protected_page_asks_again_after_15_minutes_and_goes_on_where_one_was(world, mailoutbox, forget):
    browser, _answer = by_code(world.dahlhoff, mailoutbox)
    refused = browser.get("/geheim/")
    assert refused["Location"] == "/konto/anmeldung/"
    assert "Diese Seite braucht einen zweiten Faktor." in browser.get("/konto/anmeldung/").content.decode()
    set_up(browser)
    secret = Authenticator.objects.get(type="totp").wrap()
    assert browser.get("/geheim/").content == b"GET "
    age(browser, FRESH_SECONDS)
    asked = browser.post("/geheim/", {"word": "Sonne"})
    assert asked["Location"] == "/konto/bestaetigen/?next=%2Fgeheim%2F"
    forget()
    code = app_code(decrypt(secret.instance.data["secret"]))
    assert browser.post(asked["Location"], {"code": code, "next": "/geheim/"}).content == b"POST Sonne"


@override_settings(ROOT_URLCONF=Trial)
def test_a_protected_page_is_closed_to_strangers(world, client):
    assert client.get("/geheim/")["Location"] == "/anmelden/?next=/geheim/"
