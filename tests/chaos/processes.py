"""The lines of the Procfile as real processes, killed without warning and started again."""

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from django.conf import settings

from tests.chaos.relay import free_port

SERVICES = ("web", "worker", "beat")


class Installation:
    """One installation in `folder`. Each line runs in a process group of its own, which is killed as a whole."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder = folder
        self.port = free_port()
        self.environment = _clean() | environment | {"VAR_DIR": str(folder), "PORT": str(self.port)}
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> "Installation":
        for service in SERVICES:
            self.start(service)
        self.wait_for_web()
        return self

    def __exit__(self, *_error: object) -> None:
        for service in list(self.running):
            self.kill(service)

    def start(self, service: str) -> None:
        with (self.folder / f"{service}.log").open("ab") as log:
            self.running[service] = subprocess.Popen(
                _line(service),
                shell=True,
                cwd=settings.BASE_DIR,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self, service: str) -> None:
        """SIGKILL for the whole group: nobody gets to tidy up."""
        process = self.running.pop(service)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def wait_for_web(self, seconds: float = 60) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            with suppress(URLError, ConnectionError, TimeoutError), urlopen(f"{self.url}/health/live", timeout=5):
                return
            time.sleep(0.1)
        raise AssertionError(f"the web did not start: {self.logs()}")

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def empty_broker(self) -> None:
        """What lies in the broker is gone: its database in Redis, or its folder."""
        if address := self.environment["REDIS_URL"]:
            from redis import Redis

            with Redis.from_url(address) as broker:
                broker.flushdb()
        else:
            shutil.rmtree(self.folder / "broker", ignore_errors=True)

    def logs(self, most: int = 2000) -> dict[str, str]:
        """The end of what each service said."""
        return {one: (self.folder / f"{one}.log").read_text(errors="replace")[-most:] for one in SERVICES}


def _line(service: str) -> str:
    lines = dict(line.split(": ", 1) for line in (settings.BASE_DIR / "Procfile").read_text().splitlines())
    return lines[service]


def _clean() -> dict[str, str]:
    """Nothing of the caller's but where programs are."""
    programs = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    return {"PATH": programs, "DJANGO_SETTINGS_MODULE": "config.settings", "LANG": "C.UTF-8"}
