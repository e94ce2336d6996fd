"""Rounds of violence: a meeting is invited through the web, something is killed, the broker may be emptied."""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.conf import settings
from django.db import connection
from django.db.models import Q

from foundation.outbox.models import Delivery, State
from meetings.meeting.models import Meeting
from tests.chaos.cast import Cast, press_invite
from tests.chaos.processes import SERVICES, Installation
from tests.chaos.relay import Relay

# Short, so that a row caught by a kill is free again soon; a real installation keeps the defaults.
LEASE_SECONDS, ANSWER_SECONDS, RETRY_SECONDS, LOOK_SECONDS = 10, 5, 1, 3
LONGEST_ROUND, LONGEST_INVITE, LONGEST_QUIET = 12.0, 60.0, 300.0
WINDOW = 2.5


@dataclass
class Record:
    """What was done to the installation."""

    rounds: int = 0
    kills: list[tuple[float, str]] = field(default_factory=list)
    wiped: int = 0
    invited: list[Meeting] = field(default_factory=list)
    answers: Counter[int] = field(default_factory=Counter)
    seconds_to_served: float = 0.0
    seconds_to_quiet: float = 0.0

    def killed(self, service: str) -> int:
        return sum(one == service for _at, one in self.kills)


def environment(relay: Relay, **services: str) -> dict[str, str]:
    """Settings of the installation: as in production, but with short waits."""
    return {
        "SITE_URL": "http://localhost:8000",
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "EMAIL_URL": relay.url,
        "MAIL_FROM": settings.MAIL_FROM,
        "SECRET_KEY": settings.SECRET_KEY,
        "DELIVERY_LEASE_SECONDS": str(LEASE_SECONDS),
        "SMTP_TIMEOUT_SECONDS": str(ANSWER_SECONDS),
        "DELIVERY_GRACE_SECONDS": "0",
        "DELIVERY_RETRY_SECONDS": str(RETRY_SECONDS),
        "DELIVERY_LOOK_SECONDS": str(LOOK_SECONDS),
        **services,
    }


def play(
    house: Installation, cast: Cast, rounds: int, wipes: int, chance: random.Random, tell: Callable[[str], None]
) -> Record:
    """`rounds` meetings with a kill each, in `wipes` of them the broker is emptied, too; ends when all is quiet."""
    record = Record()
    emptied = set(chance.sample(range(rounds), wipes))
    for number, victim in enumerate(_victims(rounds, chance)):
        meeting = cast.meeting(number)
        _round(house, cast, meeting, victim, number in emptied, chance, record)
        tell(f"round {number + 1} of {rounds}: {victim}{' and the broker' if number in emptied else ''}")
    back = time.monotonic()
    put_off = Q(last_error__startswith="450")
    for waiting in (Delivery.objects.open().exclude(put_off), Delivery.objects.open()):
        if not _until(lambda rows=waiting: not rows.exists(), LONGEST_QUIET):
            raise AssertionError(f"still waiting: {list(_waiting())}; {house.logs()}")
        record.seconds_to_served = record.seconds_to_served or time.monotonic() - back
    record.seconds_to_quiet = time.monotonic() - back
    return record


def _victims(rounds: int, chance: random.Random) -> list[str]:
    """Each about equally often, in any order."""
    victims = [SERVICES[number % len(SERVICES)] for number in range(rounds)]
    chance.shuffle(victims)
    return victims


def _round(
    house: Installation,
    cast: Cast,
    meeting: Meeting,
    victim: str,
    wipe: bool,
    chance: random.Random,
    record: Record,
) -> None:
    def kill() -> None:
        record.kills.append((time.time(), victim))
        house.kill(victim)
        house.start(victim)

    def empty() -> None:
        record.wiped += 1
        house.empty_broker()

    acts = [(chance.uniform(0, WINDOW), kill)] + ([(chance.uniform(0, WINDOW), empty)] if wipe else [])
    asking = threading.Thread(target=_invite, args=[house, meeting, cast.cookies, record.answers])
    asking.start()
    began = time.monotonic()
    for moment, act in sorted(acts, key=lambda one: one[0]):
        time.sleep(max(0.0, began + moment - time.monotonic()))
        act()
    asking.join()
    record.rounds += 1
    record.invited.append(meeting)
    mails = Delivery.objects.filter(topic=meeting.key)
    _until(lambda: not mails.filter(state__in=[State.PENDING, State.CLAIMED], attempts=0).exists(), LONGEST_ROUND)


def _invite(house: Installation, meeting: Meeting, cookies: dict[str, str], answers: Counter[int]) -> None:
    """Press the button, and again when no answer came, as people do."""

    def press() -> bool:
        status = press_invite(house.url, meeting, cookies)
        answers[status] += 1
        return status == 302

    _until(press, LONGEST_INVITE)


def _until(done: Callable[[], bool], seconds: float) -> bool:
    until = time.monotonic() + seconds
    try:
        while not done():
            if time.monotonic() > until:
                return False
            time.sleep(0.2)
        return True
    finally:
        if threading.current_thread() is not threading.main_thread():
            connection.close()


def _waiting() -> Iterable[tuple[object, ...]]:
    now = datetime.now(UTC)
    for row in Delivery.objects.open().defer("raw")[:20]:
        yield row.address, row.state, row.attempts, (row.not_before - now).total_seconds(), row.last_error
