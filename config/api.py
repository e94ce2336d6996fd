"""The API at /api/v1/: one router per room, one door for who asks, one place for refusals."""

import logging
import re
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.security import HttpBearer
from ninja.utils import check_csrf

from config.reference import chapters, kinds
from foundation.accounts import keys
from foundation.values import DomainError
from foundation.web import clock
from foundation.web.problems import problem
from foundation.web.schemas import Strict
from governance.boards.models import Board
from governance.rights.factors import needs_second_factor
from governance.rights.reader import reader_of

log = logging.getLogger("django.request")
SAFE = ("GET", "HEAD", "OPTIONS")
# What a key must be made for to write at an address; one that is missing here is closed to all keys.
WRITING = {
    "/api/v1/meetings/{meeting_id}/reply": "reply",
    "/api/v1/rounds/{pk}/opinion": "opinion",
    "/api/v1/boards/{slug}/rules": "office",
    "/api/v1/me/contact": "contact",
}
PROBLEM = {
    "description": "Refused; the title says what to do.",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


OTHER_SCOPE = _("This key may not do this. Make a key for it on your account page.")
UNPROVEN = _("This key was made without a second factor. Log in with one and make a new key.")


class Problem(Strict):
    """RFC 9457. `errors` names fields that were not accepted."""

    type: str
    title: str
    status: int
    errors: list[dict[str, str]] = []


class Caller(HttpBearer):
    """A bearer key, the session of the browser (with CSRF token), or nobody who only reads what is public.

    Sets `request.user` and `request.reader`, so that routes ask the same questions as pages.
    """

    def __call__(self, request: HttpRequest) -> Any:
        if "Authorization" in request.headers:
            return super().__call__(request)
        if request.user.is_authenticated:
            if check_csrf(request):
                raise HttpError(403, "csrf")
            return request.user
        return "anonymous" if request.method in SAFE else None

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        key = keys.key_of(token.strip(), clock.now())
        if key is None:
            return None
        if _scope(request) not in key.scopes:
            raise DomainError(str(OTHER_SCOPE), code="scope", status=403)
        user = request.user = key.user
        request.reader = reader_of(user, today=clock.today())  # type: ignore[attr-defined]
        if needs_second_factor(request.reader) and not key.proven:  # type: ignore[attr-defined]
            raise DomainError(str(UNPROVEN), code="second_factor", status=403)
        return user


def _scope(request: HttpRequest) -> str:
    """What a key needs for this request."""
    if request.method in SAFE:
        return keys.READ
    assert request.resolver_match is not None
    return WRITING.get("/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", request.resolver_match.route), "")


class Api(NinjaAPI):
    _schema: OpenAPISchema | None = None

    def get_openapi_schema(self, **kwargs: Any) -> OpenAPISchema:
        """The schema, with the refusal every operation may answer; it follows from the code, so it is made once."""
        if self._schema is None:
            self._schema = self._made_schema(**kwargs)
        return self._schema

    def _made_schema(self, **kwargs: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**kwargs)
        schema["components"]["schemas"]["Problem"] = Problem.model_json_schema()
        for operations in schema["paths"].values():
            for operation in operations.values():
                operation["responses"].setdefault("default", PROBLEM)
        return schema


api = Api(title="Gremia", version="1", docs_url=None, auth=Caller())


@api.exception_handler(DomainError)
def refused(request: HttpRequest, error: DomainError) -> HttpResponse:
    """The same sentence the page shows, by field where it speaks of some."""
    errors = [{"field": name, "code": error.code, "message": words} for name, words in error.fields.items()]
    if not errors:
        return problem(error.status, code=error.code, title=str(error.message))
    return problem(error.status, code=error.code, title=str(error.message), errors=errors)


@api.exception_handler(ValidationError)
def not_valid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Which fields were not accepted; what was sent is not repeated."""
    errors = [
        {"field": ".".join(str(part) for part in one["loc"]), "code": str(one["type"]), "message": str(one["msg"])}
        for one in error.errors
    ]
    return problem(422, code="not_valid", errors=errors)


@api.exception_handler(AuthenticationError)
def unknown_caller(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    if "Authorization" in request.headers:
        response = problem(401, code="unknown_key")
    else:
        response = problem(401, code="key_needed", title=str(_("Send a key to do this.")))
    response["WWW-Authenticate"] = 'Bearer realm="gremia"'
    return response


@api.exception_handler(HttpError)
def http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(error.status_code, code="csrf" if error.message == "csrf" else "")


@api.exception_handler(Http404)
def not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(404, code="not_found")


@api.exception_handler(PermissionDenied)
def forbidden(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
    return problem(403, code="forbidden")


@api.exception_handler(Exception)
def failed(request: HttpRequest, error: Exception) -> HttpResponse:
    log.exception("the API failed at %s", request.path)
    return problem(500, code="failed")


api.add_router("/boards", "governance.pages.api.router")
api.add_router("/me", "governance.pages.api.own_router")
api.add_router("/reports", "reports.editions.api.router")
api.add_router("/meetings", "meetings.meeting.api.router")
api.add_router("/meetings", "meetings.agenda.api.router")
api.add_router("/meetings", "meetings.invitations.api.router")
api.add_router("/rooms", "meetings.rooms.api.router")
api.add_router("/date-polls", "meetings.polls.api.router")
api.add_router("/rounds", "opinions.rounds.api.router")
api.add_router("/board-opinions", "opinions.outcomes.api.router")
api.add_router("/search", "desk.search.api.router")


class Me(Strict):
    name: str
    roles: list[str]
    boards: list[str]


@api.get("/me", response=Me, tags=["account"], summary="Who asks")
def me(request: HttpRequest) -> dict[str, Any]:
    """Name, staff roles and boards (short names) of the one the key belongs to; empty for nobody."""
    reader = request.reader  # type: ignore[attr-defined]
    boards = Board.objects.filter(pk__in=reader.boards).values_list("short_name", flat=True)
    return {"name": reader.name, "roles": sorted(reader.roles), "boards": list(boards)}


@api.get("/docs", include_in_schema=False, url_name="api_docs")
def docs(request: HttpRequest) -> HttpResponse:
    """The reference for people, made from the schema: no foreign scripts, readable without any."""
    schema = api.get_openapi_schema(path_prefix="/api/v1/")
    context = {
        "chapters": chapters(schema),
        "kinds": kinds(schema),
        "site": settings.SITE_URL,
        "crumbs": [(_("Account"), reverse("account")), (_("Interface (API)"), "")],
    }
    return render(request, "foundation/api.html", context)
