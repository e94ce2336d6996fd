"""A newcomer's clone: seconds from an empty checkout to the first page, of a second start, and of the whole suite."""

import os
import signal
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PORT = "8913"
LIMIT = 600
# What the bench sets for itself must not reach the clone.
OURS = ("DEMO", "VAR_DIR", "DATABASE_URL", "ALLOWED_HOSTS", "DJANGO_SETTINGS_MODULE", "VIRTUAL_ENV")


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in OURS} | {"PORT": PORT}


@contextmanager
def _demo(clone: Path) -> Iterator[float]:
    """Run `make demo`; give the seconds until the first page answers."""
    began = time.monotonic()
    running = subprocess.Popen(
        ["make", "demo"],
        cwd=clone,
        env=_environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield _answered(running, began)
    finally:
        os.killpg(running.pid, signal.SIGTERM)
        running.wait(60)


def _answered(running: subprocess.Popen, began: float) -> float:
    while time.monotonic() - began < LIMIT and running.poll() is None:
        try:
            urllib.request.urlopen(f"http://localhost:{PORT}/", timeout=10).read()
            return time.monotonic() - began
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("make demo did not serve a page")


def measure() -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="gremia-fresh-") as folder:
        clone = Path(folder) / "gremia"
        subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True)
        with _demo(clone) as first:
            pass
        with _demo(clone) as again:
            pass
        began = time.monotonic()
        subprocess.run(["make", "test"], cwd=clone, env=_environment(), check=True, stdout=subprocess.DEVNULL)
        return {"demo_seconds": first, "demo_again_seconds": again, "test_seconds": time.monotonic() - began}
