"""Login codes and the outbox read the same mail address in the same way."""

import subprocess
import sys

import pytest
from django.conf import settings

SCRIPT = (
    "from django.conf import settings as s; import django; django.setup();"
    "print(s.EMAIL_PORT, s.EMAIL_USE_SSL if hasattr(s, 'EMAIL_USE_SSL') else False, s.EMAIL_USE_TLS)"
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
    told = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        capture_output=True,
        text=True,
        check=True,
        cwd=settings.BASE_DIR,
        env={
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "SECRET_KEY": "x" * 50,
            "EMAIL_URL": address,
            "VAR_DIR": str(settings.VAR_DIR),
        },
    )
    assert told.stdout.strip() == expected
