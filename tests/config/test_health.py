"""Supervisors learn whether the process lives and works, and nothing else."""

import pytest
from django.db import DatabaseError

from config import health
from foundation.accounts.models import Session


def test_live_asks_neither_database_nor_disk(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/health/live")
    assert (answer.status_code, answer.json()) == (200, {"status": "live"})
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_ready_writes_one_row_again_and_again(client):
    for _ in range(2):
        answer = client.get("/health/ready")
        assert (answer.status_code, answer.json()) == (200, {"status": "ready"})
    assert Session.objects.count() == 1


@pytest.mark.django_db
def test_the_row_is_no_session(client):
    client.get("/health/ready")
    client.cookies["sessionid"] = "readiness"
    assert client.get("/konto/").status_code == 302


@pytest.mark.django_db
def test_not_ready_without_a_database(client, monkeypatch):
    def broken() -> None:
        raise DatabaseError("disk full at /var/lib")

    monkeypatch.setattr(health, "_write", broken)
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()) == (503, {"status": "database"})


@pytest.mark.django_db
def test_not_ready_before_its_migrations_and_ready_after(client, monkeypatch):
    plan = [["0002_later"]]
    health._require_migrations.cache_clear()
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda self, targets: plan[0])
    assert client.get("/health/ready").json() == {"status": "migrations"}
    plan[0] = []
    assert client.get("/health/ready").json() == {"status": "ready"}
    health._require_migrations.cache_clear()


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/health/live", "/health/ready"])
def test_only_reading_is_allowed(client, path):
    assert client.post(path).status_code == 405
