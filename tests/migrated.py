"""One worker migrates its database, the others copy it: migrating takes longer than a hundred tests.

SQLite alone; PostgreSQL copies no database that somebody is using.
"""

import fcntl
import os
import shutil
from pathlib import Path

from django.conf import settings
from django.db import connection

RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID", "")


class Migrated:
    """Whoever holds this is alone; `begin` copies what another worker left, `leave` leaves it to the others."""

    def __init__(self) -> None:
        self._file = Path(settings.VAR_DIR) / f"migrated-{RUN}.sqlite3"
        self._lock = self._file.with_suffix(".lock").open("w")
        fcntl.flock(self._lock, fcntl.LOCK_EX)

    def begin(self) -> bool:
        """Is the database of this worker there already?"""
        if self._file.exists():
            shutil.copy(self._file, connection.settings_dict["TEST"]["NAME"])
        return self._file.exists()

    def leave(self) -> None:
        if RUN and connection.vendor == "sqlite" and not self._file.exists():
            with connection.cursor() as cursor:
                cursor.execute("VACUUM INTO %s", [str(self._file)])
        self._lock.close()
