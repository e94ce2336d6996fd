"""A bare Django app with the same packages imported, for the comparison of memory."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import allauth.account  # noqa: F401
import celery  # noqa: F401
import django
import holidays  # noqa: F401
import icalendar  # noqa: F401
import ninja  # noqa: F401
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

django.setup()
settings.MIDDLEWARE = []
settings.ROOT_URLCONF = "bench.bare"
application = WSGIHandler()
