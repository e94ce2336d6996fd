"""A bare Django app for the comparison of memory: it imports the packages a worker of ours holds after a first view.

fido2 brings cryptography; both come with the passkeys of allauth.mfa.
"""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import allauth.account  # noqa: F401
import celery  # noqa: F401
import django
import fido2.server  # noqa: F401
import holidays  # noqa: F401
import icalendar  # noqa: F401
import ninja  # noqa: F401
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

django.setup()
settings.MIDDLEWARE = []
settings.ROOT_URLCONF = "bench.bare"
application = WSGIHandler()
