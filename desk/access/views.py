"""Accounts: who has one, when it was last used, opening and closing it."""

from collections.abc import Callable
from typing import NamedTuple

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from desk.access.listing import accounts, holder_of
from desk.access.rules import can_manage
from foundation.accounts import closing
from foundation.accounts.factors import stepped_up
from foundation.accounts.models import User
from foundation.web import clock
from governance.rights.request import ReadingRequest

PER_PAGE = 50


class Step(NamedTuple):
    """An act with its question, the words that explain it, its button and what is said afterwards."""

    act: Callable[..., None]
    question: str | Promise
    text: str | Promise
    button: str | Promise
    done: str | Promise


STEPS = {
    "schliessen": Step(
        closing.close_account,
        gettext_lazy("Close this account?"),
        gettext_lazy("The person is logged out at once. Keys, remembered devices and personal links stop working."),
        gettext_lazy("Close account"),
        gettext_lazy("The account is closed."),
    ),
    "oeffnen": Step(
        closing.open_account,
        gettext_lazy("Open this account again?"),
        gettext_lazy("The person can log in again. Former keys, devices and links stay void."),
        gettext_lazy("Open account"),
        gettext_lazy("The account is open."),
    ),
    "zuruecksetzen": Step(
        closing.reset_factors,
        gettext_lazy("Reset the second factor?"),
        gettext_lazy("Speak to the person first. Apps, passkeys and recovery codes are removed."),
        gettext_lazy("Reset second factor"),
        gettext_lazy("The second factor is reset."),
    ),
}


def _admitted(request: ReadingRequest) -> None:
    request.section = "more" if request.reader.is_secretariat else "account_list"
    if not can_manage(request.reader):
        raise Http404


@login_required
@require_GET
def account_list(request: ReadingRequest) -> HttpResponse:
    """All accounts by name, found by name or address."""
    _admitted(request)
    words = request.GET.get("suche", "")[:60]
    words = words if words.isprintable() else ""
    page = Paginator(accounts(words), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "words": words, "crumbs": [(_("Accounts"), "")]}
    return render(request, "desk/access/list.html", context)


@login_required
@require_GET
def account_detail(request: ReadingRequest, pk: int) -> HttpResponse:
    _admitted(request)
    user = get_object_or_404(accounts(), pk=pk)
    context = {
        "account": user,
        "own": user.pk == request.user.pk,
        "logins": user.sessions.filter(seen_at__isnull=False).order_by("-seen_at"),
        "keys": user.api_keys.filter(revoked_at=None).count(),
        "crumbs": [(_("Accounts"), reverse("account_list")), (str(user), "")],
    }
    return render(request, "desk/access/detail.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def account_step(request: ReadingRequest, pk: int, word: str) -> HttpResponseBase:
    """Close, open or reset, after a question and a fresh second factor."""
    _admitted(request)
    return _step(request, pk, word)


@stepped_up
def _step(request: ReadingRequest, pk: int, word: str) -> HttpResponse:
    user = get_object_or_404(User.objects.select_related("person"), pk=pk)
    step = STEPS[word]
    if request.method == "POST":
        step.act(user=user, holder=holder_of(user), by=request.reader.actor, now=clock.now())
        messages.success(request, str(step.done))
        return redirect("account_detail", user.pk)
    detail = reverse("account_detail", args=[user.pk])
    crumbs = [(_("Accounts"), reverse("account_list")), (str(user), detail), (step.button, "")]
    return render(
        request, "desk/access/step.html", {"account": user, "step": step, "detail": detail, "crumbs": crumbs}
    )
