"""Finding Chromium for the browser tests; `python -m tests.browser` installs it where that is possible.

As root on Debian it comes from Debian's packages: the shell without windows, which asks two thirds of the time of the
whole browser. Elsewhere an installed one is used. Where there is none, the message says what to do; under CI
(variable CI) that is a failure, elsewhere browser tests are left out.
"""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
ADVICE = "No Chromium found. Install it (Debian: apt-get install chromium-headless-shell), or put one on the PATH."


def path() -> str | None:
    """The browser's program, or None."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def install() -> None:
    """Install Chromium's shell from Debian's packages when it is missing and this user may."""
    if shutil.which(NAMES[0]) or os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    quiet = {"stdout": subprocess.DEVNULL, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
    subprocess.run(["apt-get", "update"], check=False, **quiet)
    subprocess.run(["apt-get", "install", "-y", "--no-install-recommends", NAMES[0]], check=False, **quiet)


def main() -> int:
    install()
    if path():
        return 0
    sys.stderr.write(f"{ADVICE}\n")
    return 1 if os.environ.get("CI") else 0


if __name__ == "__main__":
    sys.exit(main())
