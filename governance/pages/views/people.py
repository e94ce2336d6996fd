"""The directory of people and the page of one person."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foundation.web import clock
from governance.boards.rules import can_manage
from governance.mandates.models import Mandate, Office
from governance.pages.people_forms import NewPersonForm, PersonForm, SearchForm
from governance.pages.views.forming import FormPage, form_page, posted
from governance.people import editing
from governance.people.models import Assistance, Person
from governance.people.registering import open_login, register
from governance.rights.request import ReadingRequest

PAGE = 25


@require_safe
def people(request: ReadingRequest) -> HttpResponse:
    """Everybody the board office knows, by name; `?suche=`, `?gremium=` and `?seite=` narrow it."""
    office_only(request)
    form = SearchForm(request.GET)
    found = _found(form.cleaned_data if form.is_valid() else {})
    query = request.GET.copy()
    query.pop("seite", None)
    context = {
        "form": form,
        "page": Paginator(found, PAGE).get_page(request.GET.get("seite")),
        "query": query.urlencode(),
        "crumbs": [(_("People"), "")],
    }
    return render(request, "governance/pages/people.html", context)


def office_only(request: ReadingRequest) -> None:
    """404 for everybody but the board office."""
    if not can_manage(request.reader):
        raise Http404
    request.section = "more"


def _found(wanted: dict[str, Any]) -> QuerySet[Person]:
    rows = Person.objects.order_by("family_name", "given_name", "pk")
    for word in str(wanted.get("suche") or "").split():
        name = Q(family_name__icontains=word) | Q(given_name__icontains=word)
        mail = Q(email__icontains=word) | Q(alias_addresses__email__icontains=word)
        rows = rows.filter(name | mail).distinct()
    running = Mandate.objects.on(clock.today())
    if board := wanted.get("gremium"):
        rows = rows.filter(pk__in=running.filter(seat__board=board).values("person"))
    held = running.select_related("seat__board").order_by("seat__board__position", "seat__number")
    return rows.prefetch_related(Prefetch("mandates", held, to_attr="held"), "assignments")


def person_for(request: ReadingRequest, pk: UUID, *, manage: bool = False) -> Person:
    """The person of a page, if this reader may see the contact data, or manage people."""
    manages = can_manage(request.reader)
    if manage and not manages:
        raise Http404
    request.section = "more" if manages else "home"
    return get_object_or_404(Person.objects.visible_to(request.reader).select_related("user"), pk=pk)


def people_crumbs(shown: Person | None = None) -> list[tuple[str, str]]:
    """To the directory, and to a person's page."""
    trail = [(_("People"), reverse("people"))]
    return [*trail, (str(shown), shown.get_absolute_url())] if shown else trail


@require_safe
def person(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """One person: for the board office, for who leads one of the person's boards, and for the person."""
    shown = person_for(request, pk)
    manages, today = can_manage(request.reader), clock.today()
    mandates = Mandate.objects.real().filter(person=shown).select_related("seat__board")
    context = {
        "person": shown,
        "manages": manages,
        "mandates": mandates.order_by("-start", "seat__number"),
        "offices": Office.objects.filter(person=shown).select_related("board").order_by("-start"),
        "roles": [one for one in shown.assignments.order_by("start") if one.end is None or one.end >= today],
        "aliases": shown.alias_addresses.all(),
        "assisted_by": _not_over(shown.assisted_by.select_related("assistant")),
        "assists": _not_over(shown.assistances.select_related("principal")),
        "crumbs": [*(people_crumbs() if manages else []), (str(shown), "")],
    }
    return render(request, "governance/pages/person.html", context)


def _not_over(rows: QuerySet[Assistance]) -> QuerySet[Assistance]:
    return rows.filter(Q(end__isnull=True) | Q(end__gte=clock.today()))


@require_http_methods(["GET", "HEAD", "POST"])
def person_add(request: ReadingRequest) -> HttpResponse:
    """Somebody who holds no seat: an assistant, a guest, staff."""
    office_only(request)
    form = NewPersonForm(**posted(request))

    def act() -> str:
        made = register(**form.cleaned_data, by=request.reader.actor, now=clock.now())
        return _("%(person)s is added.") % {"person": made}

    page = FormPage(_("Add a person"), _("Add the person"), reverse("people"), crumbs=people_crumbs())
    return form_page(request, form, page, act)


@require_http_methods(["GET", "HEAD", "POST"])
def person_edit(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """Name, phones, postal address, channel and language."""
    shown = person_for(request, pk, manage=True)
    initial = {name: getattr(shown, name) for name in editing.NAME + editing.CONTACT}
    form = PersonForm(**posted(request), initial=initial)

    def act() -> str:
        editing.edit(shown, form.cleaned_data, by=request.reader.actor, now=clock.now())
        return _("The details are saved.")

    page = FormPage(
        _("Edit details"), _("Save details"), shown.get_absolute_url(), lead=str(shown), crumbs=people_crumbs(shown)
    )
    return form_page(request, form, page, act)


@require_POST
def person_login(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """Open a login for somebody who has none."""
    shown = person_for(request, pk, manage=True)
    open_login(shown, by=request.reader.actor, now=clock.now())
    return redirect(shown)
