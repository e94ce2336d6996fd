"""The one place where the clock is read. Acts below take `now` as an argument."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

from django.conf import settings

from foundation.values import BERLIN

_set: datetime | None = None


def now() -> datetime:
    """The present moment in UTC; what `at()` or the setting CLOCK (for trials and tests) says, if set."""
    if _set is not None:
        return _set
    if settings.CLOCK:
        return datetime.fromisoformat(settings.CLOCK).astimezone(UTC)
    return datetime.now(UTC)


def today() -> date:
    """The present day in Europe/Berlin."""
    return now().astimezone(BERLIN).date()


@contextmanager
def at(moment: datetime) -> Iterator[datetime]:
    """Hold the clock at an aware moment inside the block."""
    global _set
    before, _set = _set, moment.astimezone(UTC)
    try:
        yield _set
    finally:
        _set = before
