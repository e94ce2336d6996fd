"""Celery: one task, `run_duty`, and a beat schedule made from the list of duties."""

import os
from pathlib import Path

from celery import Celery
from celery.signals import beat_init, worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

DRAIN = "foundation.outbox.delivery.drain"

app = Celery("gremia")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["config"])


@app.on_after_configure.connect
def plan_duties(sender: Celery, **_: object) -> None:
    """Beat asks for each duty at its interval; a tick nobody took expires before the next one."""
    from django.conf import settings

    for duty in settings.DUTIES:
        every = settings.DELIVERY_LOOK_SECONDS if duty.path == DRAIN else duty.every
        sender.add_periodic_task(every, sender.signature("run_duty", args=[duty.path]), name=duty.path, expires=every)


@worker_init.connect
@beat_init.connect
def make_broker_folder(**_: object) -> None:
    """The file transport does not create its folders."""
    from django.conf import settings

    for key in ("data_folder_in", "control_folder"):
        if folder := str(settings.CELERY_BROKER_TRANSPORT_OPTIONS.get(key, "")):
            Path(folder).mkdir(parents=True, exist_ok=True)
