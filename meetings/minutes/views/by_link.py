"""The chair signs off or returns the draft by personal link, without a login."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from foundation.web import clock
from governance.mandates.models import Delegation
from governance.rights import asking
from governance.rights.levels import max_level
from governance.rights.request import ReadingRequest
from meetings.minutes import assemble, versions, writing
from meetings.minutes.forms import ReturnForm
from meetings.minutes.models import Minutes
from meetings.sittings.wording import meeting_name


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_off_by_link(request: ReadingRequest, token: str) -> HttpResponseBase:
    """The chair reads the draft, signs it off or returns it with a remark, without a login."""
    now = clock.now()
    visit = asking.visit(token, Delegation.Act.SIGN_OFF, now=now)
    rows = Minutes.objects.select_related("meeting__board", "meeting__rules", "meeting__minute_taker")
    found = get_object_or_404(rows, pk=visit.pk("minutes"))
    if proof := visit.challenge(request, found.meeting.board_id, now=now):
        return proof
    form, status = ReturnForm(request.POST if "return" in request.POST else None), 200
    by = visit.reader.actor
    content = versions.current(found, now=now)
    whole = assemble.is_whole(content, visit.reader.up_to)
    if request.method == "POST" and not form.is_bound:
        visit.expect_whole(whole)
        writing.sign_off(found, revision=visit.seen(request), by=by, now=now)
        return _thanks(request, token, _("The minutes are signed off."))
    if form.is_bound and form.is_valid():
        writing.return_(found, reason=form.cleaned_data["reason"], by=by, now=now)
        return _thanks(request, token, _("The draft is with the board office again. It reads your remark."))
    if form.is_bound:
        status = 400
    waits = found.status == Minutes.Status.CHAIR_REVIEW
    level = max_level(visit.reader, found.meeting.board_id)
    meeting = found.meeting
    context = {
        "narrow": True,
        "minutes": found,
        "name": meeting_name(meeting.number, meeting.year, meeting.board.name),
        "person": visit.person,
        "revision": found.revision,
        "done": "" if waits else writing.sign_off_words(found) or _("The draft is with the board office."),
        "whole": whole,
        "login_url": reverse("meeting_minutes", args=[meeting.pk]),
        "content": assemble.shown(content, level) if waits else None,
        "return_form": form,
    }
    return render(request, "meetings/minutes/by_link.html", context, status=status)


def _thanks(request: ReadingRequest, token: str, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("sign_off_by_link", token)
