"""What the pages of an agenda have in common: finding the meeting, crumbs, the way back."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.web.wording import day_digits
from governance.rights.request import ReadingRequest
from meetings.agenda import rules
from meetings.agenda.models import Agenda
from meetings.meeting.models import Meeting


def meeting_for(request: ReadingRequest, pk: UUID) -> Meeting:
    """The meeting whose agenda this reader may edit, with board and agenda."""
    rows = Meeting.objects.visible_to(request.reader).select_related("board", "rules", "agenda")
    meeting = get_object_or_404(rows, pk=pk)
    if not rules.can_edit(request.reader, meeting):
        raise Http404
    rules.expect_proven(request.reader, meeting)
    request.section = "meetings"
    return meeting


def agenda_of(meeting: Meeting) -> Agenda:
    """The stored agenda, or an unsaved draft before its first use."""
    return getattr(meeting, "agenda", None) or Agenda(meeting=meeting)


def back_to(meeting: Meeting, anchor: str = "") -> HttpResponse:
    return redirect(reverse("agenda_edit", args=[meeting.pk]) + (f"#{anchor}" if anchor else ""))


def crumbs(meeting: Meeting, *below: tuple[str, str]) -> list[tuple[str, str]]:
    here = (f"{meeting.board.name}, {day_digits(meeting.starts_at)}", meeting.get_absolute_url())
    return [(_("Meetings"), reverse("meetings")), here, *below]
