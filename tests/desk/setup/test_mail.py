"""The sender of mails: what the settings say without their secrets, and what became of a test mail."""

import pytest

from foundation.outbox.delivery import drain
from foundation.outbox.models import Delivery
from tests.foundation.outbox.conftest import serve, server  # noqa: F401 - the mail server of the outbox's tests

PAGE = "/einrichtung/absender/"


def sent(client, now) -> str:
    assert client.post(PAGE).headers["Location"] == PAGE
    drain(now=now)
    return client.get(PAGE).content.decode()


def test_a_mail_the_server_takes_is_told_with_its_words(office, now, server):  # noqa: F811
    page = sent(office, now)
    assert server.recipients == ["carla.wendt@mitglied.example"]
    assert "Vom Mailserver angenommen" in page
    assert "250 2.0.0 queued" in page
    assert f"127.0.0.1, Port {server.port}, nicht verschlüsselt, ohne Anmeldung" in page
    steps = {one.code: str(one.state) for one in office.get("/einrichtung/").context["steps"]}
    assert steps["mail"] == "done"


def test_a_refusal_names_its_reason_and_what_to_do(office, now, server):  # noqa: F811
    server.refused.add("carla.wendt@mitglied.example")
    page = sent(office, now)
    assert "Vom Mailserver abgelehnt" in page
    assert "550 5.1.1 no such mailbox" in page


def test_a_sender_that_may_not_send_is_told(office, now, server):  # noqa: F811
    server.sender_refused = True
    assert "lässt MAIL_FROM nicht senden" in sent(office, now)


def test_a_wrong_password_is_told_and_never_shown(office, now, serve):  # noqa: F811
    serve(password="richtig", given="geheim")
    page = sent(office, now)
    assert "Passwort in EMAIL_URL" in page
    assert "geheim" not in page
    assert "mit Anmeldung" in page


def test_nobody_at_the_other_end_is_told(office, now, settings):
    settings.EMAIL_URL = "smtp://127.0.0.1:1"
    assert "Niemand antwortet" in sent(office, now)


def test_a_mail_that_stays_here_counts_as_none(office, now):
    page = sent(office, now)
    assert "blieb auf dieser Maschine" in page
    steps = {one.code: str(one.state) for one in office.get("/einrichtung/").context["steps"]}
    assert steps["mail"] == "open"


def test_twice_in_a_minute_is_one_mail(office, now):
    office.post(PAGE)
    office.post(PAGE)
    assert Delivery.objects.filter(kind="mail_test").count() == 1


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_mail_says_that_it_arrived(office, world, now, language):
    world.secretary.language = language
    world.secretary.save()
    office.post(PAGE)
    raw = bytes(Delivery.objects.get(kind="mail_test").raw)
    assert {"de": b"Probe", "en": b"Test mail"}[language] in raw
