"""Organisations: the list, one page each with contacts and seats, and what sponsors give."""

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foundation.web import clock
from governance.boards.models import Seat
from governance.boards.rules import can_manage, can_see_support
from governance.pages.people_forms import (
    InterestsOfSponsorForm,
    OrganisationContactForm,
    OrganisationForm,
    SupportForm,
)
from governance.pages.views.forming import FormPage, form_page, posted
from governance.pages.views.people import office_only
from governance.people import organising
from governance.people.models import Contact, Organisation, PartnerAssignmentQuerySet, Support
from governance.rights.request import ReadingRequest


@require_safe
def organisations(request: ReadingRequest) -> HttpResponse:
    """All organisations; sponsors only, for those who see what sponsors give but manage nothing."""
    manages = _readable(request)
    rows = Organisation.objects.order_by("name")
    if not manages:
        rows = rows.filter(support__isnull=False).distinct()
    context = {"rows": rows, "manages": manages, "crumbs": [(_("Organisations"), "")]}
    return render(request, "governance/pages/organisations.html", context)


def _readable(request: ReadingRequest) -> bool:
    """Whether the reader manages organisations; 404 for who may not even read them."""
    manages = can_manage(request.reader)
    if not manages and not can_see_support(request.reader):
        raise Http404
    request.section = "more" if manages else "home"
    return manages


@require_safe
def organisation(request: ReadingRequest, pk: int) -> HttpResponse:
    """Address, contacts, the seats it fills, what it gives and expects."""
    manages = _readable(request)
    shown = get_object_or_404(Organisation, pk=pk)
    support = list(shown.support.all())
    if not manages and not support:
        raise Http404
    context = {
        "organisation": shown,
        "manages": manages,
        "contacts": shown.contacts.all() if manages else [],
        "seats": Seat.objects.filter(delegating_body=shown).select_related("board").order_by("board", "number"),
        "support": support,
        "partners": _partners(shown) if manages else [],
        "crumbs": [(_("Organisations"), reverse("organisations")), (shown.name, "")],
    }
    return render(request, "governance/pages/organisation.html", context)


def _partners(shown: Organisation) -> PartnerAssignmentQuerySet:
    """Who speaks for it, today or later."""
    current = Q(end__isnull=True) | Q(end__gte=clock.today())
    return shown.partner_people.filter(current).select_related("person")


def managed(request: ReadingRequest, pk: int) -> tuple[Organisation, list[tuple[str, str]]]:
    """The organisation and its crumbs, for the board office."""
    office_only(request)
    shown = get_object_or_404(Organisation, pk=pk)
    return shown, [(_("Organisations"), reverse("organisations")), (shown.name, shown.get_absolute_url())]


@require_http_methods(["GET", "HEAD", "POST"])
def organisation_add(request: ReadingRequest) -> HttpResponse:
    office_only(request)
    form = OrganisationForm(**posted(request))

    def act() -> str:
        made = organising.add(form.cleaned_data, by=request.reader.actor, now=clock.now())
        return _("%(name)s is added.") % {"name": made}

    crumbs = [(_("Organisations"), reverse("organisations"))]
    page = FormPage(_("Add an organisation"), _("Add the organisation"), reverse("organisations"), crumbs=crumbs)
    return form_page(request, form, page, act)


@require_http_methods(["GET", "HEAD", "POST"])
def organisation_edit(request: ReadingRequest, pk: int) -> HttpResponse:
    """Name, kind and address."""
    shown, crumbs = managed(request, pk)
    form = OrganisationForm(**posted(request), initial={n: getattr(shown, n) for n in organising.FIELDS})

    def act() -> str:
        organising.edit(shown, form.cleaned_data, by=request.reader.actor, now=clock.now())
        return _("The details are saved.")

    page = FormPage(_("Edit details"), _("Save details"), shown.get_absolute_url(), crumbs=crumbs)
    return form_page(request, form, page, act)


@require_http_methods(["GET", "HEAD", "POST"])
def organisation_interests(request: ReadingRequest, pk: int) -> HttpResponse:
    """What a sponsor expects."""
    shown, crumbs = managed(request, pk)
    form = InterestsOfSponsorForm(**posted(request), initial={"interests": shown.interests})

    def act() -> str:
        organising.edit(shown, form.cleaned_data, by=request.reader.actor, now=clock.now())
        return _("The interests are saved.")

    page = FormPage(_("Interests of the sponsor"), _("Save interests"), shown.get_absolute_url(), crumbs=crumbs)
    return form_page(request, form, page, act)


@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: ReadingRequest, pk: int, contact: int | None = None) -> HttpResponse:
    """Add a contact, or change one."""
    shown, crumbs = managed(request, pk)
    kept = get_object_or_404(shown.contacts, pk=contact) if contact else Contact(organisation=shown)
    initial = {name: getattr(kept, name) for name in organising.CONTACT}
    form = OrganisationContactForm(**posted(request), initial=initial)

    def act() -> str:
        organising.keep_contact(kept, form.cleaned_data, by=request.reader.actor, now=clock.now())
        return _("The contact is saved.")

    title = _("Edit a contact") if contact else _("Add a contact")
    return form_page(
        request, form, FormPage(title, _("Save the contact"), shown.get_absolute_url(), crumbs=crumbs), act
    )


@require_POST
def contact_remove(request: ReadingRequest, pk: int, contact: int) -> HttpResponse:
    shown, _crumbs = managed(request, pk)
    found = get_object_or_404(shown.contacts, pk=contact)
    organising.remove_contact(found, by=request.reader.actor, now=clock.now())
    messages.success(request, _("%(name)s is no longer a contact.") % {"name": found})
    return redirect(shown)


@require_http_methods(["GET", "HEAD", "POST"])
def support(request: ReadingRequest, pk: int, support: int | None = None) -> HttpResponse:
    """Enter what a sponsor gives, or correct it."""
    shown, crumbs = managed(request, pk)
    kept = get_object_or_404(shown.support, pk=support) if support else Support(organisation=shown)
    initial = {name: getattr(kept, name) for name in organising.SUPPORT} if support else {"start": clock.today()}
    form = SupportForm(**posted(request), initial=initial)

    def act() -> str:
        organising.keep_support(kept, form.cleaned_data, by=request.reader.actor, now=clock.now())
        return _("The contribution is saved.")

    title = _("Edit a contribution") if support else _("Add a contribution")
    return form_page(
        request, form, FormPage(title, _("Save the contribution"), shown.get_absolute_url(), crumbs=crumbs), act
    )


@require_POST
def support_remove(request: ReadingRequest, pk: int, support: int) -> HttpResponse:
    shown, _crumbs = managed(request, pk)
    found = get_object_or_404(shown.support, pk=support)
    organising.remove_support(found, by=request.reader.actor, now=clock.now())
    messages.success(request, _("The contribution is removed."))
    return redirect(shown)
