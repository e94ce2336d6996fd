"""What wraps every page: who reads, whether the login still holds, and what a refusal looks like."""

import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.functional import SimpleLazyObject
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from foundation.accounts import factors, sessions
from foundation.accounts.models import User
from foundation.documents.errors import DocumentError
from foundation.values import DomainError
from foundation.web import clock
from foundation.web.problems import is_api, problem
from governance.confidentiality import Reader
from governance.rights.factors import needs_second_factor
from governance.rights.reader import reader_of

logger = logging.getLogger(__name__)

# Trying again cannot help.
FINAL = (404, 410)
# Where staff without a second factor may go: to set one up, to leave, and to what everybody may read.
WITHOUT_FACTOR = {
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "account_logout",
    "view_settings",
    "set_language",
    "accessibility",
    "privacy",
    "imprint",
    "easy_language",
    "sign_language",
    "company_logo",
    "health_live",
    "health_ready",
    "health_deep",
}


def reading(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Give each request its `reader`, built once and only when asked; answers to people are never stored."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.reader = SimpleLazyObject(lambda: _reader(request))  # type: ignore[attr-defined]
        response = get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_store=True)
        return response

    return middleware


def _reader(request: HttpRequest) -> Reader:
    proven = settings.DEMO or factors.proven(request)
    return reader_of(request.user, today=clock.today(), proven=proven)


def _standing(reader: Reader) -> list[str]:
    """What a login rests on: roles, boards and offices of the day."""
    boards = [f"board:{pk}" for pk in reader.boards]
    offices = [*(f"chair:{pk}" for pk in reader.chairs), *(f"partner:{pk}" for pk in reader.partner_of)]
    return sorted([*(f"role:{role}" for role in reader.roles), *boards, *offices])


def logins(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A login ends when something it began with is gone: a role, a mandate, an office."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and sessions.has_begun(request.session):
            if sessions.lost(request.session, _standing(request.reader)):  # type: ignore[attr-defined]
                return _over(request)
            sessions.see(request.session, now=clock.now())
        response = get_response(request)
        if SESSION_KEY in request.session and not sessions.has_begun(request.session):
            reader = reader_of(request.user, today=clock.today())
            agent = request.headers.get("User-Agent", "")
            sessions.begin(request.session, standing=_standing(reader), user_agent=agent, now=clock.now())
        return response

    return middleware


def _over(request: HttpRequest) -> HttpResponse:
    logout(request)
    if is_api(request):
        return problem(401, code="login_over", title=str(_("Your rights have changed. Please log in again.")))
    messages.warning(request, _("Your rights have changed. Please log in again."))
    return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")


def second_factor(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Staff go nowhere before this login has shown a second factor, others not where a view asks for one
    (`FactorNeeded`); the demonstration asks for none."""

    class Middleware:
        def __call__(self, request: HttpRequest) -> HttpResponse:
            return get_response(request)

        def process_view(self, request: HttpRequest, *view: Any) -> HttpResponseBase | None:
            if settings.DEMO or not request.user.is_authenticated or factors.proven(request):
                return None
            if not needs_second_factor(request.reader):  # type: ignore[attr-defined]
                return None
            request.second_factor_missing = True  # type: ignore[attr-defined]
            match = request.resolver_match
            if match and match.url_name in WITHOUT_FACTOR:
                return None
            return _to_factor(request, "/")

        def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponseBase | None:
            if not isinstance(error, factors.FactorNeeded):
                return None
            messages.info(request, _("Confidential items open after a second factor. Please confirm that it is you."))
            return _to_factor(request, request.get_full_path() if request.method == "GET" else _came_from(request))

    return Middleware()


def _to_factor(request: HttpRequest, then: str) -> HttpResponseBase:
    """To proving a second factor, or to setting up the first one."""
    if is_api(request):
        return problem(403, code="second_factor", title=str(_("This login needs a second factor.")))
    assert isinstance(request.user, User)
    if factors.has_factor(request.user):
        return redirect_to_login(then, reverse("mfa_reauthenticate"))
    return redirect("mfa_index")


def _came_from(request: HttpRequest) -> str:
    """The page with the form, so that one click shows it as it is now."""
    page = request.headers.get("Referer", "")
    known = url_has_allowed_host_and_scheme(page, {request.get_host()}, request.is_secure())
    return page if known else "/"


def refusals(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A `DomainError` becomes a page that says what to do, with the status that fits; the API answers in its way.

    A document that cannot be made is the operator's to mend: the log says why, the page only that it cannot be had.
    """

    class Middleware:
        def __call__(self, request: HttpRequest) -> HttpResponse:
            response = get_response(request)
            if response.status_code == 405 and is_api(request):
                return problem(405, headers={"Allow": response.headers.get("Allow", "")})
            return response

        def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
            if isinstance(error, DocumentError):
                logger.error("%s: %s", request.path, error)
                words = _("The document cannot be made at the moment. Please tell the board office.")
                error = DomainError(words, code="no_document", status=503)
            if not isinstance(error, DomainError):
                return None
            context = {"error": error, "back": "" if error.status in FINAL else _came_from(request)}
            return render(request, "refused.html", context, status=error.status)

    return Middleware()
