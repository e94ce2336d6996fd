"""The list of meetings and the page of one."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from foundation.web import clock
from foundation.web.wording import plain_day
from governance.confidentiality import Reader
from governance.rights.request import ReadingRequest
from meetings.agenda.rules import can_edit, can_propose
from meetings.earlier.models import EarlierMinutes
from meetings.extra.showing import called
from meetings.invitations import housing
from meetings.invitations.models import Invitation
from meetings.meeting.models import Meeting
from meetings.pages.showing import DRAFTED, RUNS, next_step, overview
from meetings.pages.views.shared import shown_meeting
from meetings.planning import repairing
from meetings.planning.rules import can_plan, can_set
from meetings.planning.setting import is_open

PAGE = 25


@login_required
@require_safe
def meetings(request: ReadingRequest) -> HttpResponse:
    """What is coming, and what was: of the reader's boards, of all boards for staff."""
    reader, now = request.reader, clock.now()
    request.section = "meetings"
    seen = _listed(Meeting.objects.visible_to(reader), reader)
    over = Q(ends_at__lt=now) | Q(status=Meeting.Status.HELD)
    past = Paginator(seen.filter(over).order_by("-starts_at"), PAGE).get_page(request.GET.get("seite"))
    context = {
        "upcoming": seen.exclude(over).order_by("starts_at"),
        "past": past,
        "proposes": can_propose(reader),
        "decides": reader.is_secretariat or bool(reader.chairs),
        "crumbs": [(_("Meetings"), "")],
    }
    return render(request, "meetings/pages/meetings.html", context)


def _listed(rows: QuerySet[Meeting], reader: Reader) -> QuerySet[Meeting]:
    own = Invitation.objects.filter(meeting=OuterRef("pk"), person=reader.person_id, withdrawn_at__isnull=True)
    return rows.select_related("board", "agenda", "minutes").annotate(own_answer=Subquery(own.values("answer")[:1]))


@login_required
@require_safe
def meeting(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """Head, dates, agenda, expected quorum, and the one thing to do next."""
    shown = shown_meeting(request, pk)
    view = overview(shown, request.reader, today=clock.today())
    context = {
        "meeting": shown,
        "view": view,
        "step": next_step(shown, request.reader, view.own, today=clock.today()),
        "edits_agenda": shown.status in DRAFTED and can_edit(request.reader, shown),
        "sent": request.reader.is_secretariat and shown.status in RUNS,
        "calendar": shown.status in RUNS and clock.now() < shown.ends_at,
        "may_set": can_set(request.reader, shown) and is_open(shown, clock.now()),
        "unplanned": repairing.after(shown, clock.now()) if can_plan(request.reader) else None,
        "may_change": request.reader.is_secretariat and shown.status in DRAFTED,
        "marks": housing.in_the_way(shown) if request.reader.is_secretariat and shown.status in DRAFTED else "",
        "called": called(shown, request.reader),
        "earlier": _earlier(shown, request.reader),
        "locked": shown.board_id in request.reader.locked and any(line.hidden for line in view.lines),
        "tab": "meeting",
        "crumbs": [
            (_("Meetings"), reverse("meetings")),
            (shown.board.name, shown.board.get_absolute_url()),
            (plain_day(shown.starts_at), ""),
        ],
    }
    return render(request, "meetings/pages/meeting.html", context)


def _earlier(shown: Meeting, reader: Reader) -> EarlierMinutes | None:
    """The filed minutes of a meeting held before this installation, for those who may read them."""
    if shown.status != Meeting.Status.EARLIER:
        return None
    return EarlierMinutes.objects.visible_to(reader).select_related("upload").filter(meeting=shown).first()
