"""What everybody with a login keeps up to date about themselves."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from foundation.values import DomainError
from foundation.web import clock
from governance.boards import proving
from governance.pages.people_forms import AddressForm, ContactForm, MailSettingsForm
from governance.pages.views.forming import posted
from governance.people import addresses, editing, receiving
from governance.people.models import Person
from governance.rights.request import ReadingRequest


def myself(request: ReadingRequest) -> Person:
    """The person behind the login; 404 for a login without one."""
    request.section = "account"
    return get_object_or_404(Person, pk=request.reader.person_id)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def own_details(request: ReadingRequest) -> HttpResponse:
    """Phones, postal address and language; assistants below."""
    me = myself(request)
    form = ContactForm(**posted(request), initial={name: getattr(me, name) for name in editing.CONTACT})
    status = form.status
    if form.is_bound and form.is_valid():
        try:
            editing.edit(me, form.cleaned_data, by=request.reader.actor, now=clock.now())
        except DomainError as error:
            status = form.refuse(error)
        else:
            messages.success(request, _("Your details are saved."))
            return redirect("own_details")
    return _page(request, me, form, status)


@login_required
@require_POST
def own_address(request: ReadingRequest) -> HttpResponse:
    """A further address; a link is mailed to it, and opening that proves it."""
    me = myself(request)
    form = AddressForm(request.POST)
    status = form.status
    if form.is_valid():
        try:
            _add(request, me, form.cleaned_data["email"])
            return redirect("mail_settings")
        except DomainError as error:
            form.add_error("email", error.message)
            status = error.status
    initial = {name: getattr(me, name) for name in receiving.SETTINGS}
    context = {
        "person": me,
        "own": True,
        "form": MailSettingsForm(own=True, initial=initial),
        "address": form,
        "aliases": me.alias_addresses.all(),
        "back": reverse("mail_settings"),
        "crumbs": [(_("Mails to you"), "")],
    }
    return render(request, "governance/pages/mail_settings.html", context, status=status)


@transaction.atomic
def _add(request: ReadingRequest, me: Person, email: str) -> None:
    by, now = request.reader.actor, clock.now()
    alias = addresses.add_alias(me, email, by=by, now=now)
    proving.ask(alias, by=by, now=now)
    messages.success(request, _("We have sent a mail to %(email)s. Please open its link.") % {"email": alias.email})


@login_required
@require_POST
def own_address_remove(request: ReadingRequest, pk: int) -> HttpResponse:
    alias = get_object_or_404(myself(request).alias_addresses.select_related("person"), pk=pk)
    addresses.remove_alias(alias, by=request.reader.actor, now=clock.now())
    messages.success(request, _("The address is removed."))
    return redirect("mail_settings")


def _page(request: ReadingRequest, me: Person, form: ContactForm, status: int) -> HttpResponse:
    running = Q(end__isnull=True) | Q(end__gte=clock.today())
    context = {
        "person": me,
        "form": form,
        "assisted_by": me.assisted_by.filter(running).select_related("assistant"),
        "crumbs": [(_("Your details"), "")],
    }
    return render(request, "governance/pages/own_details.html", context, status=status)
