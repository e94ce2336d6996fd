"""Answering signed in, for oneself or for somebody one assists."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from foundation.values import DomainError
from foundation.web.addresses import safe_next
from governance.rights.request import ReadingRequest
from meetings.invitations import choices
from meetings.invitations.dispatching import titles
from meetings.invitations.models import Invitation, Reply
from meetings.invitations.views.shared import calendar_file, crumbs, question, take, visible
from meetings.meeting.models import Meeting


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reply_own(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """Answer signed in, from the first page or the meeting's page."""
    reader = request.reader
    own = Invitation.objects.in_force().select_related("meeting__board", "person", "mandate__person")
    invitation = get_object_or_404(own, meeting_id=pk, person_id=reader.person_id)
    request.section = "meetings"
    shell: dict[str, Any] = {"crumbs": crumbs(invitation.meeting, _("Your answer"))}
    if request.method != "POST":
        return question(request, invitation, **shell)
    try:
        take(request, invitation, by=reader.actor, source=Reply.Source.PAGE)
    except DomainError as error:
        invitation.meeting.refresh_from_db()
        return question(request, invitation, refusal=error, **shell)
    given = choices.given(invitation)
    messages.success(request, str(given.saved) if given else "")
    return HttpResponseRedirect(safe_next(request, _after(request, invitation)))


def _after(request: ReadingRequest, invitation: Invitation) -> str:
    """The meeting's page; who is called in the place of a member of a board without reading it goes home."""
    readable = Meeting.objects.visible_to(request.reader).filter(pk=invitation.meeting_id).exists()
    return invitation.meeting.get_absolute_url() if readable else reverse("home")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reply_for(request: ReadingRequest, pk: UUID, person: UUID) -> HttpResponse:
    """An assistant answers for somebody; the answer keeps both. Date, place and titles are all there is to see."""
    found = Invitation.objects.assisted_by(request.reader).select_related(
        "meeting__board", "person", "mandate__person"
    )
    invitation = get_object_or_404(found, meeting_id=pk, person_id=person)
    request.section = "home"
    words = {"person": invitation.person}
    shell: dict[str, Any] = {
        "page": "reply_for",
        "titles": titles(invitation.meeting),
        "crumbs": [(_("Answer for %(person)s") % words, "")],
    }
    if request.method != "POST":
        return question(request, invitation, **shell)
    by = request.reader.actor.on_behalf_of(invitation.person.key)
    try:
        take(request, invitation, by=by, source=Reply.Source.PAGE)
    except DomainError as error:
        invitation.meeting.refresh_from_db()
        return question(request, invitation, refusal=error, **shell)
    messages.success(request, _("The answer for %(person)s is saved.") % words)
    return HttpResponseRedirect(safe_next(request, reverse("home")))


@login_required
@require_GET
def meeting_calendar(request: ReadingRequest, pk: UUID) -> HttpResponse:
    return calendar_file(visible(request, pk))
