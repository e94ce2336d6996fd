"""What wraps every page: who reads, and what a refusal looks like."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.functional import SimpleLazyObject
from django.utils.http import url_has_allowed_host_and_scheme

from foundation.values import DomainError
from foundation.web import clock
from foundation.web.problems import is_api, problem
from governance.rights.reader import reader_of

# Trying again cannot help.
FINAL = (404, 410)


def reading(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Give each request its `reader`, built once and only when asked; answers to people are never stored."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.reader = SimpleLazyObject(lambda: reader_of(request.user, today=clock.today()))  # type: ignore[attr-defined]
        response = get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_store=True)
        return response

    return middleware


def _came_from(request: HttpRequest) -> str:
    """The page with the form, so that one click shows it as it is now."""
    page = request.headers.get("Referer", "")
    known = url_has_allowed_host_and_scheme(page, {request.get_host()}, request.is_secure())
    return page if known else "/"


def refusals(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A `DomainError` becomes a page that says what to do, with the status that fits; the API answers in its way."""

    class Middleware:
        def __call__(self, request: HttpRequest) -> HttpResponse:
            response = get_response(request)
            if response.status_code == 405 and is_api(request):
                return problem(405, headers={"Allow": response.headers.get("Allow", "")})
            return response

        def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
            if not isinstance(error, DomainError):
                return None
            context = {"error": error, "back": "" if error.status in FINAL else _came_from(request)}
            return render(request, "refused.html", context, status=error.status)

    return Middleware()
