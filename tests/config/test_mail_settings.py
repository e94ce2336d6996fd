"""Login codes and the outbox read the same mail address in the same way."""

import subprocess
import sys

import pytest
from django.conf import settings

SETUP = "from django.conf import settings as s; import django; django.setup();"
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
    told = start({"SECRET_KEY": "x" * 50, "EMAIL_URL": address, "MAIL_FROM": "gremien@stadt.example"}, PORTS)
    assert told.stdout.strip() == expected


@pytest.mark.parametrize("given", [{"EMAIL_URL": "smtp://127.0.0.1:25"}, {"MAIL_FROM": "gremien@stadt.example"}])
def test_without_a_way_for_mail_nothing_starts(given):
    """Mails that only seem to be sent would be no proof of notice."""
    told = start({"SECRET_KEY": "x" * 50} | given)
    assert told.returncode != 0
    assert "EMAIL_URL and MAIL_FROM are empty" in told.stderr


def test_a_demo_never_sends():
    told = start({"DEMO": "true", "EMAIL_URL": "smtp://127.0.0.1:25"}, "print(s.EMAIL_URL)")
    assert told.stdout.strip() == "capture://"
