"""The draft of an agenda, its release, the sent PDF, and the pool of topics."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
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
from foundation.web.wording import day_digits
from governance.confidentiality import Reader
from governance.mandates.delegating import leaders
from governance.mandates.models import Delegation
from governance.people.models import Person
from governance.rights import asking
from governance.rights.request import ReadingRequest
from meetings.agenda import copies, editing, proposing, rules
from meetings.agenda.forms import ItemForm, RejectForm, ReleaseForm, TopicForm
from meetings.agenda.models import Agenda, AgendaItem, AgendaProposal
from meetings.agenda.showing import draft
from meetings.meeting.models import Meeting
from meetings.meeting.rules import chairs_voice, leads
from meetings.meeting.standing import deadlines

BADGES = {Agenda.Status.DRAFT: "info", Agenda.Status.RELEASED: "success", Agenda.Status.FROZEN: "success"}


def _meeting(request: ReadingRequest, pk: UUID) -> Meeting:
    """The meeting whose agenda this reader may edit, with board and agenda."""
    rows = Meeting.objects.visible_to(request.reader).select_related("board", "rules", "agenda")
    meeting = get_object_or_404(rows, pk=pk)
    if not rules.can_edit(request.reader, meeting):
        raise Http404
    request.section = "meetings"
    return meeting


def _agenda(meeting: Meeting) -> Agenda:
    """The stored agenda, or an unsaved draft before its first use."""
    return getattr(meeting, "agenda", None) or Agenda(meeting=meeting)


def _to(meeting: Meeting, anchor: str = "") -> HttpResponse:
    return redirect(reverse("agenda_edit", args=[meeting.pk]) + (f"#{anchor}" if anchor else ""))


@login_required
def agenda_edit(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """The draft beside what its sources want; every button is one act."""
    meeting = _meeting(request, pk)
    if request.method == "POST":
        for name, act in ACTS.items():
            if name in request.POST:
                return act(request, meeting, request.POST[name])
        raise Http404
    return _show(request, meeting)


def _show(
    request: ReadingRequest, meeting: Meeting, release: ReleaseForm | None = None, status: int = 200
) -> HttpResponse:
    reader, today, agenda = request.reader, clock.today(), _agenda(meeting)
    waiting = AgendaProposal.objects.visible_to(reader).filter(board=meeting.board_id, status="proposed").count()
    context = {
        "meeting": meeting,
        "agenda": agenda,
        "badge": BADGES[Agenda.Status(agenda.status)],
        "draft": draft(meeting, agenda, reader, now=clock.now()),
        "due": deadlines(meeting).release,
        "is_draft": agenda.status == Agenda.Status.DRAFT,
        "released": editing.release_words(agenda),
        "delegation": _delegation(reader, meeting) if agenda.status == Agenda.Status.DRAFT else None,
        "is_chair": leads(reader, meeting),
        "may_take_back": rules.can_take_back(meeting, agenda),
        "may_invite": reader.is_secretariat and meeting.status == Meeting.Status.SCHEDULED,
        "release": release or ReleaseForm(today=today, initial={"day": today, "revision": agenda.revision}),
        "waiting": waiting,
        "crumbs": _crumbs(meeting, (_("Proposal for the agenda"), "")),
    }
    return render(request, "meetings/agenda/agenda_edit.html", context, status=status)


def _delegation(reader: Reader, meeting: Meeting) -> Delegation | None:
    """What lets this reader release for the chair without a note."""
    return None if leads(reader, meeting) else leaders(meeting.board_id, Delegation.Act.RELEASE, clock.today())


def _crumbs(meeting: Meeting, *below: tuple[str, str]) -> list[tuple[str, str]]:
    here = (f"{meeting.board.name}, {day_digits(meeting.starts_at)}", meeting.get_absolute_url())
    return [(_("Meetings"), reverse("meetings")), here, *below]


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
    return _to(meeting)


def _take(request: ReadingRequest, meeting: Meeting, value: str) -> HttpResponse:
    done = editing.accept(meeting, [value], by=request.reader.actor, now=clock.now())
    taken = meeting.items.filter(source=done.new[0].source).first() if done.new else None
    return _to(meeting, f"top-{taken.pk}" if taken else "punkte")


def _keep(request: ReadingRequest, meeting: Meeting, value: str) -> HttpResponse:
    item = _item(meeting, value)
    editing.keep_item(item, by=request.reader.actor, now=clock.now())
    return _to(meeting, f"top-{item.pk}")


def _moving(up: bool) -> Callable[[ReadingRequest, Meeting, str], HttpResponse]:
    def act(request: ReadingRequest, meeting: Meeting, value: str) -> HttpResponse:
        key, _dash, seen_at = value.partition("-")
        item = _item(meeting, key)
        position = int(seen_at) if seen_at.isdecimal() and len(seen_at) < 6 else None
        editing.move_item(item, up=up, seen_at=position, by=request.reader.actor, now=clock.now())
        return _to(meeting, f"top-{item.pk}")

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
    return _to(meeting)


def _ask_release(request: ReadingRequest, meeting: Meeting, value: str) -> HttpResponse:
    editing.ask_release(meeting, by=request.reader.actor, now=clock.now())
    messages.success(request, _("The chair gets a mail with a link to this agenda."))
    return _to(meeting)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def release_by_link(request: ReadingRequest, token: str) -> HttpResponseBase:
    """The chair reads the draft and releases it, without a login."""
    now = clock.now()
    visit = asking.visit(token, Delegation.Act.RELEASE, now=now)
    rows = Meeting.objects.select_related("board", "rules", "agenda")
    meeting = get_object_or_404(rows, pk=visit.pk("meeting"))
    if proof := visit.challenge(request, meeting.board_id, now=now):
        return proof
    if request.method == "POST":
        editing.release(meeting, revision=visit.seen(request), by=visit.reader.actor, now=now)
        messages.success(request, _("The agenda is released."))
        return redirect("release_by_link", token)
    agenda = _agenda(meeting)
    items = AgendaItem.objects.filter(meeting=meeting).order_by("position").prefetch_related("recusals")
    for item in items:
        item.meeting = meeting
    context = {
        "narrow": True,
        "meeting": meeting,
        "person": visit.person,
        "revision": agenda.revision,
        "done": editing.release_words(agenda),
        "lines": [(one, one.title_for(visit.reader), one.open_to(visit.reader)) for one in items],
    }
    return render(request, "meetings/agenda/by_link.html", context)


def _take_back(request: ReadingRequest, meeting: Meeting, value: str) -> HttpResponse:
    editing.take_back(meeting, by=request.reader.actor, now=clock.now())
    messages.success(request, _("The agenda is a draft again. The chair has to release it anew."))
    return _to(meeting)


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
def item_add(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """An item by hand; it goes behind the last topic."""
    meeting = _meeting(request, pk)
    form = ItemForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        item = editing.add_item(meeting, **form.fields_of_item, by=request.reader.actor, now=clock.now())
        return _to(meeting, f"top-{item.pk}")
    return _item_page(request, meeting, form, _("Add an item"), 400 if form.errors else 200)


@login_required
def item_edit(request: ReadingRequest, pk: UUID, item_pk: int) -> HttpResponse:
    """Change an item. Where somebody else was faster, both texts are shown and nothing is lost."""
    meeting = _meeting(request, pk)
    item = _open_item(request, meeting, item_pk)
    agenda = _agenda(meeting)
    title = _("Edit item %(number)s") % {"number": item.position}
    if request.method != "POST":
        return _item_page(
            request, meeting, ItemForm(initial=ItemForm.values_of(item, agenda.revision)), title, item=item
        )
    form = ItemForm(request.POST)
    if not form.is_valid():
        return _item_page(request, meeting, form, title, 400, item=item)
    try:
        seen = form.cleaned_data["revision"]
        editing.edit_item(item, revision=seen, by=request.reader.actor, now=clock.now(), **form.fields_of_item)
    except DomainError as error:
        if error.code != "outdated":
            raise
        return _item_page(
            request, meeting, _again(request, agenda, error), title, error.status, item=item, outdated=True
        )
    return _to(meeting, f"top-{item.pk}")


def _again(request: ReadingRequest, agenda: Agenda, error: DomainError) -> ItemForm:
    """What was typed, on the revision shown beside it now: saving once more is a decision."""
    data = request.POST.copy()
    data["revision"] = str(agenda.revision)
    form = ItemForm(data)
    form.add_error(None, error.message)
    return form


def _open_item(request: ReadingRequest, meeting: Meeting, item_pk: int) -> AgendaItem:
    """An item whose text this reader may see: nobody edits what they are recused from."""
    rows = AgendaItem.objects.prefetch_related("recusals")
    item = get_object_or_404(rows, meeting=meeting, pk=item_pk)
    item.meeting = meeting
    if not item.open_to(request.reader):
        raise Http404
    return item


def _item_page(
    request: ReadingRequest,
    meeting: Meeting,
    form: ItemForm,
    title: str,
    status: int = 200,
    item: AgendaItem | None = None,
    outdated: bool = False,
) -> HttpResponse:
    above = (_("Proposal for the agenda"), reverse("agenda_edit", args=[meeting.pk]))
    context = {
        "meeting": meeting,
        "form": form,
        "title": title,
        "item": item,
        "stored": item if outdated else None,
        "crumbs": _crumbs(meeting, above, (title, "")),
    }
    return render(request, "meetings/agenda/item.html", context, status=status)


@login_required
def item_remove(request: ReadingRequest, pk: UUID, item_pk: int) -> HttpResponse:
    """Ask once, then take the item off."""
    meeting = _meeting(request, pk)
    item = AgendaItem.objects.filter(meeting=meeting, pk=item_pk).first()
    if item is not None:
        item = _open_item(request, meeting, item_pk)
    if request.method == "POST":
        if item:
            editing.remove_item(item, by=request.reader.actor, now=clock.now())
            messages.success(request, _("The item is off the agenda: %(title)s.") % {"title": item.title})
        return _to(meeting, "punkte")
    if item is None:
        raise Http404
    above = (_("Proposal for the agenda"), reverse("agenda_edit", args=[meeting.pk]))
    context = {"meeting": meeting, "item": item, "crumbs": _crumbs(meeting, above, (_("Remove an item"), ""))}
    return render(request, "meetings/agenda/item_remove.html", context)


@login_required
@require_safe
def agenda_pdf(request: ReadingRequest, pk: UUID) -> FileResponse:
    """The agenda as it was sent; while it is being made, a page says so."""
    meeting = get_object_or_404(Meeting.objects.visible_to(request.reader), pk=pk)
    rendering = copies.sent_file(request.reader, meeting)
    if rendering is None:
        raise Http404
    return pdf_response(rendering)


@login_required
def proposals(request: ReadingRequest) -> HttpResponse:
    """Propose a topic, see what became of the own ones, and decide on those of the boards one leads."""
    if not rules.can_propose(request.reader):
        raise Http404
    request.section = "meetings"
    if "accept" in request.POST:
        return _accept(request, request.POST["accept"])
    reader = request.reader
    form = TopicForm(request.POST if request.method == "POST" else None, boards=rules.boards_to_propose_for(reader))
    if request.method == "POST" and form.is_valid():
        proposer = get_object_or_404(Person, pk=reader.person_id)
        proposing.propose(proposer=proposer, by=reader.actor, now=clock.now(), **form.cleaned_data)
        messages.success(request, _("Your topic is proposed. The chair decides on it."))
        return redirect("proposals")
    return _topics(request, form, 400 if form.errors else 200)


def _topics(request: ReadingRequest, form: TopicForm, status: int) -> HttpResponse:
    reader = request.reader
    seen = AgendaProposal.objects.visible_to(reader).select_related("board", "proposer")
    open_ = list((seen.undecided() | seen.waiting()).order_by("board__position", "proposed_at", "pk"))
    mine = seen.filter(proposer=reader.person_id).order_by("-proposed_at", "-pk")[:50]
    context = {
        "form": form,
        "to_decide": [one for one in open_ if one.status == "proposed" and rules.can_decide(reader, one.board_id)],
        "pool": [one for one in open_ if one.status != "proposed" and rules.can_decide(reader, one.board_id)],
        "decides": reader.is_secretariat or bool(reader.chairs),
        "mine": mine,
        "crumbs": [(_("Meetings"), reverse("meetings")), (_("Topics"), "")],
    }
    return render(request, "meetings/agenda/proposals.html", context, status=status)


def _topic(request: ReadingRequest, pk: str | int) -> AgendaProposal:
    if not str(pk).isdecimal() or len(str(pk)) > 15:
        raise Http404
    rows = AgendaProposal.objects.visible_to(request.reader).select_related("board", "proposer")
    topic = get_object_or_404(rows, pk=pk)
    if not rules.can_decide(request.reader, topic.board_id):
        raise Http404
    return topic


def _accept(request: ReadingRequest, value: str) -> HttpResponse:
    topic = _topic(request, value)
    by = chairs_voice(request.reader, topic.board_id, clock.today())
    proposing.accept(topic, by=by, now=clock.now())
    messages.success(request, _("The topic is accepted. The next agenda proposes it: %(title)s.") % {"title": topic})
    return redirect("proposals")


@login_required
def proposal_reject(request: ReadingRequest, pk: int) -> HttpResponse:
    """Not taken up, with a reason that the proposer reads."""
    topic = _topic(request, pk)
    request.section = "meetings"
    form = RejectForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        by = chairs_voice(request.reader, topic.board_id, clock.today())
        proposing.reject(topic, reason=form.cleaned_data["reason"], by=by, now=clock.now())
        messages.success(request, _("The topic is not taken up. The reason stands with it."))
        return redirect("proposals")
    crumbs = [(_("Meetings"), reverse("meetings")), (_("Topics"), reverse("proposals")), (_("Reject a topic"), "")]
    context = {"topic": topic, "form": form, "crumbs": crumbs}
    return render(request, "meetings/agenda/proposal_reject.html", context, status=400 if form.errors else 200)
