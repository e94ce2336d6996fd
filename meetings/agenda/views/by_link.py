"""The chair releases the agenda by personal link, without a login."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from foundation.web import clock
from governance.mandates.models import Delegation
from governance.rights import asking
from governance.rights.request import ReadingRequest
from meetings.agenda import editing
from meetings.agenda.models import AgendaItem
from meetings.agenda.views.shared import agenda_of
from meetings.meeting.models import Meeting


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def release_by_link(request: ReadingRequest, token: str) -> HttpResponseBase:
    """The chair reads the draft and releases it, without a login."""
    now = clock.now()
    visit = asking.visit(token, Delegation.Act.RELEASE, now=now)
    rows = Meeting.objects.select_related("board", "rules", "agenda")
    meeting = get_object_or_404(rows, pk=visit.pk("meeting"))
    if proof := visit.challenge(request, meeting.board_id, now=now):
        return proof
    items = AgendaItem.objects.filter(meeting=meeting).order_by("position").prefetch_related("recusals")
    whole = all(item.level <= visit.reader.up_to for item in items)
    if request.method == "POST":
        visit.expect_whole(whole)
        editing.release(meeting, revision=visit.seen(request), by=visit.reader.actor, now=now)
        messages.success(request, _("The agenda is released."))
        return redirect("release_by_link", token)
    agenda = agenda_of(meeting)
    for item in items:
        item.meeting = meeting
    context = {
        "narrow": True,
        "meeting": meeting,
        "person": visit.person,
        "revision": agenda.revision,
        "whole": whole,
        "login_url": reverse("agenda_edit", args=[meeting.pk]),
        "done": editing.release_words(agenda),
        "lines": [(one, one.title_for(visit.reader), one.open_to(visit.reader)) for one in items],
    }
    return render(request, "meetings/agenda/by_link.html", context)
