"""The two minutes after the click: how far the mails are, and stopping them."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from foundation.web import clock
from governance.rights.request import ReadingRequest
from meetings.invitations import confirming, stopping
from meetings.invitations.views.shared import sendable


@login_required
@require_GET
def mails_progress(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """The part of the page that looks again by itself; 204 while nothing is new, so that no focus is lost."""
    meeting = sendable(request, pk)
    if not request.headers.get("HX-Request"):
        return redirect("invite", meeting.pk)
    told = confirming.progress(stopping.progress(meeting), clock.now())
    if told and told.mark == request.GET.get("stand"):
        return HttpResponse(status=204)
    return render(request, "meetings/invitations/_progress.html", {"meeting": meeting, "progress": told})


@login_required
@require_POST
def mails_stop(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """Hold what has not left."""
    meeting = sendable(request, pk)
    held = stopping.stop(meeting, by=request.reader.actor, now=clock.now())
    if not held:
        messages.warning(request, _("There was nothing left to stop: all mails have left."))
    return redirect("invite", meeting.pk)


@login_required
@require_POST
def mails_send(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """Let go what was stopped."""
    meeting = sendable(request, pk)
    stopping.send_now(meeting, by=request.reader.actor, now=clock.now())
    return redirect("invite", meeting.pk)


@login_required
@require_POST
def mails_take_back(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """Undo what nobody has got."""
    meeting = sendable(request, pk)
    stopping.take_back(meeting, by=request.reader.actor, now=clock.now())
    messages.success(request, _("Taken back. Nobody was told."))
    return redirect("invite", meeting.pk)
