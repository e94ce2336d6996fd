"""Declaring a recusal, and taking it back."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.web import clock
from foundation.web.wording import plain_day
from governance.confidentiality import Reader
from governance.people.models import Person
from governance.rights.request import ReadingRequest
from meetings.agenda import recusals
from meetings.agenda.models import AgendaItem, Recusal
from meetings.meeting.models import Meeting
from meetings.pages.forms import RecusalForm, RecusalOfForm
from meetings.pages.leading import members
from meetings.pages.showing import may_recuse, overview
from meetings.pages.views.shared import shown_meeting
from meetings.sittings.rules import can_lead


@login_required
def recusal(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """A member declares to be recused from an item: no vote, no papers from then on. Who leads enters it for them."""
    shown = shown_meeting(request, pk)
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
    return render(request, "meetings/pages/recusal.html", context, status=form.status)


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
