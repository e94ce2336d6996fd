"""What is entered beside the running meeting: corrections, action items, guests."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.values import DomainError
from foundation.web import clock
from governance.procedure.answers import may_invite_guests
from governance.rights.request import ReadingRequest
from meetings.actions.tracking import assign
from meetings.agenda.models import AgendaItem
from meetings.meeting.models import Meeting
from meetings.meeting.standing import rules_of
from meetings.minutes.presence import correct
from meetings.pages.forms import ActionForm, CorrectionForm, GuestForm, ReopenForm, TakeBackForm, TimesForm
from meetings.pages.leading import guests, owners
from meetings.pages.showing import RUNS
from meetings.pages.views.shared import crumbs, led_meeting
from meetings.sittings import running
from meetings.votes import correcting, voting
from meetings.votes.models import Vote


@login_required
def live_item(request: ReadingRequest, pk: UUID, position: int) -> HttpResponse:
    """Changing an entry: a count with a reason, everything else by taking the item up again."""
    meeting = led_meeting(request, pk, lead=True)
    item = get_object_or_404(AgendaItem, meeting=meeting, position=position)
    item.meeting = meeting
    if not item.open_to(request.reader):
        raise Http404
    vote = Vote.objects.filter(motion__item=item).select_related("motion__item__meeting").last()
    if request.method == "POST" and "why" in request.POST:
        return _take_back(request, meeting, item, vote) if vote else _reopen(request, meeting, item)
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


def _reopen(request: ReadingRequest, meeting: Meeting, item: AgendaItem) -> HttpResponse:
    """What was noted, adjourned or withdrawn is called up again."""
    form = ReopenForm(request.POST)
    if not form.is_valid():
        return _item_page(request, meeting, item, None, 400, reopen=form)
    voting.reopen(item, reason=form.cleaned_data["why"], by=request.reader.actor, now=clock.now())
    return _after(meeting, item)


def _after(meeting: Meeting, item: AgendaItem) -> HttpResponse:
    """Where the item is dealt with next."""
    if meeting.status in RUNS:
        return redirect(f"{reverse('live', args=[meeting.pk])}?top={item.position}")
    return redirect("meeting_decisions", pk=meeting.pk)


def _item_page(
    request: ReadingRequest, meeting: Meeting, item: AgendaItem, vote: Vote | None, status: int, **forms: object
) -> HttpResponse:
    context = {
        "undo": TakeBackForm(),
        "reopen": ReopenForm(),
        **forms,
        "meeting": meeting,
        "item": item,
        "vote": vote,
    }
    context["crumbs"] = crumbs(meeting, _("Change entry"))
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
    meeting = led_meeting(request, pk, lead=True)
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
    """Somebody is there who is no member: management, speakers, staff, and the deputies of members."""
    meeting = led_meeting(request, pk, lead=True)
    if meeting.status not in RUNS:
        raise Http404
    people = guests(meeting, clock.today())
    rule = may_invite_guests(rules_of(meeting)).sentence
    form = GuestForm(request.POST if request.method == "POST" else None, people=people, rule=rule)
    if request.method == "POST" and form.is_valid():
        how = running.VIDEO if form.cleaned_data["video"] else running.PRESENT
        running.mark(meeting, form.cleaned_data["person"], how=how, by=request.reader.actor, now=clock.now())
        return redirect("live", pk=pk)
    return _form_page(request, meeting, form, _("Enter a guest"), _("Guest is present"))


@login_required
def live_times(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """Somebody came or left at another time than was tapped."""
    meeting = led_meeting(request, pk, lead=True)
    if meeting.status not in (Meeting.Status.IN_SESSION, Meeting.Status.HELD):
        raise Http404
    form = TimesForm(request.POST if request.method == "POST" else None, meeting=meeting)
    if request.method == "POST" and form.is_valid():
        stay, came, left = (form.cleaned_data[name] for name in ("stay", "came", "left"))
        try:
            correct(stay, arrived_at=came, left_at=left, by=request.reader.actor, now=clock.now())
            messages.success(request, _("The times of %(person)s are corrected.") % {"person": stay.person})
            return redirect("live" if meeting.status in RUNS else "meeting_minutes", pk=pk)
        except DomainError as error:
            form.add_error(None, error.message)
    return _form_page(request, meeting, form, _("Correct times of attendance"), _("Save the times"))


def _form_page(request: ReadingRequest, meeting: Meeting, form, title: str, button: str) -> HttpResponse:
    context: dict[str, object] = {"meeting": meeting, "form": form, "title": title, "button": button}
    context["back"] = reverse("live" if meeting.status in RUNS else "meeting_minutes", args=[meeting.pk])
    context["crumbs"] = crumbs(meeting, title)
    return render(request, "meetings/pages/live_form.html", context, status=form.status)
