"""The minutes of a meeting: written by the board office, signed off by the chair, read by the members."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from foundation.documents.files import pdf_response
from foundation.values import DomainError
from foundation.web import clock
from foundation.web.wording import plain_day
from governance.confidentiality import Level, Reader
from governance.mandates.delegating import leaders
from governance.mandates.models import Delegation
from governance.people.models import Person
from governance.rights import asking
from governance.rights.levels import file_level, level_q, max_level
from governance.rights.request import ReadingRequest
from meetings.agenda.models import AgendaItem
from meetings.meeting.models import Meeting
from meetings.meeting.rules import chairs_voice
from meetings.minutes import assemble, letters, objecting, rules, versions, writing
from meetings.minutes.forms import ObjectionForm, ReadForm, ReturnForm, SignOffForm, TextsForm
from meetings.minutes.models import Minutes, MinutesVersion
from meetings.sittings.wording import meeting_name

SECTION = "meetings"


def _load(request: ReadingRequest, pk: UUID) -> tuple[Meeting, Minutes | None]:
    rows = Meeting.objects.visible_to(request.reader).select_related("board", "rules", "minute_taker")
    meeting = get_object_or_404(rows, pk=pk)
    minutes = Minutes.objects.visible_to(request.reader).filter(meeting=meeting).first()
    if minutes:
        minutes.meeting = meeting
    request.section = SECTION
    return meeting, minutes


@login_required
def minutes(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """Reading for everybody who may; the buttons follow the role and the state."""
    meeting, found = _load(request, pk)
    if request.method == "POST":
        if request.POST.get("act") == "begin":
            return _begin(request, meeting)
        act = ACTS.get(request.POST.get("act", ""))
        if act is None or found is None:
            raise Http404
        return act(request, meeting, found)
    return _show(request, meeting, found)


def _show(request: ReadingRequest, meeting: Meeting, found: Minutes | None, status: int = 200, **forms: Any):
    context = {
        "meeting": meeting,
        "minutes": found,
        "name": meeting_name(meeting.number, meeting.year, meeting.board.name),
        "tab": "meeting_minutes",
        "may_begin": rules.can_write(request.reader) and meeting.status == Meeting.Status.HELD,
        "crumbs": [
            (_("Meetings"), reverse("meetings")),
            (f"{meeting.board.name}, {plain_day(meeting.starts_at)}", meeting.get_absolute_url()),
            (_("Minutes"), ""),
        ],
    }
    if found:
        context |= _reading(request, found) | _forms(request, found, forms)
    return render(request, "meetings/minutes/minutes.html", context, status=status)


def _reading(request: ReadingRequest, found: Minutes) -> dict[str, Any]:
    """The text to read: the present state for those who see drafts, otherwise the last version sent."""
    level = max_level(request.reader, found.meeting.board_id)
    version = found.versions.select_related("rendering").last()
    if rules.sees_draft(request.reader, found) and found.is_draft:
        content: dict[str, Any] | None = versions.current(found, now=clock.now())
    else:
        content = version.content if version else None
    whole = version is not None and assemble.is_whole(
        version.content, file_level(request.reader, found.meeting.board_id)
    )
    return {
        "content": _with_fields(assemble.shown(content, level, _barred(request, found, level))) if content else None,
        "version": version if whole else None,
        "signed": writing.sign_off_words(found) if rules.sees_draft(request.reader, found) else "",
        "objections": found.objections.select_related("item", "person").filter(_own_or_all(request, found)),
    }


def _barred(request: ReadingRequest, found: Minutes, level: Level) -> set[int]:
    """Confidential items a member is recused from; who reads up to another level is asked nothing."""
    if level != Level.CONFIDENTIAL:
        return set()
    items = AgendaItem.objects.filter(meeting=found.meeting, level__gt=Level.BOARD)
    return set(items.filter(recusals__person=request.reader.person_id).values_list("pk", flat=True))


def _with_fields(content: dict[str, Any]) -> dict[str, Any]:
    """Each item knows the field of its free text."""
    return {**content, "items": [{**item, "field": f"text_{item['key']}"} for item in content["items"]]}


def _own_or_all(request: ReadingRequest, found: Minutes):
    if rules.sees_draft(request.reader, found):
        return level_q(request.reader, "item__meeting__board", "item__level")
    return Q(person_id=request.reader.person_id)


def _forms(request: ReadingRequest, found: Minutes, forms: dict[str, Any]) -> dict[str, Any]:
    reader, offered = request.reader, {}
    if rules.can_write(reader) and found.status == Minutes.Status.DRAFTING:
        offered["texts"] = forms.get("texts") or _texts_form(found)
        offered["returned"] = found.returned_at
    if rules.can_return(reader, found):
        offered["return_form"] = forms.get("return_form") or ReturnForm()
    if _signable(reader, found):
        offered["is_chair"] = found.meeting.board_id in reader.chairs
        offered["delegation"] = _delegation(reader, found.meeting)
        kind = ReadForm if offered["is_chair"] or offered["delegation"] else SignOffForm
        offered["sign_off"] = forms.get("sign_off") or kind(initial={"revision": found.revision})
    if rules.can_object(reader, found) and found.objections_until and clock.today() <= found.objections_until:
        offered["objection"] = forms.get("objection") or _objection_form(request, found)
    offered["may_send"] = rules.can_write(reader) and found.status == Minutes.Status.SIGNED_OFF
    offered["may_take_back"] = rules.can_write(reader) and found.status in (
        Minutes.Status.CHAIR_REVIEW,
        Minutes.Status.SIGNED_OFF,
        Minutes.Status.CIRCULATED,
    )
    return offered


def _signable(reader: Reader, found: Minutes) -> bool:
    """The chair signs what was handed over; the office may record the chair's word before that, too."""
    if found.meeting.board_id in reader.chairs:
        return found.status == Minutes.Status.CHAIR_REVIEW
    return found.status in writing.UNSIGNED and rules.can_sign_off(reader, found.meeting)


def _delegation(reader: Reader, meeting: Meeting) -> Delegation | None:
    """What lets this reader sign off for the chair without a note."""
    if meeting.board_id in reader.chairs:
        return None
    return leaders(meeting.board_id, Delegation.Act.SIGN_OFF, clock.today())


def _texts_form(found: Minutes, data: Any = None) -> TextsForm:
    entries = found.entries.select_related("item").order_by("item__position")
    return TextsForm(data, entries=entries, initial={"revision": found.revision})


def _objection_form(request: ReadingRequest, found: Minutes, data: Any = None) -> ObjectionForm:
    seen = level_q(request.reader, "meeting__board", "level")
    return ObjectionForm(data, items=AgendaItem.objects.filter(seen, meeting=found.meeting).order_by("position"))


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
    if not request.POST.get("note"):
        return _back(request, meeting, saved)
    messages.success(request, saved)
    return _show(request, meeting, found, sign_off=_noted(request, found))


def _noted(request: ReadingRequest, found: Minutes) -> SignOffForm:
    """The chair's word as far as it is typed, although another button was pressed."""
    return SignOffForm(initial={"revision": found.revision, "note": request.POST.get("note", "")})


def _typed(request: ReadingRequest) -> bool:
    return any(name.startswith("text_") for name in request.POST)


def _unsaved(request: ReadingRequest, meeting: Meeting, found: Minutes) -> HttpResponse | None:
    """Save the texts that came with another button first; where that fails, the page with what was typed."""
    return _refused(request, meeting, found) if _typed(request) else None


def _refused(request: ReadingRequest, meeting: Meeting, found: Minutes) -> HttpResponse | None:
    form, status = _texts_form(found, request.POST), 400
    if form.is_valid():
        try:
            seen = form.cleaned_data["revision"]
            found.revision = writing.write(found, form.texts, revision=seen, **_who(request))
            return None
        except DomainError as error:
            form.add_error(None, error.message)
            status = error.status
    kept = {"sign_off": _noted(request, found)} if "note" in request.POST else {}
    return _show(request, meeting, found, status, texts=form, **kept)


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
        return _show(request, meeting, found, 400, return_form=form)
    writing.return_(found, reason=form.cleaned_data["reason"], **_who(request))
    return _back(request, meeting, _("The draft is with the board office again. It reads your remark."))


def _sign_off(request: ReadingRequest, meeting: Meeting, found: Minutes) -> HttpResponse:
    """The chair signs with a button, and so does the office on a delegation; else it notes the chair's word."""
    _expect(rules.can_sign_off(request.reader, meeting))
    signs = meeting.board_id in request.reader.chairs or bool(_delegation(request.reader, meeting))
    writes = rules.can_write(request.reader)
    if writes and (page := _unsaved(request, meeting, found)):
        return page
    form = (ReadForm if signs else SignOffForm)(request.POST)
    if not form.is_valid():
        return _show(request, meeting, found, 400, sign_off=form)
    by = chairs_voice(request.reader, meeting.board_id, clock.today())
    word = form.cleaned_data | ({"revision": found.revision} if writes and _typed(request) else {})
    try:
        writing.sign_off(found, **word, by=by, now=clock.now())
    except DomainError as error:
        form.add_error(None, error.message)
        return _show(request, meeting, found, error.status, sign_off=form)
    done = _("The minutes are signed off.") if signs else _("The chair's word is recorded.")
    return _back(request, meeting, done)


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
    if request.method == "POST" and not form.is_bound:
        _expect_handed_over(found)
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
        "content": assemble.shown(versions.current(found, now=now), level) if waits else None,
        "return_form": form,
    }
    return render(request, "meetings/minutes/by_link.html", context, status=status)


def _thanks(request: ReadingRequest, token: str, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("sign_off_by_link", token)


def _expect_handed_over(found: Minutes) -> None:
    """What the office took back to write on is not signed off from an old page."""
    if found.status == Minutes.Status.DRAFTING:
        raise DomainError(
            _("The board office writes on these minutes. It hands them over again."), code="not_handed_over"
        )


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
    writing.take_back(found, **_who(request))
    return _back(request, meeting, _("You can write the minutes again. The next sending is a new version."))


def _object(request: ReadingRequest, meeting: Meeting, found: Minutes) -> HttpResponse:
    _expect(rules.can_object(request.reader, found))
    form, status = _objection_form(request, found, request.POST), 400
    if form.is_valid():
        person = get_object_or_404(Person, pk=request.reader.person_id)
        try:
            objecting.object_to(found, person=person, **form.cleaned_data, **_who(request))
            return _back(request, meeting, _("Your objection is saved. The next meeting decides on it."))
        except DomainError as error:
            form.add_error(None, error.message)
            status = error.status
    return _show(request, meeting, found, status, objection=form)


ACTS: dict[str, Callable[[ReadingRequest, Meeting, Minutes], HttpResponse]] = {
    "write": _write,
    "hand_over": _hand_over,
    "return": _return,
    "sign_off": _sign_off,
    "send": _send,
    "take_back": _take_back,
    "object": _object,
}


@login_required
@require_safe
def pdf(request: ReadingRequest, pk: UUID) -> FileResponse:
    """The last version as PDF, for those who may read every item of it."""
    meeting, found = _load(request, pk)
    version = MinutesVersion.objects.filter(minutes=found, rendering__isnull=False).select_related("rendering").last()
    if found is None or version is None or version.rendering is None:
        raise Http404
    if not assemble.is_whole(version.content, file_level(request.reader, meeting.board_id)):
        raise Http404
    return pdf_response(version.rendering)
