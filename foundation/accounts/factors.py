"""The second factor: whether this login has proven one, and asking for it again.

allauth keeps in the session what a person has proven and when; these functions read it.
"""

import time
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY, get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.accounts.sessions import end_logins
from foundation.journal.recording import record
from foundation.values import Actor

MAIN = ["totp", "webauthn"]
FRESH_SECONDS = 15 * 60


class FactorNeeded(Exception):
    """What was asked for opens to a login with a second factor only; the middleware leads to proving one."""


def _proofs(request: HttpRequest) -> list[dict[str, Any]]:
    user = request.user if isinstance(request.user, User) else None
    return [one for one in get_authentication_records(request, user) if one["method"] == "mfa"]


def has_factor(user: User) -> bool:
    """Whether an app or a passkey is set up; recovery codes alone are none."""
    return bool(is_mfa_enabled(user, MAIN))


def proven(request: HttpRequest) -> bool:
    """Whether this login has shown a second factor (a passkey is one)."""
    return bool(_proofs(request))


def fresh(request: HttpRequest) -> bool:
    """The same within the last 15 minutes, by the clock of the machine that wrote it down."""
    return any(time.time() - one["at"] < FRESH_SECONDS for one in _proofs(request))


def stepped_up(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A view that needs a login with a fresh second factor: it is asked for, then the request goes on as it was.

    Who has none is led to setting one up. The demonstration asks for nothing.
    """

    @login_required
    @wraps(view)
    def stepped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if settings.DEMO or fresh(request):
            return view(request, *args, **kwargs)
        assert isinstance(request.user, User)
        if has_factor(request.user):
            raise ReauthenticationRequired
        messages.warning(request, _("This page needs a second factor. Please set one up first."))
        return redirect("mfa_index")

    return stepped


def prove(request: HttpRequest, kind: str) -> None:
    """Note that this login has just shown its new factor."""
    assert isinstance(request.user, User)
    record_authentication(request, request.user, "mfa", type=kind)


def changed(request: HttpRequest, action: str, *, now: datetime) -> None:
    """After a factor was added, removed or renewed: a journal entry, a new session key, and all other logins end."""
    user = request.user
    assert isinstance(user, User)
    if not has_factor(user):
        request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [
            one for one in get_authentication_records(request, user) if one["method"] != "mfa"
        ]
    request.session.cycle_key()
    end_logins(user, keep=request.session.session_key)
    record(action, user.key, by=Actor(user.key), now=now)
