"""The one Celery task."""

from celery import shared_task

from foundation.duties import perform
from foundation.web import clock


@shared_task(name="run_duty")
def run_duty(path: str) -> None:
    """Run the duty at `path` once, at the present moment."""
    perform(path, now=clock.now())
