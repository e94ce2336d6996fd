"""The installation's Celery with one task more (`bench/starting.py`)."""

from bench.starting import note
from config.celery import app

app.task(name="note")(note)
