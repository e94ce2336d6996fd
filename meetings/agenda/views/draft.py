"""The draft of an agenda, its release, and the sent PDF."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from foundation.documents.files import pdf_response
from foundation.web import clock
from governance.confidentiality import Reader
from governance.mandates.delegating import leaders
from governance.mandates.models import Delegation
from governance.rights import asking
from governance.rights.request import ReadingRequest
from meetings.agenda import copies, editing, rules
from meetings.agenda.forms import ReleaseForm, TakeBackForm
from meetings.agenda.models import Agenda, AgendaItem, AgendaProposal
from meetings.agenda.showing import draft
from meetings.agenda.views.shared import agenda_of, back_to, crumbs, meeting_for
from meetings.meeting.models import Meeting
from meetings.meeting.rules import chairs_voice, leads
from meetings.meeting.standing import deadlines

KEPT = "release_typed"
"""The key of the session under which the words for a release wait for the next page."""
TYPED = ("day", "medium", "remark")
LONGEST_TYPED = 200
BADGES = {Agenda.Status.DRAFT: "info", Agenda.Status.RELEASED: "success", Agenda.Status.FROZEN: "success"}


@login_required
def agenda_edit(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """The draft beside what its sources want; every button is one act."""
    meeting = meeting_for(request, pk)
    if request.method == "POST":
        for name, act in ACTS.items():
            if name in request.POST:
                _keep_typed(request, meeting)
                return act(request, meeting, request.POST[name])
        raise Http404
    return _show(request, meeting)


def _keep_typed(request: ReadingRequest, meeting: Meeting) -> None:
    """What is typed about the release comes with every button and stands on the next page again."""
    typed = {name: request.POST[name][:LONGEST_TYPED] for name in TYPED if name in request.POST}
    if typed and "release" not in request.POST:
        request.session[KEPT] = {"meeting": str(meeting.pk), **typed}


def _release_form(request: ReadingRequest, meeting: Meeting, agenda: Agenda) -> ReleaseForm:
    initial: dict[str, object] = {"revision": agenda.revision}
    kept = request.session.pop(KEPT, {})
    if kept.pop("meeting", "") == str(meeting.pk):
        initial |= kept
    return ReleaseForm(today=clock.today(), initial=initial)


def _show(
    request: ReadingRequest,
    meeting: Meeting,
    release: ReleaseForm | None = None,
    status: int = 200,
    take_back: TakeBackForm | None = None,
) -> HttpResponse:
    reader, agenda = request.reader, agenda_of(meeting)
    waiting = AgendaProposal.objects.visible_to(reader).filter(board=meeting.board_id, status="proposed").count()
    is_draft = agenda.status == Agenda.Status.DRAFT
    delegation = _delegation(reader, meeting) if is_draft else None
    context = {
        "meeting": meeting,
        "agenda": agenda,
        "badge": BADGES[Agenda.Status(agenda.status)],
        "draft": draft(meeting, agenda, reader, now=clock.now()),
        "due": deadlines(meeting).release,
        "is_draft": is_draft,
        "released": editing.release_words(agenda),
        "delegation": delegation,
        "asked": bool(asking.asked(Delegation.Act.RELEASE, [meeting.key], clock.today())),
        "is_chair": leads(reader, meeting),
        "records": agenda.pk and is_draft and not (leads(reader, meeting) or delegation),
        "take_back": (take_back or TakeBackForm()) if rules.can_take_back(meeting, agenda) else None,
        "may_invite": reader.is_secretariat and meeting.status == Meeting.Status.SCHEDULED,
        "release": release or _release_form(request, meeting, agenda),
        "waiting": waiting,
        "crumbs": crumbs(meeting, (_("Proposal for the agenda") if is_draft else _("Agenda"), "")),
    }
    return render(request, "meetings/agenda/agenda_edit.html", context, status=status)


def _delegation(reader: Reader, meeting: Meeting) -> Delegation | None:
    """What lets this reader release for the chair without a note."""
    return None if leads(reader, meeting) else leaders(meeting.board_id, Delegation.Act.RELEASE, clock.today())


def _item(meeting: Meeting, value: str) -> AgendaItem:
    if not value.isdecimal() or len(value) > 15:
        raise Http404
    item = get_object_or_404(AgendaItem, meeting=meeting, pk=value)
    item.meeting = meeting
    return item


def _take_all(request: ReadingRequest, meeting: Meeting, value: str) -> HttpResponse:
    """Exactly the differences this page showed."""
    done = editing.accept(meeting, request.POST.getlist("seen"), by=request.reader.actor, now=clock.now())
    changes = len(done.new) + len(done.gone)
    words = ngettext("%(count)s change is taken over.", "%(count)s changes are taken over.", changes)
    messages.success(request, words % {"count": changes} if changes else _("Nothing has changed."))
    return back_to(meeting)


def _take(request: ReadingRequest, meeting: Meeting, value: str) -> HttpResponse:
    done = editing.accept(meeting, [value], by=request.reader.actor, now=clock.now())
    taken = meeting.items.filter(source=done.new[0].source).first() if done.new else None
    return back_to(meeting, f"top-{taken.pk}" if taken else "punkte")


def _keep(request: ReadingRequest, meeting: Meeting, value: str) -> HttpResponse:
    item = _item(meeting, value)
    editing.keep_item(item, by=request.reader.actor, now=clock.now())
    return back_to(meeting, f"top-{item.pk}")


def _moving(up: bool) -> Callable[[ReadingRequest, Meeting, str], HttpResponse]:
    def act(request: ReadingRequest, meeting: Meeting, value: str) -> HttpResponse:
        key, _dash, seen_at = value.partition("-")
        item = _item(meeting, key)
        position = int(seen_at) if seen_at.isdecimal() and len(seen_at) < 6 else None
        editing.move_item(item, up=up, seen_at=position, by=request.reader.actor, now=clock.now())
        return back_to(meeting, f"top-{item.pk}")

    return act


def _release(request: ReadingRequest, meeting: Meeting, value: str) -> HttpResponse:
    """The chair releases with a button, and so does the office on a delegation; else it records day and medium."""
    now, today = clock.now(), clock.today()
    form = ReleaseForm(request.POST, today=today)
    if leads(request.reader, meeting) or _delegation(request.reader, meeting):
        revision = request.POST.get("revision", "")
        seen = int(revision) if revision.isdecimal() and len(revision) < 10 else None
        by = chairs_voice(request.reader, meeting.board_id, today)
        editing.release(meeting, revision=seen, by=by, now=now)
    elif not form.is_valid():
        return _show(request, meeting, form, 400)
    else:
        by = chairs_voice(request.reader, meeting.board_id, today)
        editing.release(meeting, note=form.note, revision=form.cleaned_data["revision"], by=by, now=now)
    messages.success(request, _("The agenda is released."))
    return back_to(meeting)


def _ask_release(request: ReadingRequest, meeting: Meeting, value: str) -> HttpResponse:
    if editing.ask_release(meeting, by=request.reader.actor, now=clock.now()):
        messages.success(request, _("The chair gets a mail with a link to this agenda."))
    else:
        words = _("The chair already has the mail with this draft. Please phone, or change the draft.")
        messages.info(request, words)
    return back_to(meeting)


def _take_back(request: ReadingRequest, meeting: Meeting, value: str) -> HttpResponse:
    form = TakeBackForm(request.POST)
    if not form.is_valid():
        return _show(request, meeting, status=400, take_back=form)
    editing.take_back(meeting, reason=form.cleaned_data["why"], by=request.reader.actor, now=clock.now())
    messages.success(request, _("The agenda is a draft again. The chair has to release it anew."))
    return back_to(meeting)


ACTS: dict[str, Callable[[ReadingRequest, Meeting, str], HttpResponse]] = {
    "take_all": _take_all,
    "take": _take,
    "keep": _keep,
    "up": _moving(up=True),
    "down": _moving(up=False),
    "release": _release,
    "ask_release": _ask_release,
    "take_back": _take_back,
}


@login_required
@require_safe
def agenda_pdf(request: ReadingRequest, pk: UUID) -> FileResponse:
    """The agenda as it was sent; while it is being made, a page says so."""
    meeting = get_object_or_404(Meeting.objects.visible_to(request.reader), pk=pk)
    rendering = copies.sent_file(request.reader, meeting)
    if rendering is None:
        raise Http404
    return pdf_response(rendering)
