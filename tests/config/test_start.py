"""What the start of an installation needs; login codes and the outbox read the same mail address."""

import subprocess
import sys

import pytest
from django.conf import settings

SETUP = "from django.conf import settings as s; import django; django.setup();"
INSTALLATION = {
    "SECRET_KEY": "x" * 50,
    "SITE_URL": "https://gremien.stadt.example",
    "EMAIL_URL": "smtp://127.0.0.1:25",
    "MAIL_FROM": "gremien@stadt.example",
}
PORTS = "print(s.EMAIL_PORT, s.EMAIL_USE_SSL if hasattr(s, 'EMAIL_USE_SSL') else False, s.EMAIL_USE_TLS)"


def start(environment, script=""):
    """Python with these settings and no others."""
    base = {"DJANGO_SETTINGS_MODULE": "config.settings", "VAR_DIR": str(settings.VAR_DIR)}
    return subprocess.run(
        [sys.executable, "-c", SETUP + script],
        capture_output=True,
        text=True,
        check=False,
        cwd=settings.BASE_DIR,
        env=base | environment,
    )


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("smtps://office:secret@mail.example:465", "465 True False"),
        ("smtp+tls://office:secret@mail.example:587", "587 False True"),
        ("smtp://127.0.0.1:25", "25 False False"),
    ],
)
def test_a_mail_address_means_the_same_for_login_codes(address, expected):
    told = start(INSTALLATION | {"EMAIL_URL": address}, PORTS)
    assert told.stdout.strip() == expected


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        # Mails that only seem to be sent would be no proof of notice.
        ({"EMAIL_URL": ""}, "EMAIL_URL and MAIL_FROM are empty"),
        ({"MAIL_FROM": ""}, "EMAIL_URL and MAIL_FROM are empty"),
        ({"SITE_URL": ""}, "SITE_URL is empty"),
        ({"SECRET_KEY": ""}, "SECRET_KEY is empty"),
        ({"DELIVERY_LEASE_SECONDS": "600"}, "DELIVERY_LEASE_SECONDS must exceed SMTP_TIMEOUT_SECONDS"),
    ],
)
def test_what_cannot_be_guessed_stops_the_start(wrong, reason):
    told = start(INSTALLATION | wrong)
    assert told.returncode != 0
    assert reason in told.stderr


def test_a_demo_never_sends():
    told = start({"DEMO": "true", "EMAIL_URL": "smtp://127.0.0.1:25"}, "print(s.EMAIL_URL)")
    assert told.stdout.strip() == "capture://"


def test_the_tests_are_no_demo_whatever_the_developer_has_set():
    told = start(
        INSTALLATION | {"DJANGO_SETTINGS_MODULE": "tests.settings", "DEMO": "true", "DEBUG": "true"},
        "print(s.DEMO, s.DEBUG, s.SITE_URL, s.MAIL_FROM)",
    )
    assert told.stdout.strip() == "False False http://localhost:8000 gremien@localhost"
