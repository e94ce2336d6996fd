"""The list of meetings, the page of one meeting, declaring a recusal, and leading a meeting on screen."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from foundation.values import DomainError
from foundation.web import clock
from foundation.web.wording import day_digits, plain_day
from governance.confidentiality import Reader
from governance.people.models import Person
from governance.rights.request import ReadingRequest
from meetings.actions.tracking import assign
from meetings.agenda import recusals
from meetings.agenda.models import AgendaItem, Recusal
from meetings.agenda.rules import can_edit, can_propose
from meetings.invitations.models import Invitation
from meetings.meeting.models import Meeting
from meetings.pages import taps
from meetings.pages.forms import (
    ActionForm,
    CorrectionForm,
    CountForm,
    GuestForm,
    MotionForm,
    RecusalForm,
    RecusalOfForm,
    TakeBackForm,
)
from meetings.pages.leading import Sight, guests, meeting_for, members, owners, sight
from meetings.pages.showing import DRAFTED, RUNS, may_recuse, next_step, overview
from meetings.sittings import running
from meetings.sittings.rules import can_lead
from meetings.votes import correcting, voting
from meetings.votes.models import Vote

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


def _shown(request: ReadingRequest, pk: UUID) -> Meeting:
    request.section = "meetings"
    rows = Meeting.objects.visible_to(request.reader).select_related("board", "rules", "agenda", "minutes")
    return get_object_or_404(rows, pk=pk)


@login_required
@require_safe
def meeting(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """Head, dates, agenda, expected quorum, and the one thing to do next."""
    shown = _shown(request, pk)
    view = overview(shown, request.reader, today=clock.today())
    context = {
        "meeting": shown,
        "view": view,
        "step": next_step(shown, request.reader, view.own, today=clock.today()),
        "edits_agenda": shown.status in DRAFTED and can_edit(request.reader, shown),
        "sent": request.reader.is_secretariat and shown.status in RUNS,
        "calendar": shown.status in RUNS and clock.now() < shown.ends_at,
        "may_change": request.reader.is_secretariat and shown.status == Meeting.Status.SCHEDULED,
        "tab": "meeting",
        "crumbs": [
            (_("Meetings"), reverse("meetings")),
            (shown.board.name, shown.board.get_absolute_url()),
            (plain_day(shown.starts_at), ""),
        ],
    }
    return render(request, "meetings/pages/meeting.html", context)


@login_required
def recusal(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """A member declares to be recused from an item: no vote, no papers from then on. Who leads enters it for them."""
    shown = _shown(request, pk)
    reader, leads = request.reader, can_lead(request.reader, shown)
    if not may_recuse(shown, reader):
        raise Http404
    rows = recusals.declared(shown, reader, leads=leads)
    if request.method == "POST" and "withdraw" in request.POST:
        return _withdraw(request, rows)
    form = _recusal_form(request, shown, leads)
    if request.method == "POST" and form.is_valid():
        item = get_object_or_404(AgendaItem, meeting=shown, pk=form.cleaned_data["item"])
        person = form.cleaned_data.get("person") or get_object_or_404(Person, pk=reader.person_id)
        recusals.declare(item, person, reason=form.cleaned_data["reason"], by=reader.actor, now=clock.now())
        messages.success(request, _recused(item, person, reader))
        if leads and shown.status == Meeting.Status.IN_SESSION:
            return redirect(f"{reverse('live', args=[pk])}?top={item.position}")
        return redirect("meeting", pk=pk)
    crumbs = [(_("Meetings"), reverse("meetings")), (plain_day(shown.starts_at), shown.get_absolute_url())]
    title = _("Enter a recusal") if leads else _("Declare recusal")
    context = {"meeting": shown, "form": form, "rows": rows, "title": title, "leads": leads}
    context["crumbs"] = [*crumbs, (title, "")]
    return render(request, "meetings/pages/recusal.html", context, status=400 if form.errors else 200)


def _recusal_form(request: ReadingRequest, shown: Meeting, leads: bool) -> RecusalForm:
    lines = overview(shown, request.reader, today=clock.today()).lines
    undecided = [one for one in lines if one.item.outcome == AgendaItem.Outcome.OPEN and (leads or not one.recused)]
    items = [(one.item.pk, f"{one.item.position}  {one.title}") for one in undecided]
    data, initial = request.POST if request.method == "POST" else None, {"item": request.GET.get("top")}
    if leads:
        return RecusalOfForm(data, items=items, people=members(shown), initial=initial)
    return RecusalForm(data, items=items, initial=initial)


def _recused(item: AgendaItem, person: Person, reader: Reader) -> str:
    words = _("The recusal of %(person)s from item %(number)s is recorded.")
    if person.pk == reader.person_id:
        words = _(
            "You declared to be recused from item %(number)s. You no longer see its papers and do not vote on it."
        )
    return words % {"number": item.position, "person": person}


def _withdraw(request: ReadingRequest, rows: QuerySet[Recusal]) -> HttpResponse:
    key = request.POST["withdraw"]
    found = get_object_or_404(rows, pk=key if key.isdecimal() and len(key) < 16 else 0)
    recusals.withdraw(found.item, found.person, by=request.reader.actor, now=clock.now())
    messages.success(request, _("The recusal is withdrawn."))
    return redirect("recusal", pk=found.item.meeting_id)


def _meeting(request: ReadingRequest, pk: UUID, *, lead: bool = False) -> Meeting:
    meeting = meeting_for(request.reader, pk)
    if meeting is None or meeting.rules is None or (lead and not can_lead(request.reader, meeting)):
        raise Http404
    request.section = "meetings"
    return meeting


@login_required
def live(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """The running meeting: leaders enter results with one tap each, members of the board watch."""
    meeting = _meeting(request, pk, lead=request.method == "POST")
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
    taps.act_of(request.POST)(tap)
    if request.POST.get("act") == "close":
        messages.success(request, _("The meeting is closed. All results are saved."))
        return redirect("meeting", pk=meeting.pk)
    return redirect("live", pk=meeting.pk)


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
    context = {
        "sight": seen,
        "meeting": meeting,
        "lead": lead,
        "count": count,
        "may_open": meeting.status == Meeting.Status.INVITED and meeting.day <= clock.today(),
        "is_open": meeting.status == Meeting.Status.IN_SESSION,
        "crumbs": _crumbs(meeting),
    }
    return render(request, "meetings/pages/live.html", context, status=status)


def _crumbs(meeting: Meeting, *labels: str) -> list[tuple[str, str]]:
    """Down to the live page, or to the page called `labels` below it."""
    opened = meeting.status not in (*DRAFTED, Meeting.Status.INVITED)
    here = _("Meeting in session") if opened else _("Open the meeting")
    above = [(_("Meetings"), reverse("meetings"))]
    above.append((f"{meeting.board.name}, {day_digits(meeting.starts_at)}", meeting.get_absolute_url()))
    if labels:
        above.append((here, reverse("live", args=[meeting.pk])))
    return [*above, ((labels or (here,))[-1], "")]


def _count_form(meeting: Meeting, *args: object, **kwargs: object) -> CountForm:
    assert meeting.rules is not None
    return CountForm(*args, chair_decides=meeting.rules.tie_rule == "chair_decides", **kwargs)


@login_required
def live_item(request: ReadingRequest, pk: UUID, position: int) -> HttpResponse:
    """Changing an entry: a count with a reason, everything else by taking the item up again."""
    meeting = _meeting(request, pk, lead=True)
    item = get_object_or_404(AgendaItem, meeting=meeting, position=position)
    item.meeting = meeting
    if not item.open_to(request.reader):
        raise Http404
    vote = Vote.objects.filter(motion__item=item).select_related("motion__item__meeting").last()
    if request.method == "POST" and "why" in request.POST:
        return _take_back(request, meeting, item, vote)
    form = _correction(request, meeting, vote) if vote else None
    if request.method == "POST" and vote and form and form.is_valid():
        try:
            correcting.correct(
                vote, **form.ballot, reason=form.cleaned_data["reason"], by=request.reader.actor, now=clock.now()
            )
            messages.success(request, _("The entry is changed. The reason stands in the minutes."))
            return redirect("live" if meeting.status in RUNS else "meeting_decisions", pk=pk)
        except DomainError as error:
            form.add_error(None, error.message)
    status = 400 if form is not None and form.errors else 200
    return _item_page(request, meeting, item, vote, status, form=form)


def _take_back(request: ReadingRequest, meeting: Meeting, item: AgendaItem, vote: Vote | None) -> HttpResponse:
    """The vote is undone; while the meeting runs the item is called up again."""
    form = TakeBackForm(request.POST)
    if form.is_valid():
        try:
            correcting.take_back(item, reason=form.cleaned_data["why"], by=request.reader.actor, now=clock.now())
            messages.success(request, _("The vote is taken back."))
            return _after(meeting, item)
        except DomainError as error:
            form.add_error(None, error.message)
    shown = _correction(request, meeting, vote, fresh=True) if vote else None
    return _item_page(request, meeting, item, vote, 400, form=shown, undo=form)


def _after(meeting: Meeting, item: AgendaItem) -> HttpResponse:
    """Where the item is dealt with next."""
    if meeting.status in RUNS:
        return redirect(f"{reverse('live', args=[meeting.pk])}?top={item.position}")
    return redirect("meeting_decisions", pk=meeting.pk)


def _item_page(
    request: ReadingRequest, meeting: Meeting, item: AgendaItem, vote: Vote | None, status: int, **forms: object
) -> HttpResponse:
    context = {"undo": TakeBackForm(), **forms, "meeting": meeting, "item": item, "vote": vote}
    context["crumbs"] = _crumbs(meeting, _("Change entry"))
    return render(request, "meetings/pages/live_item.html", context, status=status)


def _correction(request: ReadingRequest, meeting: Meeting, vote: Vote, *, fresh: bool = False) -> CorrectionForm:
    numbers = {"yes": vote.yes, "no": vote.no, "abstain": vote.abstain, "invalid": vote.invalid}
    assert meeting.rules is not None
    decides = meeting.rules.tie_rule == "chair_decides"
    data = request.POST if request.method == "POST" and not fresh else None
    return CorrectionForm(data, initial=numbers, chair_decides=decides)


@login_required
def live_action(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """Who does what by when, noted during the meeting or with the minutes."""
    meeting = _meeting(request, pk, lead=True)
    if meeting.status not in (Meeting.Status.IN_SESSION, Meeting.Status.HELD):
        raise Http404
    form = ActionForm(
        request.POST if request.method == "POST" else None,
        items=AgendaItem.objects.filter(meeting=meeting).order_by("position"),
        people=owners(meeting, clock.today()),
        initial={"item": request.GET.get("top") or _just_decided(meeting)},
    )
    if request.method == "POST" and form.is_valid():
        try:
            assign(**form.cleaned_data, by=request.reader.actor, now=clock.now())
            messages.success(request, _("The action item is saved."))
            return redirect("live" if meeting.status in RUNS else "meeting_minutes", pk=pk)
        except DomainError as error:
            form.add_error("due_on" if error.code == "due_too_early" else None, error.message)
    return _form_page(request, meeting, form, _("Enter an action item"), _("Save action item"))


def _just_decided(meeting: Meeting) -> int | None:
    """The item that got its result last."""
    done = AgendaItem.objects.filter(meeting=meeting, outcome_at__isnull=False)
    return done.order_by("outcome_at", "position").values_list("pk", flat=True).last()


@login_required
def live_guest(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """Somebody without a vote is there: management, speakers, staff."""
    meeting = _meeting(request, pk, lead=True)
    if meeting.status not in RUNS:
        raise Http404
    people = guests(meeting, clock.today())
    form = GuestForm(request.POST if request.method == "POST" else None, people=people)
    if request.method == "POST" and form.is_valid():
        how = running.VIDEO if form.cleaned_data["video"] else running.PRESENT
        running.mark(meeting, form.cleaned_data["person"], how=how, by=request.reader.actor, now=clock.now())
        return redirect("live", pk=pk)
    return _form_page(request, meeting, form, _("Enter a guest"), _("Guest is present"))


def _form_page(request: ReadingRequest, meeting: Meeting, form, title: str, button: str) -> HttpResponse:
    crumbs = _crumbs(meeting, title)
    context = {"meeting": meeting, "form": form, "title": title, "button": button, "crumbs": crumbs}
    return render(request, "meetings/pages/live_form.html", context, status=400 if form.errors else 200)
