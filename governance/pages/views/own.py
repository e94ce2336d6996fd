"""What everybody with a login keeps up to date about themselves."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from foundation.values import DomainError
from foundation.web import clock
from governance.pages.people_forms import AddressForm, ContactForm
from governance.pages.views.forming import posted
from governance.people import addresses, editing
from governance.people.models import Person
from governance.rights.request import ReadingRequest


def _self(request: ReadingRequest) -> Person:
    request.section = "account"
    return get_object_or_404(Person, pk=request.reader.person_id)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def own_details(request: ReadingRequest) -> HttpResponse:
    """Phones, postal address, channel and language; addresses and assistants below."""
    me = _self(request)
    form = ContactForm(**posted(request), initial={name: getattr(me, name) for name in editing.CONTACT})
    if form.is_bound and form.is_valid():
        editing.edit(me, form.cleaned_data, by=request.reader.actor, now=clock.now())
        messages.success(request, _("Your details are saved."))
        return redirect("own_details")
    return _page(request, me, form, AddressForm(), status=form.status)


@login_required
@require_POST
def own_address(request: ReadingRequest) -> HttpResponse:
    """A further address, which the board office verifies."""
    me = _self(request)
    form = AddressForm(request.POST)
    status = form.status
    if form.is_valid():
        try:
            addresses.add_alias(me, form.cleaned_data["email"], by=request.reader.actor, now=clock.now())
            messages.success(request, _("The address is saved. The board office checks it."))
            return redirect("own_details")
        except DomainError as error:
            form.add_error("email", error.message)
            status = error.status
    contact = ContactForm(initial={name: getattr(me, name) for name in editing.CONTACT})
    return _page(request, me, contact, form, status=status)


@login_required
@require_POST
def own_address_remove(request: ReadingRequest, pk: int) -> HttpResponse:
    alias = get_object_or_404(_self(request).alias_addresses.select_related("person"), pk=pk)
    addresses.remove_alias(alias, by=request.reader.actor, now=clock.now())
    messages.success(request, _("The address is removed."))
    return redirect("own_details")


def _page(
    request: ReadingRequest, me: Person, form: ContactForm, address: AddressForm, *, status: int
) -> HttpResponse:
    context = {
        "person": me,
        "form": form,
        "address": address,
        "aliases": me.alias_addresses.all(),
        "assisted_by": me.assisted_by.filter(Q(end__isnull=True) | Q(end__gte=clock.today())).select_related(
            "assistant"
        ),
        "crumbs": [(_("Your details"), "")],
    }
    return render(request, "governance/pages/own_details.html", context, status=status)
