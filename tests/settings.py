"""The product's settings with what a test run needs before Django starts: a key and a folder of its own."""

import atexit
import os
import shutil
import tempfile

# What a developer has set for an installation must not change what a test says; only the services are chosen outside.
os.environ |= {
    "DEMO": "false",
    "DEBUG": "false",
    "CLOCK": "",
    "SECRET_KEY": "tests-only-key-" + "x" * 40,
    "SITE_URL": "http://localhost:8000",
    "ALLOWED_HOSTS": "localhost",
    "EMAIL_URL": "capture://",
    "MAIL_FROM": "gremien@localhost",
}
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
if "VAR_DIR" not in os.environ:
    # In memory where there is such a folder: the database keeps its careful settings, the disk slows nothing.
    _memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    _folder = tempfile.mkdtemp(prefix="gremia-tests-", dir=_memory)
    os.environ["VAR_DIR"] = _folder
    atexit.register(shutil.rmtree, _folder, ignore_errors=True)

from config.settings import *  # noqa: F403

STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405
# The live server answers each request in a thread of its own; kept connections would pile up.
DATABASES["default"]["CONN_MAX_AGE"] = 0  # noqa: F405
CACHES["default"]["KEY_FUNCTION"] = "tests.limits.key"  # noqa: F405
