"""Leading a meeting on screen: one tap for an ordinary result. Works without JavaScript; every act is repeat-safe."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.forms import UUIDField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.values import DomainError
from foundation.web import clock
from foundation.web.forms import WholeNumberField
from foundation.web.wording import day_digits
from governance.people.models import Person
from meetings.actions.tracking import assign
from meetings.agenda.models import AgendaItem
from meetings.meeting.models import Meeting
from meetings.minutes.approving import approve_decided
from meetings.pages.forms import ActionForm, CorrectionForm, CountForm, GuestForm
from meetings.pages.leading import Sight, meeting_for, sight
from meetings.sittings import presence, running
from meetings.sittings.rules import can_lead
from meetings.votes import correcting, voting
from meetings.votes.models import Vote

RUNS = (Meeting.Status.INVITED, Meeting.Status.IN_SESSION)


def _meeting(request: HttpRequest, pk: UUID, *, lead: bool = False) -> Meeting:
    meeting = meeting_for(request.reader, pk)
    if meeting is None or meeting.rules is None or (lead and not can_lead(request.reader, meeting)):
        raise Http404
    request.section = "meetings"
    return meeting


def _number(request: HttpRequest, name: str) -> int:
    try:
        return WholeNumberField().clean(request.POST.get(name, ""))
    except ValidationError as error:
        raise Http404 from error


def _item(request: HttpRequest, meeting: Meeting) -> AgendaItem:
    item = get_object_or_404(AgendaItem, meeting=meeting, pk=_number(request, "item"))
    item.meeting = meeting
    return item


@login_required
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The running meeting: leaders enter results, members of the board watch."""
    meeting = _meeting(request, pk, lead=request.method == "POST")
    if meeting.status not in RUNS:
        if meeting.status == Meeting.Status.HELD:
            return redirect("meeting", pk=pk)
        raise Http404
    if request.method == "POST":
        return _perform(request, meeting)
    chosen = request.GET.get("top", "")
    return _show(request, sight(meeting, request.reader, chosen=int(chosen) if chosen.isdecimal() else None))


def _show(request: HttpRequest, seen: Sight, count: CountForm | None = None, status: int = 200) -> HttpResponse:
    meeting = seen.meeting
    lead = can_lead(request.reader, meeting)
    if count is None and lead and seen.current:
        count = _count_form(meeting, initial={"text": seen.current.motion_text})
    context = {
        "sight": seen,
        "meeting": meeting,
        "lead": lead,
        "count": count,
        "may_open": meeting.status == Meeting.Status.INVITED and meeting.day <= clock.today(),
        "is_open": meeting.status == Meeting.Status.IN_SESSION,
        "crumbs": _crumbs(meeting, _("Meeting in session")),
    }
    return render(request, "meetings/pages/live.html", context, status=status)


def _crumbs(meeting: Meeting, *labels: str) -> list[tuple[str, str]]:
    above = [(_("Meetings"), reverse("meetings"))]
    above.append((f"{meeting.board.name}, {day_digits(meeting.starts_at)}", meeting.get_absolute_url()))
    if len(labels) > 1:
        above.append((labels[0], reverse("live", args=[meeting.pk])))
    return [*above, (labels[-1], "")]


def _count_form(meeting: Meeting, *args: object, **kwargs: object) -> CountForm:
    assert meeting.rules is not None
    return CountForm(*args, chair_decides=meeting.rules.tie_rule == "chair_decides", **kwargs)


def _perform(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """One button, one act; afterwards the page shows the next item."""
    act = ACTS.get(request.POST.get("act", ""))
    if "mark" in request.POST:
        act = _mark
    if act is None:
        raise Http404
    return act(request, meeting) or redirect("live", pk=meeting.pk)


def _mark(request: HttpRequest, meeting: Meeting) -> None:
    how, _colon, key = request.POST["mark"].partition(":")
    if how not in (running.PRESENT, running.VIDEO, running.LEFT):
        raise Http404
    try:
        person = get_object_or_404(Person, pk=UUIDField().clean(key))
    except ValidationError as error:
        raise Http404 from error
    known = running.voting_mandates(meeting).filter(person=person).exists()
    if not known and not meeting.attendances.filter(person=person).exists():
        raise Http404
    running.mark(meeting, person, how=how, by=request.reader.actor, now=clock.now())


def _all_there(request: HttpRequest, meeting: Meeting) -> None:
    running.mark_all(meeting, by=request.reader.actor, now=clock.now())


def _open(request: HttpRequest, meeting: Meeting) -> None:
    running.open(meeting, by=request.reader.actor, now=clock.now())


def _find(request: HttpRequest, meeting: Meeting) -> None:
    """For the meeting; for one item where somebody is recused from it or it was called a second time."""
    item = _item(request, meeting) if request.POST.get("item") else None
    if item and not (item.recusals.exists() or presence.is_second_call(meeting, item)):
        item = None
    running.find(meeting, item, by=request.reader.actor, now=clock.now())


def _unanimous(request: HttpRequest, meeting: Meeting) -> None:
    abstain = _number(request, "abstain") if "abstain" in request.POST else 0
    voting.unanimous(_item(request, meeting), abstain=abstain, by=request.reader.actor, now=clock.now())
    approve_decided(meeting, by=request.reader.actor, now=clock.now())


def _settle(act: Callable[..., None]) -> Callable[[HttpRequest, Meeting], None]:
    def settle(request: HttpRequest, meeting: Meeting) -> None:
        act(_item(request, meeting), by=request.reader.actor, now=clock.now())

    return settle


def _count(request: HttpRequest, meeting: Meeting) -> HttpResponse | None:
    item, form = _item(request, meeting), _count_form(meeting, request.POST)
    status = 400
    if form.is_valid():
        who = {"by": request.reader.actor, "now": clock.now()}
        try:
            motion = _counted_before(item, form) or voting.put(item, form.cleaned_data["text"], **who)
            voting.count(motion, **form.ballot, **who)
            approve_decided(meeting, **who)
            return None
        except DomainError as error:
            form.add_error(None, error.message)
            status = error.status
    return _show(request, sight(meeting, request.reader, chosen=item.position), form, status)


def _counted_before(item: AgendaItem, form: CountForm):
    """The motion of the same text that is counted already: a double submit must not put it again."""
    return item.motions.filter(text=form.cleaned_data["text"], vote__isnull=False).last()


def _close(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    running.close(
        meeting,
        adjourn_open=request.POST.get("open") == "adjourn",
        inquorate=request.POST.get("open") == "inquorate",
        by=request.reader.actor,
        now=clock.now(),
    )
    messages.success(request, _("The meeting is closed. All results are saved."))
    return redirect("meeting", pk=meeting.pk)


ACTS: dict[str, Callable[[HttpRequest, Meeting], HttpResponse | None]] = {
    "all": _all_there,
    "open": _open,
    "find": _find,
    "unanimous": _unanimous,
    "note": _settle(voting.note),
    "adjourn": _settle(voting.adjourn),
    "withdraw": _settle(voting.withdraw),
    "reopen": _settle(voting.reopen),
    "count": _count,
    "close": _close,
}


@login_required
def entry(request: HttpRequest, pk: UUID, position: int) -> HttpResponse:
    """Changing an entry: a count with a reason, everything else by taking the item up again."""
    meeting = _meeting(request, pk, lead=True)
    item = get_object_or_404(AgendaItem, meeting=meeting, position=position)
    item.meeting = meeting
    vote = Vote.objects.filter(motion__item=item).select_related("motion__item__meeting").last()
    form = _correction(request, meeting, vote) if vote else None
    if request.method == "POST" and form and form.is_valid():
        try:
            correcting.correct(
                vote, **form.ballot, reason=form.cleaned_data["reason"], by=request.reader.actor, now=clock.now()
            )
            messages.success(request, _("The entry is changed. The reason stands in the minutes."))
            return redirect("live" if meeting.status in RUNS else "meeting_decisions", pk=pk)
        except DomainError as error:
            form.add_error(None, error.message)
    crumbs = _crumbs(meeting, _("Meeting in session"), _("Change entry"))
    context = {"meeting": meeting, "item": item, "vote": vote, "form": form, "crumbs": crumbs}
    status = 400 if form is not None and form.errors else 200
    return render(request, "meetings/pages/live_item.html", context, status=status)


def _correction(request: HttpRequest, meeting: Meeting, vote: Vote) -> CorrectionForm:
    numbers = {"yes": vote.yes, "no": vote.no, "abstain": vote.abstain, "invalid": vote.invalid}
    assert meeting.rules is not None
    decides = meeting.rules.tie_rule == "chair_decides"
    return CorrectionForm(request.POST if request.method == "POST" else None, initial=numbers, chair_decides=decides)


@login_required
def action(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who does what by when, noted during the meeting or with the minutes."""
    meeting = _meeting(request, pk, lead=True)
    if meeting.status not in (Meeting.Status.IN_SESSION, Meeting.Status.HELD):
        raise Http404
    form = ActionForm(
        request.POST if request.method == "POST" else None,
        items=AgendaItem.objects.filter(meeting=meeting).order_by("position"),
        people=_owners(meeting),
        initial={"item": request.GET.get("top", "")},
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        assign(
            data["item"],
            title=data["title"],
            owner=data["owner"],
            due_on=data["due_on"],
            by=request.reader.actor,
            now=clock.now(),
        )
        messages.success(request, _("The action item is saved."))
        return redirect("live" if meeting.status in RUNS else "meeting_minutes", pk=pk)
    return _form_page(request, meeting, form, _("Enter an action item"), _("Save action item"))


@login_required
def guest(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Somebody without a vote is there: management, speakers, staff."""
    meeting = _meeting(request, pk, lead=True)
    if meeting.status not in RUNS:
        raise Http404
    people = _guests(meeting)
    form = GuestForm(request.POST if request.method == "POST" else None, people=people)
    if request.method == "POST" and form.is_valid():
        how = running.VIDEO if form.cleaned_data["video"] else running.PRESENT
        running.mark(meeting, form.cleaned_data["person"], how=how, by=request.reader.actor, now=clock.now())
        return redirect("live", pk=pk)
    return _form_page(request, meeting, form, _("Enter a guest"), _("Guest is present"))


def _form_page(request: HttpRequest, meeting: Meeting, form, title: str, button: str) -> HttpResponse:
    crumbs = _crumbs(meeting, _("Meeting in session"), title)
    context = {"meeting": meeting, "form": form, "title": title, "button": button, "crumbs": crumbs}
    return render(request, "meetings/pages/live_form.html", context, status=400 if form.errors else 200)


def _staff() -> Q:
    today = clock.today()
    running_now = Q(assignments__end__isnull=True) | Q(assignments__end__gte=today)
    return Q(assignments__start__lte=today) & running_now


def _owners(meeting: Meeting):
    """Members of the board, staff, and whoever is at the meeting."""
    members = Q(pk__in=running.voting_mandates(meeting).values("person_id"))
    return Person.objects.filter(members | _staff() | Q(attendances__meeting=meeting)).distinct()


def _guests(meeting: Meeting):
    """Staff and invited guests, without the members of the board."""
    members = running.voting_mandates(meeting).values("person_id")
    invited = Q(invitations__meeting=meeting)
    return Person.objects.filter(_staff() | invited).exclude(pk__in=members).distinct()
