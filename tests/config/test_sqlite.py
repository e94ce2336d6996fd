"""The embedded database works as the settings say (an option at the wrong level is ignored in silence)."""

import pytest
from django.conf import settings
from django.db import connection

pytestmark = pytest.mark.django_db(transaction=True)
WANTED = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 10_000}


def test_the_database_keeps_its_promises():
    """WAL, synchronous=FULL, foreign keys and 10 s of patience; on PostgreSQL: durable commits."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            found = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in WANTED}
            assert found == WANTED
            assert connection.transaction_mode == "IMMEDIATE"
        else:
            cursor.execute("SHOW synchronous_commit")
            assert cursor.fetchone() == ("on",)


def test_a_request_that_only_reads_takes_no_write_lock():
    assert settings.DATABASES["default"].get("ATOMIC_REQUESTS", False) is False
