"""A bare Django app with the same packages imported, for the comparison of memory."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import typst  # noqa: F401
from django.conf import settings
from django.core.wsgi import get_wsgi_application

settings.MIDDLEWARE = []
settings.ROOT_URLCONF = "bench.bare"
application = get_wsgi_application()
