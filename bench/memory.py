"""Memory of two web workers after 1,000 page views, ours and a bare app with the same packages."""

import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import psutil

VIEWS = 1000


def _pss(root: psutil.Process) -> float:
    """MiB of the worker processes (proportional set size); the arbiter is left out."""
    return sum(child.memory_full_info().pss for child in root.children()) / 2**20


def serve(application: str, address: str, port: int, cookie: str = "") -> float:
    """Start two workers, view `address` 1,000 times over loopback, return MiB, stop."""
    base = f"http://127.0.0.1:{port}"
    server = subprocess.Popen(
        [Path(sys.executable).parent / "gunicorn", application, "--workers", "2", "--bind", f"127.0.0.1:{port}"],
        env={**os.environ, "ALLOWED_HOSTS": "127.0.0.1", "SITE_URL": base},
        stderr=subprocess.DEVNULL,
    )
    try:
        request = urllib.request.Request(base + address, headers={"Cookie": cookie})
        for _try in range(100):
            try:
                urllib.request.urlopen(request, timeout=10).read()
                break
            except OSError:
                time.sleep(0.2)
        for _view in range(VIEWS):
            urllib.request.urlopen(request, timeout=10).read()
        return _pss(psutil.Process(server.pid))
    finally:
        server.terminate()
        server.wait(20)


def measure(address: str, cookie: str) -> dict[str, float]:
    ours = serve("config.wsgi", address, 8911, cookie)
    bare = serve("bench.bare_wsgi", address, 8912)
    return {"memory_mib": ours, "bare_memory_mib": bare, "memory_ratio": ours / bare}
