"""The e-mail addresses of a person, changed by the board office."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from foundation.web import clock
from governance.pages.people_forms import AddressForm
from governance.pages.views.forming import FormPage, form_page, posted
from governance.pages.views.people import people_crumbs, person_for
from governance.people import addresses
from governance.people.models import AliasAddress
from governance.rights.request import ReadingRequest


@require_http_methods(["GET", "HEAD", "POST"])
def person_address(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """Another main address: invitations and login codes go there from now on."""
    shown = person_for(request, pk, manage=True)
    form = AddressForm(**posted(request), initial={"email": shown.shown_email})

    def act() -> str:
        addresses.change_main(shown, form.cleaned_data["email"], by=request.reader.actor, now=clock.now())
        return _("The main address is %(email)s.") % {"email": shown.email}

    lead = _(
        "Invitations and login codes for %(person)s go to the new address. Open sessions and the links in earlier "
        "mails end."
    )
    page = FormPage(
        _("Change the main address"),
        _("Change the address"),
        shown.get_absolute_url(),
        lead=lead % {"person": shown},
        crumbs=people_crumbs(shown),
    )
    return form_page(request, form, page, act)


@require_http_methods(["GET", "HEAD", "POST"])
def person_alias_add(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """A further address that the board office knows: verified at once."""
    shown = person_for(request, pk, manage=True)
    form = AddressForm(**posted(request))

    def act() -> str:
        by, now = request.reader.actor, clock.now()
        addresses.add_alias(shown, form.cleaned_data["email"], verified=True, by=by, now=now)
        return _("The address is added.")

    page = FormPage(
        _("Add an address"),
        _("Add the address"),
        shown.get_absolute_url(),
        lead=_("Answers from this address count for %(person)s.") % {"person": shown},
        crumbs=people_crumbs(shown),
    )
    return form_page(request, form, page, act)


@require_POST
def person_alias(request: ReadingRequest, pk: UUID, alias: int) -> HttpResponse:
    """Verify a further address, or remove it (`act=remove`)."""
    shown = person_for(request, pk, manage=True)
    found = get_object_or_404(AliasAddress.objects.select_related("person"), pk=alias, person=shown)
    by, now = request.reader.actor, clock.now()
    if request.POST.get("act") == "remove":
        addresses.remove_alias(found, by=by, now=now)
        messages.success(request, _("The address is removed."))
    else:
        addresses.verify_alias(found, by=by, now=now)
        messages.success(request, _("The address is verified."))
    return redirect(shown)
