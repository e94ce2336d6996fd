"""Telling that the documents are ready: who hears of it, who does not, and the mail before it leaves."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from foundation.web import clock
from governance.rights.request import ReadingRequest
from meetings.invitations import announcing, stopping
from meetings.invitations.forms import AnnounceForm
from meetings.invitations.shown import shown
from meetings.invitations.views.shared import crumbs, posted, sendable


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def announce(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """The office tells everybody at once; a button asks for the mail of one person first, with the words typed."""
    meeting, now = sendable(request, pk), clock.now()
    form = AnnounceForm(posted(request))
    valid = form.is_valid()
    if valid and "show" not in request.POST:
        later = stopping.leaves_at(now)
        words, by = form.cleaned_data["words"], request.reader.actor
        told = announcing.announce(meeting, words=words, by=by, now=now, leaves_at=later)
        done = ngettext("%(count)s person is told.", "%(count)s people are told.", told)
        messages.success(request, done % {"count": told})
        return redirect("invite" if later > now else "meeting_attendance", meeting.pk)
    everybody = announcing.listeners(meeting, now)
    people = [one.invitation for one in everybody if not one.why]
    context = {
        "meeting": meeting,
        "people": people,
        "others": [one for one in everybody if one.why],
        "obstacle": announcing.obstacle(meeting, people, now),
        "last": announcing.last_announced(meeting),
        "form": form,
        "crumbs": crumbs(meeting, _("Documents are ready")),
    }
    if people and not context["obstacle"]:
        one = next((one for one in people if str(one.person_id) == request.POST.get("show")), people[0])
        words = form.cleaned_data.get("words", "") if form.is_bound else ""
        mail = announcing.preview(meeting, one, words=words, now=now)
        context |= {"one": one, "mail": shown(mail.raw)}
    return render(request, "meetings/invitations/announce.html", context, status=form.status)
