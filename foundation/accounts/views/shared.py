"""What the pages of the own account have in common."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from foundation.accounts.models import User


def login_of(request: HttpRequest) -> User:
    """The login behind a page that `login_required` guards."""
    assert isinstance(request.user, User)
    return request.user


def holder_of(request: HttpRequest) -> list[str]:
    """The keys this login acts under; the reader of the request brings that of the person."""
    return [login_of(request).key, request.reader.actor.key]  # type: ignore[attr-defined]


def account_page(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    request.section = "account"  # type: ignore[attr-defined]
    return render(request, template, context, status=status)
