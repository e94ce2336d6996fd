"""A mail server that takes everything and keeps nothing, in a process of its own: `python -m bench.sink PORT DELAY`.

Small, so that not the server is what is measured. After the final dot it answers after DELAY seconds, as a relay does
that stores a mail before it answers.
"""

import asyncio
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from smtplib import SMTP
from socket import socket

ANSWERS = {b"EHLO": b"250-sink\r\n250 8BITMIME\r\n", b"DATA": b"354 go on\r\n", b"QUIT": b"221 bye\r\n"}
END = b"\r\n.\r\n"


class _Line(asyncio.Protocol):
    def __init__(self, delay: float) -> None:
        self.delay, self.buffer, self.in_mail = delay, b"", False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self.transport.write(b"220 sink\r\n")  # type: ignore[attr-defined]

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while self._step():
            pass

    def _step(self) -> bool:
        head, end, rest = self.buffer.partition(END if self.in_mail else b"\r\n")
        if not end:
            return False
        self.buffer = rest
        if self.in_mail:
            self.in_mail = False
            asyncio.get_running_loop().call_later(self.delay, self._say, b"250 taken\r\n")
            return True
        command = head[:4].upper()
        self.in_mail = command == b"DATA"
        self._say(ANSWERS.get(command, b"250 OK\r\n"))
        return True

    def _say(self, answer: bytes) -> None:
        self.transport.write(answer)  # type: ignore[attr-defined]


async def _serve(port: int, delay: float) -> None:
    server = await asyncio.get_running_loop().create_server(lambda: _Line(delay), "127.0.0.1", port)
    await server.serve_forever()


@contextmanager
def running(delay: float = 0.0) -> Iterator[int]:
    """This sink in a process of its own; its port."""
    with _program("-m", "bench.sink", "{port}", str(delay)) as port:
        yield port


@contextmanager
def aiosmtpd() -> Iterator[int]:
    """The common mail server of Python tests in a process of its own, which keeps nothing either; its port."""
    with _program("-m", "aiosmtpd", "-n", "-l", "127.0.0.1:{port}", "-c", "aiosmtpd.handlers.Sink") as port:
        yield port


@contextmanager
def _program(*words: str) -> Iterator[int]:
    with socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    process = subprocess.Popen([sys.executable, *(word.format(port=port) for word in words)])
    try:
        for _try in range(100):
            with suppress(OSError):
                SMTP("127.0.0.1", port).quit()
                break
            time.sleep(0.1)
        yield port
    finally:
        process.kill()
        process.wait()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1]), float(sys.argv[2])))
