"""Login in a real browser: code, second factor, passkey, devices."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp

from tests.foundation.accounts.test_devices import Trial

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("mail_at_once")]
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def mailed(mailoutbox):
    return re.search(r"^ {4}(\S+)$", mailoutbox[-1].body, re.MULTILINE)[1]


def app_code(secret, forget):
    """What the app on the phone shows now; the used ones are forgotten, so that no test waits for the next."""
    forget()
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))


def log_in(guest, person, mailoutbox):
    guest.go("/anmelden/")
    guest.fill("Ihre E-Mail-Adresse", person.email)
    guest.tap("Code senden")
    guest.fill("Code aus der E-Mail", mailed(mailoutbox))
    guest.tap("Anmelden", role="button")


def set_up_app(guest, forget):
    guest.tap("App einrichten")
    guest.sees("1. Bild scannen")
    secret = guest.page.locator(".app-secret code").inner_text()
    guest.fill("Code, den die App zeigt", app_code(secret, forget))
    guest.tap("App einrichten", role="button")
    return secret


def test_a_member_logs_in_by_code_and_sees_each_device(world, visitor, mailoutbox):
    tablet, office = visitor(width=820), visitor()
    log_in(tablet, world.dahlhoff, mailoutbox)
    log_in(office, world.dahlhoff, mailoutbox)
    office.go("/konto/")
    office.tap("Anmeldung und Geräte")
    office.sees("Wo Sie angemeldet sind")
    office.sees("dieses Gerät")
    office.tap("Alle anderen abmelden")
    office.sees("Alle anderen Geräte sind abgemeldet.")
    tablet.go("/konto/")
    tablet.sees("Sie brauchen kein Passwort.")


def test_staff_set_up_an_app_and_log_in_with_it(world, visitor, mailoutbox, forget):
    guest = visitor(width=390)
    log_in(guest, world.secretary, mailoutbox)
    guest.sees("Bitte richten Sie einen zweiten Faktor ein")
    guest.go("/mehr/")
    guest.sees("Bitte richten Sie einen zweiten Faktor ein")
    secret = set_up_app(guest, forget)
    guest.sees("Noch 10 Codes")
    spare = guest.page.locator(".app-codes code").first.inner_text()
    assert guest.download("Codes herunterladen").decode().count("\n") > 10
    guest.go("/mehr/")
    guest.sees("Versandnachweis")
    again = visitor()
    log_in(again, world.secretary, mailoutbox)
    again.sees("Zweiter Faktor")
    again.fill("Code aus der App", "000000")
    again.tap("Anmelden", role="button")
    again.sees("Das hat nicht geklappt.")
    again.fill("Code aus der App", app_code(secret, forget))
    again.tap("Anmelden", role="button")
    again.sees("Heute Montag")
    lost = visitor()
    log_in(lost, world.secretary, mailoutbox)
    lost.fill("Code aus der App", spare)
    lost.tap("Anmelden", role="button")
    lost.sees("Heute Montag")


def with_authenticator(guest):
    """A device that keeps passkeys and knows its owner."""
    session = guest.context.new_cdp_session(guest.page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    return session


def test_a_passkey_is_set_up_and_opens_the_account_without_a_code(world, visitor, mailoutbox):
    guest = visitor(world.dahlhoff, width=390)
    with_authenticator(guest)
    guest.go("/konto/anmeldung/")
    guest.tap("Passkey einrichten")
    guest.fill("Name des Passkeys", "Tablet zu Hause")
    guest.tap("Passkey einrichten", role="button")
    guest.sees("Noch 10 Codes")
    guest.go("/konto/anmeldung/")
    guest.sees("Tablet zu Hause")
    guest.go("/konto/")
    guest.tap("Abmelden")
    guest.go("/anmelden/")
    guest.tap("Mit Passkey anmelden")
    guest.go("/konto/")
    guest.sees("werner.dahlhoff@mitglied.example")
    assert mailoutbox[-1].subject == "Ihre Anmeldung bei Gremia wurde geändert"
    guest.go("/konto/anmeldung/")
    guest.tap("Passkey entfernen")
    guest.tap("Entfernen", role="button")
    guest.sees("Der Passkey ist entfernt.")
    assert Authenticator.objects.count() == 0


def test_the_office_closes_an_account_and_the_person_is_out_at_once(world, visitor):
    member, office = visitor(world.kaya), visitor(world.secretary, width=390)
    member.go("/konto/")
    office.go("/mehr/")
    office.tap("Konten", role="link", exact=True)
    office.fill("Name oder E-Mail", "kaya")
    office.tap("Suchen", role="button")
    office.tap("Aylin Kaya")
    office.tap("Konto schließen", role="link")
    office.sees("Die Person wird sofort abgemeldet.")
    office.tap("Konto schließen", role="button")
    office.sees("Das Konto ist geschlossen.")
    member.go("/konto/")
    member.sees("Sie brauchen kein Passwort.")
    office.tap("Konto öffnen", role="link")
    office.tap("Konto öffnen", role="button")
    office.sees("Das Konto ist offen.")


def test_a_link_asks_once_per_device(world, visitor, mailoutbox, settings):
    settings.ROOT_URLCONF = Trial
    guest = visitor(width=390)
    guest.go("/papers/werner/")
    guest.sees("Ist das Ihr Gerät?")
    guest.tap("Code senden")
    guest.fill("Code aus der E-Mail", "12345")
    guest.tap("Gerät merken")
    guest.sees("Dieser Code stimmt nicht")
    guest.fill("Code aus der E-Mail", mailed(mailoutbox))
    with guest.page.expect_navigation():
        guest.page.get_by_role("button", name="Gerät merken").click()
    assert guest.page.url.endswith("/papers/werner/")
    assert guest.page.inner_text("body") == "papers of werner"


def test_a_key_is_made_with_what_it_may_do(world, visitor):
    guest = visitor(world.dahlhoff, width=820)
    guest.go("/konto/schluessel/")
    guest.fill("Wofür ist der Schlüssel?", "Kalender")
    guest.tick("Einladungen in Ihrem Namen beantworten")
    guest.tap("Schlüssel erstellen", role="button")
    guest.sees("Ihr neuer API-Schlüssel")
    guest.sees("lesen, was Sie lesen dürfen, Einladungen in Ihrem Namen beantworten")
