"""One row that says when the schedule last ran."""

from django.db import models


class Heartbeat(models.Model):
    """Written by a duty, so that it is as old as the last tick of beat which a worker took up."""

    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S}"
