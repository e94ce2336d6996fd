"""A mail server that can refuse, hesitate and hang up."""

import asyncio
import socket
from collections import Counter
from dataclasses import dataclass, field

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult


@dataclass
class Server:
    """What arrived, and how the next mails are to be treated (by recipient)."""

    mails: list[tuple[str, list[str], bytes]] = field(default_factory=list)
    tries: Counter[str] = field(default_factory=Counter)
    refused: set[str] = field(default_factory=set)
    busy: set[str] = field(default_factory=set)
    dropped: set[str] = field(default_factory=set)
    hung: set[str] = field(default_factory=set)
    refused_content: set[str] = field(default_factory=set)
    seconds: float = 0.0
    sender_refused: bool = False
    connections: int = 0
    per_connection: int = 0
    port: int = 0

    @property
    def recipients(self) -> list[str]:
        return [to for _sender, recipients, _content in self.mails for to in recipients]

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.connections += 1
        session.count = 0
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):
        if self.sender_refused:
            return "550 5.7.1 sender unknown"
        if self.per_connection and session.count >= self.per_connection:
            return "421 4.7.0 too many mails on this connection"
        session.count += 1
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        self.tries[address] += 1
        if address in self.refused:
            return "550 5.1.1 no such mailbox"
        if address in self.busy:
            return "450 4.2.0 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.dropped & set(envelope.rcpt_tos):
            server.transport.close()
            return "421 gone"
        if self.refused_content & set(envelope.rcpt_tos):
            return "554 5.7.1 content refused"
        await asyncio.sleep(self.seconds)
        if self.hung & set(envelope.rcpt_tos):
            self.mails.append((envelope.mail_from, list(envelope.rcpt_tos), envelope.original_content))
            await asyncio.sleep(5)
            return "250 2.0.0 too late"
        self.mails.append((envelope.mail_from, list(envelope.rcpt_tos), envelope.original_content))
        return "250 2.0.0 queued"


class _Controller(Controller):
    password: bytes | None = None

    def factory(self):
        if self.password is None:
            return SMTP(self.handler, hostname="mail.test")
        return SMTP(
            self.handler,
            hostname="mail.test",
            authenticator=self._check,
            auth_required=True,
            auth_require_tls=False,
        )

    def _check(self, server, session, envelope, mechanism, login):
        return AuthResult(success=login.password == self.password, handled=False)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@pytest.fixture
def serve(settings):
    """Start a server; the outbox sends to it."""
    running = []

    def start(password: str | None = None, given: str = "") -> Server:
        server = Server(port=_free_port())
        controller = _Controller(server, hostname="127.0.0.1", port=server.port)
        controller.password = password.encode() if password is not None else None
        controller.start()
        running.append(controller)
        login = f"gremia:{given}@" if given else ""
        settings.EMAIL_URL = f"smtp://{login}127.0.0.1:{server.port}"
        settings.MAIL_FROM = "Geschäftsstelle <gremien@stadt.example>"
        settings.SMTP_TIMEOUT_SECONDS = 1
        # The trial connection of the controller is none of ours.
        server.connections = 0
        return server

    yield start
    for controller in running:
        controller.stop()


@pytest.fixture
def server(serve):
    return serve()
