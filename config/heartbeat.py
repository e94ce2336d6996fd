"""The sign of life of beat and worker together."""

from datetime import datetime

from config.models import Heartbeat

_ROW = 1


def beat(*, now: datetime) -> int:
    """Duty: note that the schedule runs. The work it did is none."""
    Heartbeat.objects.update_or_create(pk=_ROW, defaults={"at": now})
    return 0


def last() -> datetime | None:
    """When the schedule last ran; None before the first time."""
    return Heartbeat.objects.filter(pk=_ROW).values_list("at", flat=True).first()
