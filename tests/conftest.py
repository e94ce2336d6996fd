"""What every test gets: a fast hasher is not needed (no passwords), a fixed clock and its own files."""

import os

os.environ.setdefault("SECRET_KEY", "tests-only-key-" + "x" * 40)
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

from datetime import UTC, datetime  # noqa: E402

import pytest  # noqa: E402

from foundation.web import clock  # noqa: E402

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.STORAGES = {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "documents"},
        },
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture
def now():
    """Monday, 23 November 2026, 9:00 in Darmstadt; the clock stands still."""
    with clock.at(MONDAY):
        yield MONDAY
