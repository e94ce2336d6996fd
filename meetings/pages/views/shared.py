"""Finding the meeting of a page, and its crumbs."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.web.wording import day_digits
from governance.rights.request import ReadingRequest
from meetings.agenda.rules import expect_proven
from meetings.meeting.models import Meeting
from meetings.pages.leading import meeting_for
from meetings.pages.showing import DRAFTED
from meetings.sittings.rules import can_lead


def shown_meeting(request: ReadingRequest, pk: UUID) -> Meeting:
    request.section = "meetings"
    known = ("board", "rules", "agenda", "minutes", "planned_date__plan")
    rows = Meeting.objects.visible_to(request.reader).select_related(*known)
    return get_object_or_404(rows, pk=pk)


def led_meeting(request: ReadingRequest, pk: UUID, *, lead: bool = False) -> Meeting:
    meeting = meeting_for(request.reader, pk)
    if meeting is None or meeting.rules is None or (lead and not can_lead(request.reader, meeting)):
        raise Http404
    if can_lead(request.reader, meeting):
        expect_proven(request.reader, meeting)
    request.section = "meetings"
    return meeting


def crumbs(meeting: Meeting, *labels: str) -> list[tuple[str, str]]:
    """Down to the live page, or to the page called `labels` below it."""
    opened = meeting.status not in (*DRAFTED, Meeting.Status.INVITED)
    here = _("Meeting in session") if opened else _("Open the meeting")
    above = [(_("Meetings"), reverse("meetings"))]
    above.append((f"{meeting.board.name}, {day_digits(meeting.starts_at)}", meeting.get_absolute_url()))
    if labels:
        above.append((here, reverse("live", args=[meeting.pk])))
    return [*above, ((labels or (here,))[-1], "")]
