"""The buttons of the page, each one act."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation.values import DomainError
from foundation.web import clock
from governance.people.models import Person
from governance.rights.request import ReadingRequest
from meetings.meeting.models import Meeting
from meetings.meeting.rules import chairs_voice
from meetings.minutes import letters, objecting, rules, writing
from meetings.minutes.forms import ReadForm, ReturnForm, SignOffForm, TakeBackForm
from meetings.minutes.models import Minutes
from meetings.minutes.views.showing import delegation, objection_form, show, texts_form


def _who(request: ReadingRequest) -> dict[str, Any]:
    return {"by": request.reader.actor, "now": clock.now()}


def _expect(allowed: bool) -> None:
    if not allowed:
        raise Http404


def _back(request: ReadingRequest, meeting: Meeting, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("meeting_minutes", pk=meeting.pk)


def _begin(request: ReadingRequest, meeting: Meeting) -> HttpResponse:
    _expect(rules.can_write(request.reader))
    writing.draft(meeting, **_who(request))
    return redirect("meeting_minutes", pk=meeting.pk)


def _write(request: ReadingRequest, meeting: Meeting, found: Minutes) -> HttpResponse:
    _expect(rules.can_write(request.reader))
    if page := _refused(request, meeting, found):
        return page
    saved = _("The minutes are saved.")
    if not (request.POST.get("medium") or request.POST.get("remark")):
        return _back(request, meeting, saved)
    messages.success(request, saved)
    return show(request, meeting, found, sign_off=_noted(request, found))


def _noted(request: ReadingRequest, found: Minutes) -> SignOffForm:
    """The chair's word as far as it is typed, although another button was pressed."""
    typed = {name: request.POST[name] for name in SignOffForm.FIELDS if request.POST.get(name)}
    return SignOffForm(today=clock.today(), initial={"revision": found.revision, **typed})


def _typed(request: ReadingRequest) -> bool:
    return any(name.startswith("text_") for name in request.POST)


def _unsaved(request: ReadingRequest, meeting: Meeting, found: Minutes) -> HttpResponse | None:
    """Save the texts that came with another button first; where that fails, the page with what was typed."""
    return _refused(request, meeting, found) if _typed(request) else None


def _refused(request: ReadingRequest, meeting: Meeting, found: Minutes) -> HttpResponse | None:
    form, status = texts_form(found, request.POST), 400
    if form.is_valid():
        try:
            seen = form.cleaned_data["revision"]
            found.revision = writing.write(found, form.texts, revision=seen, **_who(request))
            return None
        except DomainError as error:
            form.add_error(None, error.message)
            status = error.status
    kept = {"sign_off": _noted(request, found)} if "day" in request.POST else {}
    return show(request, meeting, found, status, texts=form, **kept)


def _hand_over(request: ReadingRequest, meeting: Meeting, found: Minutes) -> HttpResponse:
    _expect(rules.can_write(request.reader))
    if page := _unsaved(request, meeting, found):
        return page
    writing.hand_over(found, **_who(request))
    return _back(request, meeting, _("The draft is with the chair."))


def _return(request: ReadingRequest, meeting: Meeting, found: Minutes) -> HttpResponse:
    _expect(meeting.board_id in request.reader.chairs)
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return show(request, meeting, found, 400, return_form=form)
    writing.return_(found, reason=form.cleaned_data["reason"], **_who(request))
    return _back(request, meeting, _("The draft is with the board office again. It reads your remark."))


def _sign_off(request: ReadingRequest, meeting: Meeting, found: Minutes) -> HttpResponse:
    """The chair signs with a button, and so does the office on a delegation; else it notes the chair's word."""
    _expect(rules.can_sign_off(request.reader, meeting))
    signs = meeting.board_id in request.reader.chairs or bool(delegation(request.reader, meeting))
    writes = rules.can_write(request.reader)
    if writes and (page := _unsaved(request, meeting, found)):
        return page
    form = ReadForm(request.POST) if signs else SignOffForm(request.POST, today=clock.today())
    if not form.is_valid():
        return show(request, meeting, found, 400, sign_off=form)
    by = chairs_voice(request.reader, meeting.board_id, clock.today())
    seen = found.revision if writes and _typed(request) else form.cleaned_data["revision"]
    note = form.note if isinstance(form, SignOffForm) else ""
    try:
        writing.sign_off(found, revision=seen, note=note, by=by, now=clock.now())
    except DomainError as error:
        form.add_error(None, error.message)
        return show(request, meeting, found, error.status, sign_off=form)
    done = _("The minutes are signed off.") if signs else _("The chair's word is recorded.")
    return _back(request, meeting, done)


def _send(request: ReadingRequest, meeting: Meeting, found: Minutes) -> HttpResponse:
    """Sending takes a second click, like an invitation."""
    _expect(rules.can_write(request.reader))
    if found.status == Minutes.Status.SIGNED_OFF and not request.POST.get("confirmed"):
        return _confirm_sending(request, meeting, found)
    writing.circulate(found, **_who(request))
    return _back(request, meeting, _("The minutes are on their way to the members."))


def _confirm_sending(request: ReadingRequest, meeting: Meeting, found: Minutes) -> HttpResponse:
    count = len(letters.members(found, clock.today()))
    told = ngettext("The minutes go to %(count)s person.", "The minutes go to %(count)s people.", count)
    context = {
        "meeting": meeting,
        "title": _("Send the minutes now?"),
        "text": told % {"count": count},
        "more": _("The text is kept as a version and cannot be changed in it."),
        "button": _("Send the minutes"),
        "act": "send",
        "back_url": reverse("meeting_minutes", args=[meeting.pk]),
        "crumbs": [(_("Meetings"), reverse("meetings")), (_("Minutes"), "")],
    }
    return render(request, "meetings/invitations/confirm.html", context)


def _take_back(request: ReadingRequest, meeting: Meeting, found: Minutes) -> HttpResponse:
    _expect(rules.can_write(request.reader))
    form = TakeBackForm(request.POST)
    if not form.is_valid():
        return show(request, meeting, found, 400, take_back=form)
    writing.take_back(found, reason=form.cleaned_data["why"], **_who(request))
    return _back(request, meeting, _("You can write the minutes again. The next sending is a new version."))


def _object(request: ReadingRequest, meeting: Meeting, found: Minutes) -> HttpResponse:
    _expect(rules.can_object(request.reader, found))
    form, status = objection_form(request, found, request.POST), 400
    if form.is_valid():
        person = get_object_or_404(Person, pk=request.reader.person_id)
        try:
            objecting.object_to(found, person=person, **form.cleaned_data, **_who(request))
            return _back(request, meeting, _("Your objection is saved. The next meeting decides on it."))
        except DomainError as error:
            form.add_error(None, error.message)
            status = error.status
    return show(request, meeting, found, status, objection=form)


ACTS: dict[str, Callable[[ReadingRequest, Meeting, Minutes], HttpResponse]] = {
    "write": _write,
    "hand_over": _hand_over,
    "return": _return,
    "sign_off": _sign_off,
    "send": _send,
    "take_back": _take_back,
    "object": _object,
}
