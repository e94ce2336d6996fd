"""problem+json (RFC 9457): how the API refuses. The title says in the reader's language what to do."""

import json

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

API = "/api/"


def title_of(status: int) -> str:
    """The sentence for a status that no rule has explained better."""
    titles = {
        400: _("The request could not be read."),
        401: _("This key is unknown or revoked. Send a valid key, or none to read what is public."),
        403: _("You may not do this."),
        404: _("This does not exist, or you do not have access to it."),
        405: _("This address does not know this method."),
        422: _("Some values are missing or not allowed."),
        500: _("Something went wrong on our side. Please try again later."),
    }
    return titles.get(status, titles[400])


def problem(
    status: int, *, code: str = "", title: str = "", headers: dict[str, str] | None = None, **more: object
) -> HttpResponse:
    """An answer of this status; `code` names the reason for programmes."""
    content = {"type": f"urn:gremia:{code or status}", "title": title or title_of(status), "status": status} | more
    return HttpResponse(json.dumps(content), status=status, headers=headers, content_type="application/problem+json")


def is_api(request: HttpRequest) -> bool:
    return request.path_info.startswith(API)
