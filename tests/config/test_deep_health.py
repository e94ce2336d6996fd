"""A monitor with the token learns what is wrong, with value and limit; nobody else learns of such a page."""

import os
from datetime import timedelta
from types import SimpleNamespace

import pytest

from config import heartbeat, watching
from foundation.outbox import queue
from foundation.outbox.models import Delivery, State
from tests.foundation.outbox.mails import mail

TOKEN = "monitor-token"

pytestmark = pytest.mark.django_db


@pytest.fixture
def deep(client, settings, now, monkeypatch):
    """Ask as the monitor does; the schedule has just run and the disk is half empty."""
    settings.HEALTH_TOKEN = TOKEN
    settings.REDIS_URL = ""
    settings.BACKUP_DIR = ""
    heartbeat.beat(now=now)
    _disk(monkeypatch, free=50)

    def ask(token=TOKEN):
        return client.get("/health/deep", headers={"Authorization": f"Bearer {token}"})

    return ask


def _disk(monkeypatch, *, free):
    monkeypatch.setattr(watching.shutil, "disk_usage", lambda _path: SimpleNamespace(total=100, free=free))


def test_all_is_well(deep):
    answer = deep()
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    checks = answer.json()["checks"]
    assert answer.json()["status"] == "ok"
    assert checks == {
        "mail": {"ok": True, "value": 0, "limit": 300, "unit": "seconds the oldest due mail waits"},
        "schedule": {"ok": True, "value": 0, "limit": 120, "unit": "seconds since the schedule ran"},
        "broker": {"ok": True, "value": "not set up", "limit": None, "unit": ""},
        "disk": {"ok": True, "value": 50.0, "limit": 10, "unit": "percent free"},
        "backup": {"ok": True, "value": "not set up", "limit": None, "unit": ""},
    }


@pytest.mark.parametrize("token", ["", "monitor", "monitor-token ", "mönitor", "monitor-token\x00"])
def test_without_the_token_there_is_no_such_page(deep, client, token):
    assert deep(token).status_code == 404
    assert client.get("/health/deep").status_code == 404


def test_where_no_token_is_set_nobody_gets_in(deep, settings):
    settings.HEALTH_TOKEN = ""
    assert deep("").status_code == 404
    assert deep().status_code == 404


def failing(answer):
    """The failed checks by name, with what they found."""
    assert answer.status_code == (200 if answer.json()["status"] == "ok" else 503)
    return {name: one["value"] for name, one in answer.json()["checks"].items() if not one["ok"]}


def test_a_mail_that_was_due_five_minutes_ago_is_told(deep, now):
    queue.enqueue([mail("anna")], now=now - timedelta(minutes=5) + timedelta(seconds=1))
    queue.enqueue([mail("berta", not_before=now + timedelta(days=1))], now=now - timedelta(days=9))
    assert failing(deep()) == {}
    Delivery.objects.filter(key="anna").update(not_before=now - timedelta(minutes=5))
    assert failing(deep()) == {"mail": 300}
    Delivery.objects.filter(key="anna").update(state=State.SENT, sent_at=now)
    assert failing(deep()) == {}


def test_a_mail_no_server_takes_is_told_although_its_next_try_lies_ahead(deep, now):
    queue.enqueue([mail("anna")], now=now)
    waits = {"not_before": now + timedelta(minutes=1), "tried_since": now - timedelta(minutes=7)}
    Delivery.objects.update(**waits)
    assert failing(deep()) == {"mail": 420}


def test_a_mailbox_that_puts_a_mail_off_is_no_fault_of_ours(deep, now):
    queue.enqueue([mail("anna")], now=now)
    waits = {"not_before": now + timedelta(minutes=1), "tried_since": now - timedelta(minutes=7)}
    Delivery.objects.update(attempts=2, **waits)
    assert failing(deep()) == {}


def test_a_mail_whose_worker_died_is_told_when_nobody_takes_it_up(deep, now):
    queue.enqueue([mail("anna")], now=now)
    Delivery.objects.update(state=State.SENDING, attempts=1, lease_until=now - timedelta(minutes=6))
    assert failing(deep()) == {"mail": 360}


def test_a_schedule_that_stands_still_is_told(deep, now):
    heartbeat.beat(now=now - timedelta(seconds=119))
    assert failing(deep()) == {}
    heartbeat.beat(now=now - timedelta(seconds=120))
    assert failing(deep()) == {"schedule": 120}


def test_a_schedule_that_never_ran_is_told(deep):
    heartbeat.Heartbeat.objects.all().delete()
    assert failing(deep()) == {"schedule": None}


def test_a_broker_that_does_not_answer_is_told(deep, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    assert failing(deep()) == {"broker": "ConnectionError"}


def test_a_full_disk_is_told(deep, monkeypatch):
    _disk(monkeypatch, free=10)
    assert failing(deep()) == {"disk": 10.0}


def test_an_old_or_missing_backup_is_told(deep, settings, now, tmp_path):
    settings.BACKUP_DIR = str(tmp_path)
    assert failing(deep()) == {"backup": None}
    for name, hours in (("monday", 49), ("tuesday", 25.9)):
        (tmp_path / name).write_bytes(b"x")
        at = (now - timedelta(hours=hours)).timestamp()
        os.utime(tmp_path / name, (at, at))
    assert failing(deep()) == {}
    (tmp_path / "tuesday").unlink()
    assert failing(deep()) == {"backup": 49.0}
    settings.BACKUP_DIR = str(tmp_path / "nowhere")
    assert failing(deep()) == {"backup": "FileNotFoundError"}


def test_the_schedule_keeps_the_sign_of_life():
    from config.schedule import DUTIES

    assert {duty.path: duty.every for duty in DUTIES}["config.heartbeat.beat"] == 30
