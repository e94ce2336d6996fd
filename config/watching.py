"""What a monitor asks: does mail leave, does the schedule run, is the broker there, is there room, is there a backup?

Each check says what it found beside the limit; a check that cannot be made has failed.
"""

import logging
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from config import heartbeat
from foundation.outbox.waiting import due_since

log = logging.getLogger(__name__)

MAIL_SECONDS = 300
BEAT_SECONDS = 120
FREE_PERCENT = 10
BACKUP_HOURS = 26
BROKER_SECONDS = 2.0
NOT_SET_UP = "not set up"


@dataclass(frozen=True)
class Found:
    """`value` beside its `limit`, both in `unit`; what is not set up is no fault."""

    ok: bool
    value: float | str | None
    limit: float | None = None
    unit: str = ""


def report(now: datetime) -> tuple[bool, dict[str, dict[str, object]]]:
    """Whether all is well, and what each check found."""
    found = {name: _made(name, check, now) for name, check in CHECKS.items()}
    return all(one.ok for one in found.values()), {name: asdict(one) for name, one in found.items()}


def _made(name: str, check: Callable[[datetime], Found], now: datetime) -> Found:
    try:
        return check(now)
    except Exception as error:
        # Database, broker and disk fail in their own ways; the monitor learns which of them, the log learns how.
        log.exception("The health check %s failed", name)
        return Found(False, type(error).__name__)


def _mail(now: datetime) -> Found:
    since = due_since(now)
    waits = round((now - since).total_seconds()) if since else 0
    return Found(waits < MAIL_SECONDS, waits, MAIL_SECONDS, "seconds the oldest due mail waits")


def _schedule(now: datetime) -> Found:
    last = heartbeat.last()
    age = round((now - last).total_seconds()) if last else None
    return Found(age is not None and age < BEAT_SECONDS, age, BEAT_SECONDS, "seconds since the schedule ran")


def _broker(_now: datetime) -> Found:
    if not settings.REDIS_URL:
        return Found(True, NOT_SET_UP)
    from redis import Redis

    waits = {"socket_timeout": BROKER_SECONDS, "socket_connect_timeout": BROKER_SECONDS}
    with Redis.from_url(settings.REDIS_URL, **waits) as broker:
        return Found(bool(broker.ping()), "answers")


def _disk(_now: datetime) -> Found:
    disk = shutil.disk_usage(settings.VAR_DIR)
    free = round(100 * disk.free / disk.total, 1)
    return Found(free > FREE_PERCENT, free, FREE_PERCENT, "percent free")


def _backup(now: datetime) -> Found:
    if not settings.BACKUP_DIR:
        return Found(True, NOT_SET_UP)
    written = [one.stat().st_mtime for one in Path(settings.BACKUP_DIR).iterdir() if one.is_file()]
    hours = round((now.timestamp() - max(written)) / 3600, 1) if written else None
    return Found(hours is not None and hours < BACKUP_HOURS, hours, BACKUP_HOURS, "hours since the last backup")


CHECKS: dict[str, Callable[[datetime], Found]] = {
    "mail": _mail,
    "schedule": _schedule,
    "broker": _broker,
    "disk": _disk,
    "backup": _backup,
}
