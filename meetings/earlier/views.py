"""Meetings of former times: the list with the form to enter one, and the file of its minutes."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foundation.documents.uploads import upload_response
from foundation.values import DomainError
from foundation.web import clock
from foundation.web.wording import plain_day
from governance.boards.models import Board
from governance.rights.request import ReadingRequest
from meetings.earlier.entering import Brought, enter, take_back
from meetings.earlier.forms import EarlierForm
from meetings.earlier.models import EarlierMinutes
from meetings.meeting.models import Meeting
from meetings.meeting.rules import can_prepare

SHOWN = 100


def _office_only(request: ReadingRequest) -> None:
    request.section = "more"
    if not can_prepare(request.reader):
        raise Http404


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def earlier(request: ReadingRequest) -> HttpResponse:
    """Enter one meeting after the other; those that are there stand below."""
    _office_only(request)
    form = EarlierForm(request.POST, request.FILES) if request.method == "POST" else _fresh(request)
    status = form.status
    if form.is_bound and form.is_valid():
        try:
            made = _entered(request, form.values())
        except DomainError as error:
            status = form.refuse(error)
        else:
            told = {"board": made.board.name, "day": plain_day(made.starts_at)}
            messages.success(request, _("%(board)s, %(day)s is entered.") % told)
            return redirect(f"{reverse('setup_earlier')}?gremium={made.board.slug}")
    rows = Meeting.objects.filter(status=Meeting.Status.EARLIER).select_related("board", "earlier_minutes__upload")
    crumbs = [(_("Set-up"), reverse("setup")), (_("Earlier meetings"), "")]
    context = {"form": form, "rows": rows.order_by("-starts_at")[:SHOWN], "crumbs": crumbs}
    return render(request, "meetings/earlier/earlier.html", context, status=status)


def _fresh(request: ReadingRequest) -> EarlierForm:
    """The board of the meeting entered last, and its usual place, stand there already."""
    board = {one.slug: one for one in Board.objects.all()}.get(request.GET.get("gremium", ""))
    return EarlierForm(initial={"board": board.slug, "place": board.place} if board else {})


def _entered(request: ReadingRequest, said: dict[str, Any]) -> Meeting:
    board, day, brought = said.pop("board"), said.pop("day"), said.pop("file")
    file = Brought(brought.name, brought.data) if brought else None
    return enter(board, day, file=file, **said, by=request.reader.actor, now=clock.now())


@login_required
@require_POST
def earlier_take_back(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """An entry that was a mistake goes, its file with it."""
    _office_only(request)
    meeting = get_object_or_404(Meeting, pk=pk)
    take_back(meeting, by=request.reader.actor, now=clock.now())
    messages.success(request, _("The entry is taken back."))
    return redirect("setup_earlier")


@login_required
@require_safe
def earlier_minutes(request: ReadingRequest, pk: UUID) -> FileResponse:
    """The file of the minutes, for those who may read it."""
    rows = EarlierMinutes.objects.visible_to(request.reader).select_related("upload")
    return upload_response(get_object_or_404(rows, meeting=pk).upload)
