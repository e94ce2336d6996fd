"""Finding Chromium for the browser tests; `python -m tests.browser` installs it where that is possible.

As root on Debian it comes from Debian's packages: the shell without windows, which asks two thirds of the time of the
whole browser. Elsewhere an installed one is used. Where there is none, the message says what to do; under CI
(variable CI) that is a failure, elsewhere browser tests are left out.
"""

import shutil
import sys

from tests import outside

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


def main() -> int:
    return outside.provided(NAMES[0], NAMES[0], path, ADVICE)


if __name__ == "__main__":
    sys.exit(main())
