"""The running meeting: opened, led item by item, closed."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.values import DomainError
from foundation.web import clock
from foundation.web.wording import time_in_words
from governance.rights.request import ReadingRequest
from meetings.meeting.models import Meeting
from meetings.pages import taps
from meetings.pages.forms import CountForm, MotionForm
from meetings.pages.leading import Sight, sight
from meetings.pages.showing import RUNS
from meetings.pages.views.shared import crumbs, led_meeting
from meetings.sittings.rules import can_lead, is_early
from meetings.votes import voting


@login_required
def live(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """The running meeting: leaders enter results with one tap each, members of the board watch."""
    meeting = led_meeting(request, pk, lead=request.method == "POST")
    if meeting.status not in RUNS:
        if meeting.status == Meeting.Status.HELD:
            return redirect("meeting", pk=pk)
        raise Http404
    if request.method == "POST":
        return _tapped(request, meeting)
    chosen = request.GET.get("top", "")
    position = int(chosen) if chosen.isdecimal() and len(chosen) < 6 else None
    return _show(request, sight(meeting, request.reader, chosen=position))


def _tapped(request: ReadingRequest, meeting: Meeting) -> HttpResponse:
    tap = taps.Tap(meeting, request.POST, request.reader.actor, clock.now())
    if "put" in request.POST:
        return _put(request, tap)
    if request.POST.get("act") == "count":
        return _count(request, tap)
    if request.POST.get("act") == "open" and _is_early(request, meeting):
        return _confirm_early(request, meeting)
    taps.act_of(request.POST)(tap)
    if request.POST.get("act") == "close":
        messages.success(request, _("The meeting is closed. All results are saved."))
        return redirect("meeting", pk=meeting.pk)
    return redirect("live", pk=meeting.pk)


def _is_early(request: ReadingRequest, meeting: Meeting) -> bool:
    """Long before its time and not confirmed yet; a refusal of the day comes first."""
    waits = meeting.status == Meeting.Status.INVITED and meeting.day == clock.today()
    return waits and not request.POST.get("confirmed") and is_early(meeting, clock.now())


def _confirm_early(request: ReadingRequest, meeting: Meeting) -> HttpResponse:
    words = {"begin": time_in_words(meeting.starts_at), "now": time_in_words(clock.now())}
    context = {
        "meeting": meeting,
        "title": _("Open the meeting now?"),
        "text": _("It is %(now)s. The meeting begins at %(begin)s.") % words,
        "more": _("Opening states who is present and the quorum with the time of now."),
        "button": _("Open now"),
        "act": "open",
        "back_url": reverse("live", args=[meeting.pk]),
        "crumbs": crumbs(meeting, _("Open the meeting")),
    }
    return render(request, "meetings/invitations/confirm.html", context)


def _put(request: ReadingRequest, tap: taps.Tap) -> HttpResponse:
    """The changed motion stands on the screen before anybody votes on it."""
    form, item = MotionForm(request.POST), tap.item()
    if not form.is_valid():
        return _show(request, sight(tap.meeting, request.reader, chosen=item.position), form, 400)
    voting.put(item, form.cleaned_data["text"], **tap.who)
    return redirect(f"{reverse('live', args=[tap.meeting.pk])}?top={item.position}")


def _count(request: ReadingRequest, tap: taps.Tap) -> HttpResponse:
    form, status = _count_form(tap.meeting, request.POST), 400
    item = tap.item()
    if form.is_valid():
        try:
            taps.count(tap, text=form.cleaned_data["text"], ballot=form.ballot)
            return redirect("live", pk=tap.meeting.pk)
        except DomainError as error:
            form.add_error(None, error.message)
            status = error.status
    return _show(request, sight(tap.meeting, request.reader, chosen=item.position), form, status)


def _show(request: ReadingRequest, seen: Sight, count: MotionForm | None = None, status: int = 200) -> HttpResponse:
    meeting = seen.meeting
    lead = can_lead(request.reader, meeting)
    if count is None and lead and seen.current and not seen.current.hidden:
        count = _count_form(meeting, initial={"text": seen.current.motion_text})
    may_open = meeting.status == Meeting.Status.INVITED and meeting.day <= clock.today()
    is_open = meeting.status == Meeting.Status.IN_SESSION
    context = {
        "sight": seen,
        "meeting": meeting,
        "lead": lead,
        "marks": lead and (may_open or is_open),
        "count": count,
        "may_open": may_open,
        "is_open": is_open,
        "crumbs": crumbs(meeting),
    }
    return render(request, "meetings/pages/live.html", context, status=status)


def _count_form(meeting: Meeting, *args: object, **kwargs: object) -> CountForm:
    assert meeting.rules is not None
    return CountForm(*args, chair_decides=meeting.rules.tie_rule == "chair_decides", **kwargs)
