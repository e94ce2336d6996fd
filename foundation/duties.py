"""Running duties by their dotted path; the list is a setting."""

from datetime import datetime

from django.conf import settings
from django.utils.module_loading import import_string


def perform(path: str, *, now: datetime) -> int:
    """Run one duty; return how much it did. Raises LookupError for a path that is no duty."""
    if path not in {duty.path for duty in settings.DUTIES}:
        raise LookupError(f"{path} is no duty; see config/schedule.py")
    return int(import_string(path)(now=now))


def perform_all(*, now: datetime, skip: frozenset[str] = frozenset()) -> dict[str, int]:
    """Run every duty once in the order of the schedule; return what each did."""
    return {duty.path: perform(duty.path, now=now) for duty in settings.DUTIES if duty.path not in skip}
