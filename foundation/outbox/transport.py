"""Ways out for a mail: SMTP with a kept connection, or a capture that sends nothing (setting EMAIL_URL)."""

import re
import smtplib
import ssl
from email.utils import parseaddr
from typing import NamedTuple, Protocol
from urllib.parse import SplitResult, unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from foundation.outbox.mime import checked_address

CONNECT_SECONDS = 10
COMMAND_SECONDS = 60
_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
_PERMANENT = range(500, 600)
_CLOSING = 421


class TransportError(Exception):
    """A mail did not get through; the message is fit for the people of the office."""


class Refused(TransportError):
    """This mail will never be accepted (5xx)."""


class Later(TransportError):
    """This mail may be accepted at another time (4xx, time-out, connection lost)."""


class Unreachable(TransportError):
    """The server does not answer: no mail gets through."""


class NotAllowed(TransportError):
    """The server refuses our login or our sender: no mail gets through until a person repairs it."""


class Transport(Protocol):
    live: bool

    def open(self) -> None:
        """Be ready for a mail. Raises Unreachable or NotAllowed."""

    def send(self, address: str, raw: bytes) -> str:
        """Hand over one mail to one recipient; return the server's reply. Raises a TransportError."""

    def close(self) -> None: ...


CAPTURED = "250 captured"


def sends() -> bool:
    """Whether mails leave this machine at all."""
    return not settings.EMAIL_URL.startswith("capture:")


class Capture:
    """Accepts everything and sends nothing: the row itself is the mail."""

    live = False

    def open(self) -> None:
        pass

    def send(self, address: str, raw: bytes) -> str:
        return CAPTURED

    def close(self) -> None:
        pass


class Smtp:
    """One connection, kept for many mails; one recipient per transaction.

    After the final dot the answer is awaited long (RFC 5321 4.5.3.2.6: ten minutes), because giving up early
    makes copies (RFC 1047).
    """

    live = True

    def __init__(self, url: SplitResult) -> None:
        self.scheme = url.scheme
        self.host = url.hostname or "localhost"
        self.port = url.port or _PORTS[url.scheme]
        self.user = unquote(url.username or "")
        self.password = unquote(url.password or "")
        self.sender = parseaddr(settings.MAIL_FROM)[1]
        self.answer_seconds = settings.SMTP_TIMEOUT_SECONDS
        self.line: smtplib.SMTP | None = None
        self.used = False

    def open(self) -> None:
        if self.line is not None:
            return
        try:
            self.line = self._connected()
        except (smtplib.SMTPAuthenticationError, smtplib.SMTPNotSupportedError) as error:
            raise NotAllowed(_words(error)) from error
        except (OSError, smtplib.SMTPException) as error:
            raise Unreachable(_words(error)) from error
        self.used = False

    def send(self, address: str, raw: bytes) -> str:
        try:
            self._begin()
            assert self.line is not None
            self._expect(*self.line.rcpt(checked_address(address)))
            return self._hand_over(raw)
        except TransportError:
            raise
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise Later(_words(error)) from error
        except Exception:
            self.close()
            raise

    def close(self) -> None:
        if self.line is not None:
            line, self.line = self.line, None
            try:
                if line.sock is not None:
                    line.sock.settimeout(1)
                line.quit()
            except (OSError, smtplib.SMTPException):
                line.close()

    def _connected(self) -> smtplib.SMTP:
        seconds = min(CONNECT_SECONDS, self.answer_seconds)
        line: smtplib.SMTP
        if self.scheme == "smtps":
            context = ssl.create_default_context()
            line = smtplib.SMTP_SSL(self.host, self.port, timeout=seconds, context=context)
        else:
            line = smtplib.SMTP(self.host, self.port, timeout=seconds)
        try:
            if self.scheme == "smtp+tls":
                line.starttls(context=ssl.create_default_context())
            if self.user:
                line.login(self.user, self.password)
            line.ehlo_or_helo_if_needed()
        except Exception:
            line.close()
            raise
        return line

    def _begin(self) -> None:
        """MAIL FROM. A kept connection may have been closed meanwhile; nothing was sent, so try a new one once."""
        kept = self.used
        try:
            code, reply = self._mail_from()
        except (OSError, smtplib.SMTPServerDisconnected):
            if not kept:
                raise
            code, reply = _CLOSING, b""
        if kept and code == _CLOSING:
            self.close()
            code, reply = self._mail_from()
        if code in _PERMANENT:
            self.close()
            raise NotAllowed(_reply(code, reply))
        self._expect(code, reply)

    def _mail_from(self) -> tuple[int, bytes]:
        self.open()
        assert self.line is not None
        self.used = True
        self._wait_at_most(min(COMMAND_SECONDS, self.answer_seconds))
        return self.line.mail(self.sender)

    def _hand_over(self, raw: bytes) -> str:
        """DATA: lines that begin with a dot get a second one (RFC 5321 4.5.2)."""
        assert self.line is not None
        code, reply = self.line.docmd("DATA")
        self._expect(code, reply, good=354)
        self.line.send(re.sub(rb"(?m)^\.", b"..", raw.rstrip(b"\r\n") + b"\r\n") + b".\r\n")
        self._wait_at_most(self.answer_seconds)
        code, reply = self.line.getreply()
        self._expect(code, reply)
        return _reply(code, reply)

    def _expect(self, code: int, reply: bytes, *, good: int = 250) -> None:
        """Raise for any other answer; the connection stays usable for the next mail."""
        if code == good or (good == 250 and code == 251):
            return
        if code == _CLOSING or self.line is None:
            self.close()
        else:
            self.line.rset()
        raise (Refused if code in _PERMANENT else Later)(_reply(code, reply))

    def _wait_at_most(self, seconds: float) -> None:
        assert self.line is not None
        if self.line.sock is not None:
            self.line.sock.settimeout(seconds)


class Way(NamedTuple):
    """The way out as people may see it: no user, no password; no host where nothing leaves the machine."""

    host: str
    port: int
    encrypted: bool
    with_login: bool


def way() -> Way:
    """What EMAIL_URL says, without its secrets."""
    if not sends():
        return Way("", 0, False, False)
    smtp = Smtp(urlsplit(settings.EMAIL_URL))
    return Way(smtp.host, smtp.port, smtp.scheme != "smtp", bool(smtp.user))


def transport() -> Transport:
    """What EMAIL_URL says."""
    url = urlsplit(settings.EMAIL_URL)
    if url.scheme == "capture":
        return Capture()
    if url.scheme not in _PORTS:
        raise ImproperlyConfigured(f"EMAIL_URL begins with {', '.join(f'{s}://' for s in _PORTS)} or capture://.")
    return Smtp(url)


def _reply(code: int, reply: bytes) -> str:
    return f"{code} {reply.decode('utf-8', 'replace')}".replace("\n", " ").replace("\x00", "")[:300]


def _words(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        answer = error.smtp_error
        return _reply(error.smtp_code, answer if isinstance(answer, bytes) else str(answer).encode())
    return f"{type(error).__name__}: {error}".replace("\x00", "")[:300]
