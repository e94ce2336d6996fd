"""What a meeting decided."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from foundation.web.wording import plain_day
from governance.rights.levels import level_q
from governance.rights.request import ReadingRequest
from meetings.agenda.models import Recusal
from meetings.meeting.models import Meeting
from meetings.sittings.rules import can_lead
from meetings.sittings.wording import meeting_name
from meetings.votes.models import Motion

OPEN = (Meeting.Status.IN_SESSION, Meeting.Status.HELD)


@login_required
@require_safe
def decisions(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """Motions with their votes and resolutions, in the order of the agenda, up to the reader's level.

    Who is recused from an item finds its title only.
    """
    meeting = get_object_or_404(Meeting.objects.visible_to(request.reader).select_related("board"), pk=pk)
    request.section = "meetings"
    seen = level_q(request.reader, "item__meeting__board", "item__level", "item__meeting__starts_at")
    mine = Recusal.objects.filter(item=OuterRef("item"), person=request.reader.person_id)
    voted = Motion.objects.filter(seen, item__meeting=meeting, vote__isnull=False).annotate(recused=Exists(mine))
    context = {
        "meeting": meeting,
        "name": meeting_name(meeting.number, meeting.year, meeting.board.name),
        "motions": voted.select_related("item", "vote", "resolution__board").order_by("item__position", "id"),
        "may_correct": can_lead(request.reader, meeting) and meeting.status in OPEN,
        "tab": "meeting_decisions",
        "crumbs": [
            (_("Meetings"), reverse("meetings")),
            (f"{meeting.board.name}, {plain_day(meeting.starts_at)}", meeting.get_absolute_url()),
            (_("Resolutions"), ""),
        ],
    }
    return render(request, "meetings/votes/decisions.html", context)
