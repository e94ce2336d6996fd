"""Pages of absences: for oneself, for somebody one answers for, and for anybody by the board office."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foundation.accounts import limits
from foundation.values import Actor, DomainError
from foundation.web import clock
from foundation.web.carrying import carried, carry
from foundation.web.wording import day_digits
from governance.people.models import Person
from governance.rights.request import ReadingRequest
from meetings.absences import entering, reading, rules, showing
from meetings.absences.forms import CalendarForm, DaysForm
from meetings.absences.models import Absence
from meetings.absences.stretches import Stretch


@login_required
@require_safe
def absences_own(request: ReadingRequest) -> HttpResponse:
    """An address for everybody: leads to the own page."""
    if request.reader.person_id is None:
        raise Http404
    return redirect("absences", request.reader.person_id)


def _person(request: ReadingRequest, pk: UUID) -> Person:
    """Whose absences the page is about. 404 for who may not enter any."""
    reader = request.reader
    if not rules.can_enter(reader, pk):
        raise Http404
    own = pk == reader.person_id
    request.section = "account" if own else "more" if reader.is_secretariat else "home"
    return get_object_or_404(Person, pk=pk)


def _by(request: ReadingRequest, person: Person) -> Actor:
    actor = request.reader.actor
    return actor if person.key == actor.key else actor.on_behalf_of(person.key)


def _crumbs(request: ReadingRequest, person: Person, title: str = "") -> list[tuple[str, str]]:
    own = person.pk == request.reader.person_id
    words = _("Your absences") if own else _("Absences of %(person)s") % {"person": person}
    above = []
    if request.reader.is_secretariat and not own:
        above = [(_("People"), reverse("people")), (str(person), person.get_absolute_url())]
    if not title:
        return [*above, (words, "")]
    return [*above, (words, reverse("absences", args=[person.pk])), (title, "")]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def absences(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """The coming absences of a person, and the form that enters one more."""
    person = _person(request, pk)
    form = DaysForm(request.POST if request.method == "POST" else None)
    status = form.status
    if form.is_bound and form.is_valid():
        try:
            made = entering.enter(person, form.stretch, by=_by(request, person), now=clock.now())
        except DomainError as error:
            status = form.refuse(error)
        else:
            messages.success(request, _entered(made))
            return redirect("absences", pk)
    crumbs = _crumbs(request, person)
    lines = showing.lines(person, request.reader, clock.now())
    context = {
        "person": person,
        "own": person.pk == request.reader.person_id,
        "title": crumbs[-1][0],
        "form": form,
        "lines": lines,
        "has_calendar": any(one.absence.source == Absence.Source.FILE for one in lines),
        "others": _others(request, person),
        "crumbs": crumbs,
    }
    return render(request, "meetings/absences/absences.html", context, status=status)


def _entered(made: Absence) -> str:
    words = {"first": day_digits(made.start), "last": day_digits(made.end)}
    if made.start == made.end:
        return _("%(first)s is entered.") % words
    return _("%(first)s to %(last)s is entered.") % words


def _others(request: ReadingRequest, person: Person) -> list[Person]:
    """Whose pages the reader may want beside this one."""
    assisted = Person.objects.filter(pk__in=request.reader.assists) if request.reader.assists else []
    return [one for one in assisted if one != person]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def absence_remove(request: ReadingRequest, pk: UUID, absence: int) -> HttpResponse:
    """Ask (GET) and take out (POST)."""
    person = _person(request, pk)
    found = Absence.objects.visible_to(request.reader).filter(person=person).select_related("person")
    shown = get_object_or_404(found, pk=absence)
    if request.method == "POST":
        entering.take_out(shown, by=_by(request, person), now=clock.now())
        messages.success(request, _("The absence is removed."))
        return redirect("absences", pk)
    title = _("Remove the absence")
    context = {"person": person, "absence": shown, "title": title, "crumbs": _crumbs(request, person, title)}
    return render(request, "meetings/absences/remove.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def absence_calendar(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """Choose a calendar file (GET); what it would enter, and the button that does it (POST)."""
    person = _person(request, pk)
    form = CalendarForm(request.POST, request.FILES) if request.method == "POST" else CalendarForm()
    status, found = form.status, None
    if form.is_bound and form.is_valid():
        try:
            found = _read(request, form, person)
        except DomainError as error:
            status = form.refuse(error)
    return _calendar_page(request, person, form, found, status)


def _read(request: ReadingRequest, form: CalendarForm, person: Person) -> reading.Found:
    if not limits.allows(request, "calendar"):
        words = _("Too many calendars in one hour. Please try again later, or enter the days.")
        raise DomainError(words, code="too_many", status=429)
    said = form.cleaned_data
    return reading.read(said["file"].data, person, today=clock.today(), zone=said["zone"])


def _calendar_page(
    request: ReadingRequest, person: Person, form: CalendarForm, found: reading.Found | None, status: int
) -> HttpResponse:
    today, title = clock.today(), _("Take over a calendar")
    days = [[one.start.isoformat(), one.end.isoformat()] for one in found.stretches] if found else []
    known = Absence.objects.filter(person=person, source=Absence.Source.FILE).coming(today)
    context = {
        "person": person,
        "form": form,
        "found": found,
        "signed": carry(days, salt=_salt(person)) if days else "",
        "replaces": found is not None and known.exists(),
        "hours": sorted(reading.usual_hours(reading.boards_of(person, today), today)),
        "title": title,
        "crumbs": _crumbs(request, person, title),
    }
    return render(request, "meetings/absences/calendar.html", context, status=status)


def _salt(person: Person) -> str:
    return f"meetings.absences:{person.pk}"


@login_required
@require_POST
def absence_calendar_enter(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """Keep the days that were shown, instead of those of an earlier calendar."""
    person = _person(request, pk)
    kept = carried(request.POST.get("days", ""), salt=_salt(person))
    if kept is None:
        messages.error(request, _("The check is too old. Please choose the file again."))
        return redirect("absence_calendar", pk)
    stretches = [Stretch(*map(date.fromisoformat, days)) for days in kept]
    days = entering.take_over(person, stretches, by=_by(request, person), now=clock.now())
    words = ngettext("%(count)s day is taken over.", "%(count)s days are taken over.", days)
    messages.success(request, words % {"count": days})
    return redirect("absences", pk)


@login_required
@require_POST
def absence_calendar_forget(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """Delete all that came from a calendar."""
    person = _person(request, pk)
    entering.forget_calendar(person, by=_by(request, person), now=clock.now())
    messages.success(request, _("Nothing from the calendar is kept any more."))
    return redirect("absences", pk)
