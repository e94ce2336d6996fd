"""The API at /api/v1/: one router per room, one place for errors."""

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

from foundation.values import DomainError

api = NinjaAPI(title="Gremia", version="1", docs_url=None)


@api.exception_handler(DomainError)
def refused(request: HttpRequest, error: DomainError) -> HttpResponse:
    """problem+json (RFC 9457) with the same sentence the page shows."""
    problem = {"type": f"urn:gremia:{error.code}", "title": error.message, "status": error.status}
    response = api.create_response(request, problem, status=error.status)
    response["Content-Type"] = "application/problem+json"
    return response
