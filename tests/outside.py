"""Programs the tests need that no Python package brings: from Debian's packages where this user may install them."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable


def install(program: str, package: str) -> None:
    """Install the package when the program is missing, as root on Debian; elsewhere nothing happens."""
    if shutil.which(program) or os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    quiet = {"stdout": subprocess.DEVNULL, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
    subprocess.run(["apt-get", "update"], check=False, **quiet)
    subprocess.run(["apt-get", "install", "-y", "--no-install-recommends", package], check=False, **quiet)


def provided(program: str, package: str, path: Callable[[], str | None], advice: str) -> int:
    """Install what is missing; 0 where it is there, and 1 under CI (variable CI) where it is not."""
    install(program, package)
    if path():
        return 0
    sys.stderr.write(f"{advice}\n")
    return 1 if os.environ.get("CI") else 0
