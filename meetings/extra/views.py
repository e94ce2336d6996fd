"""An extraordinary meeting is called: one form, one look at what comes of it, one click."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from foundation.almanac.periods import seed
from foundation.values import BERLIN, Actor, DomainError
from foundation.web import clock
from foundation.web.wording import moment_in_words, plain_day
from governance.boards.models import Board
from governance.boards.rules import can_call
from governance.procedure.rules_in_force import rules_on
from governance.rights.request import ReadingRequest
from meetings.extra import calling, looking
from meetings.extra.calling import AskedBy, Call
from meetings.extra.forms import CallForm
from meetings.invitations import confirming
from meetings.meeting.rules import chairs_voice
from meetings.meeting.standing import deadlines


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def extra_meeting(request: ReadingRequest, slug: str) -> HttpResponse:
    """The form; what comes of it, to be confirmed; or back to the form with all that was typed."""
    board = get_object_or_404(Board.objects.visible_to(request.reader), slug=slug)
    if not can_call(request.reader, board):
        raise Http404
    request.section = "boards"
    form = _form(request, board)
    status = form.status
    if form.is_bound and form.is_valid() and "change" not in request.POST:
        try:
            return _set(request, board, form.call) if "confirmed" in request.POST else _check(request, board, form)
        except DomainError as error:
            status = form.refuse(error)
    context = {"board": board, "form": form, "crumbs": _crumbs(board)}
    return render(request, "meetings/extra/call.html", context, status=status)


def _form(request: ReadingRequest, board: Board) -> CallForm:
    """Day, hour, length and place stand there already; the chair who opens it is the one who asks."""
    today = clock.today()
    if request.method != "POST":
        # The calendar is filled on the way in: a form that is refused writes nothing.
        seed([today.year, today.year + 1])
    ruled, suggestion = rules_on(board, today), looking.suggest(board, clock.now())
    start = datetime.combine(suggestion.day, ruled.start_time, BERLIN) if suggestion else None
    return CallForm(
        request.POST if request.method == "POST" else None,
        board=board,
        today=today,
        demand=calling.share(board, today).sentence,
        suggested=suggestion.sentence if suggestion else "",
        initial={
            "asked_by": AskedBy.CHAIR if board.pk in request.reader.chairs else None,
            "asked_on": today,
            "starts_at": start,
            "minutes": ruled.length_minutes,
            "place": board.place,
        },
    )


def _check(request: ReadingRequest, board: Board, form: CallForm) -> HttpResponse:
    """Nothing is stored yet."""
    asked = form.call
    outlook = looking.look(board, asked, office=request.reader.is_secretariat, now=clock.now())
    context: dict[str, Any] = {
        "board": board,
        "form": form,
        "asked": asked,
        "asked_by": AskedBy(asked.asked_by).label,
        "outlook": outlook,
        "notice": confirming.outlook(outlook.ruling.notice, "") if outlook.ruling.notice.ok else "",
        "crumbs": _crumbs(board),
    }
    return render(request, "meetings/extra/check.html", context)


def _set(request: ReadingRequest, board: Board, asked: Call) -> HttpResponse:
    meeting = calling.call(board, asked, by=_voice(request, board, asked), now=clock.now())
    words = {"moment": moment_in_words(meeting.starts_at), "day": plain_day(deadlines(meeting).release)}
    messages.success(
        request,
        _(
            "The extraordinary meeting is set: %(moment)s. The members are asked to keep it free. "
            "Next, the chair releases the agenda, by %(day)s."
        )
        % words,
    )
    return redirect("agenda_edit", meeting.pk)


def _voice(request: ReadingRequest, board: Board, asked: Call) -> Actor:
    """Where the chair calls the meeting, the office does it on the chair's word."""
    if asked.asked_by == AskedBy.CHAIR:
        return chairs_voice(request.reader, board.pk, clock.today())
    return request.reader.actor


def _crumbs(board: Board) -> list[tuple[str, str]]:
    return [
        (_("Boards"), reverse("boards")),
        (board.name, board.get_absolute_url()),
        (_("Call an extraordinary meeting"), ""),
    ]
