"""The request as views and API routes meet it."""

from django.http import HttpRequest

from governance.confidentiality import Reader


class ReadingRequest(HttpRequest):
    """A request that went through `config.middleware.reading`; a view sets `section` to mark the navigation."""

    reader: Reader
    section: str
