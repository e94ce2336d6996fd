"""One click sets a date that was only pencilled in."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from foundation.web import clock
from governance.rights.request import ReadingRequest
from meetings.meeting.models import Meeting
from meetings.planning import rules, setting


@login_required
@require_POST
def set_date(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """Schedule the meeting and ask its members to keep the date free; by the board office or the chair."""
    meeting = get_object_or_404(Meeting.objects.visible_to(request.reader).select_related("board"), pk=pk)
    if not rules.can_set(request.reader, meeting):
        raise Http404
    sent = setting.set_date(meeting, by=request.reader.actor, now=clock.now())
    words = ngettext(
        "The date is set. %(count)s person is asked to keep it free.",
        "The date is set. %(count)s people are asked to keep it free.",
        sent,
    )
    messages.success(request, words % {"count": sent} if sent else _("The date is set."))
    return redirect(meeting)
