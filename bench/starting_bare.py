"""Celery alone on the same broker (`bench/starting.py`): nothing else is imported, nothing else is set."""

import os

from celery import Celery

from bench.starting import note

redis, folder = os.environ["REDIS_URL"], os.environ["BENCH_FOLDER"]
app = Celery("bare", broker=redis or "filesystem://localhost")
app.conf.task_ignore_result = True
if not redis:
    app.conf.broker_transport_options = {
        "data_folder_in": f"{folder}/broker",
        "data_folder_out": f"{folder}/broker",
        "control_folder": f"{folder}/broker/control",
        "polling_interval": 0.05,
    }
app.task(name="note")(note)
