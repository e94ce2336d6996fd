"""The list of meetings, the page of one meeting, and declaring a recusal."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.web import clock
from foundation.web.wording import plain_day
from governance.confidentiality import Reader
from governance.people.models import Person
from meetings.agenda.models import AgendaItem
from meetings.agenda.recusals import declare
from meetings.invitations.models import Invitation
from meetings.meeting.models import Meeting
from meetings.pages.forms import RecusalForm
from meetings.pages.showing import next_step, overview

PAGE = 25


@login_required
def meetings(request: HttpRequest) -> HttpResponse:
    """What is coming, and what was: of the reader's boards, of all boards for staff."""
    reader, now = request.reader, clock.now()
    request.section = "meetings"
    seen = _listed(Meeting.objects.visible_to(reader), reader)
    over = Q(ends_at__lt=now) | Q(status__in=[Meeting.Status.HELD, Meeting.Status.CANCELLED])
    past = Paginator(seen.filter(over).order_by("-starts_at"), PAGE).get_page(request.GET.get("seite"))
    context = {
        "upcoming": seen.exclude(over).order_by("starts_at"),
        "past": past,
        "mine": bool(reader.boards),
        "crumbs": [(_("Meetings"), "")],
    }
    return render(request, "meetings/pages/meetings.html", context)


def _listed(rows: QuerySet[Meeting], reader: Reader) -> QuerySet[Meeting]:
    own = Invitation.objects.filter(meeting=OuterRef("pk"), person=reader.person_id, withdrawn_at__isnull=True)
    return rows.select_related("board", "agenda", "minutes").annotate(own_answer=Subquery(own.values("answer")[:1]))


def _shown(request: HttpRequest, pk: UUID) -> Meeting:
    seats = Count("board__seats", filter=Q(board__seats__voting=True))
    rows = Meeting.objects.visible_to(request.reader).annotate(voting_seats=seats)
    request.section = "meetings"
    return get_object_or_404(rows.select_related("board", "rules", "agenda", "sitting", "minutes"), pk=pk)


@login_required
def meeting(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Head, dates, agenda, expected quorum, and the one thing to do next."""
    shown = _shown(request, pk)
    view = overview(shown, request.reader, today=clock.today())
    context = {
        "meeting": shown,
        "view": view,
        "step": next_step(shown, request.reader, view.own, today=clock.today()),
        "tab": "meeting",
        "crumbs": [
            (_("Meetings"), reverse("meetings")),
            (shown.board.name, shown.board.get_absolute_url()),
            (plain_day(shown.starts_at), ""),
        ],
    }
    return render(request, "meetings/pages/meeting.html", context)


@login_required
def recusal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A member declares to be recused from an item: no vote, no papers from then on."""
    shown = _shown(request, pk)
    reader = request.reader
    running = (Meeting.Status.SCHEDULED, Meeting.Status.INVITED, Meeting.Status.IN_SESSION)
    if shown.board_id not in reader.boards or shown.status not in running:
        raise Http404
    view = overview(shown, reader, today=clock.today())
    choices = [(line.item.pk, f"{line.item.position}  {line.title}") for line in view.lines if not line.recused]
    form = RecusalForm(request.POST if request.method == "POST" else None, items=choices)
    if request.method == "POST" and form.is_valid():
        item = get_object_or_404(AgendaItem, meeting=shown, pk=form.cleaned_data["item"])
        person = get_object_or_404(Person, pk=reader.person_id)
        declare(item, person, reason=form.cleaned_data["reason"], by=reader.actor, now=clock.now())
        words = _(
            "You declared to be recused from item %(number)s. You no longer see its papers and do not vote on it."
        )
        messages.success(request, words % {"number": item.position})
        return redirect("meeting", pk=pk)
    crumbs = [(_("Meetings"), reverse("meetings")), (plain_day(shown.starts_at), shown.get_absolute_url())]
    context = {"meeting": shown, "form": form, "crumbs": [*crumbs, (_("Declare recusal"), "")]}
    return render(request, "meetings/pages/recusal.html", context, status=400 if form.errors else 200)
