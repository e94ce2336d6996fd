"""A mail relay on the same machine: it answers within 50 ms and notes every mail it took."""

import asyncio
import hashlib
import logging
import random
import re
import socket
import time
from collections import Counter
from contextlib import closing
from email import message_from_bytes, policy
from typing import NamedTuple

from aiosmtpd.controller import Controller

logging.getLogger("mail.log").setLevel(logging.ERROR)
SLOWEST = 0.04
MOST_REFUSALS = 5
_FIELD = r"(?m)^%s:(.*)$"


class Taken(NamedTuple):
    """One mail the relay answered with 250."""

    at: float
    recipient: str
    message_id: str
    uid: str
    sequence: str
    digest: str


class Relay:
    """`refused` gets a 550 each time; those in `busy` a 450 half of the time, at most five times on end."""

    def __init__(self, refused: str, busy: tuple[str, ...], chance: random.Random) -> None:
        self.refused, self.busy, self.chance = refused, busy, chance
        self.mails: list[tuple[float, str, bytes]] = []
        self.refusals: Counter[str] = Counter()
        self._in_a_row: Counter[str] = Counter()
        self.port = free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)

    def __enter__(self) -> "Relay":
        self._controller.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._controller.stop()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address == self.refused:
            self.refusals["550"] += 1
            return "550 5.1.1 no such mailbox"
        if address in self.busy and self._puts_off(address):
            self.refusals["450"] += 1
            return "450 4.2.0 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        await asyncio.sleep(self.chance.uniform(0, SLOWEST))
        self.mails.append((time.time(), envelope.rcpt_tos[0], envelope.original_content))
        return "250 2.0.0 queued"

    def _puts_off(self, address: str) -> bool:
        off = self.chance.random() < 0.5 and self._in_a_row[address] < MOST_REFUSALS
        self._in_a_row[address] = self._in_a_row[address] + 1 if off else 0
        return off

    def taken(self) -> list[Taken]:
        """Every mail that was accepted, in order."""
        return [_read(*one) for one in list(self.mails)]


def _read(at: float, recipient: str, content: bytes) -> Taken:
    mail = message_from_bytes(content, policy=policy.default)
    calendar = next((part for part in mail.walk() if part.get_content_type() == "text/calendar"), None)
    text = calendar.get_payload(decode=True).decode().replace("\r\n ", "") if calendar else ""
    uid, sequence = (
        found[1].strip() if (found := re.search(_FIELD % name, text)) else "" for name in ("UID", "SEQUENCE")
    )
    return Taken(at, recipient, mail["Message-ID"], uid, sequence, hashlib.sha256(content).hexdigest())


def free_port() -> int:
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]
