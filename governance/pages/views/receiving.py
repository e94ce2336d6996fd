"""How a person wants mails: the own page, the same for the board office, and the proof of a further address."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from foundation.accounts.links import open_link
from foundation.values import Actor, DomainError
from foundation.web import clock
from governance.boards import proving
from governance.pages.people_forms import AddressForm, MailSettingsForm
from governance.pages.views.forming import posted
from governance.pages.views.own import myself
from governance.pages.views.people import people_crumbs, person_for
from governance.people import addresses, receiving
from governance.people.models import AliasAddress, Person
from governance.rights.request import ReadingRequest


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mail_settings(request: ReadingRequest) -> HttpResponse:
    """The own settings, with the addresses one answers from."""
    me = myself(request)
    return _settings(request, me, own=True, back=reverse("mail_settings"), crumbs=[(_("Mails to you"), "")])


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def person_mail_settings(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """The same for somebody who never logs in, by the board office."""
    shown = person_for(request, pk, manage=True)
    crumbs = [*people_crumbs(shown), (_("Mails"), "")]
    return _settings(request, shown, own=False, back=shown.get_absolute_url(), crumbs=crumbs)


def _settings(request: ReadingRequest, person: Person, *, own: bool, back: str, crumbs: Any) -> HttpResponse:
    initial = {name: getattr(person, name) for name in receiving.SETTINGS}
    form = MailSettingsForm(**posted(request), own=own, initial=initial)
    status, to_post = form.status, False
    if form.is_bound and form.is_valid():
        wants_post = receiving.changes_to_post(person, form.cleaned_data["channel"], person.postal_address)
        to_post = own and wants_post and "confirmed" not in request.POST
        if not to_post:
            try:
                receiving.choose(person, **form.cleaned_data, by=request.reader.actor, now=clock.now())
            except DomainError as error:
                form.add_error("channel", error.message)
                status = error.status
            else:
                messages.success(request, _("The settings are saved."))
                return redirect(back)
    context = {"person": person, "form": form, "own": own, "to_post": to_post, "back": back, "crumbs": crumbs}
    context |= {
        "warning": receiving.POST_WARNING,
        "address": AddressForm(),
        "aliases": person.alias_addresses.all() if own else [],
    }
    return render(request, "governance/pages/mail_settings.html", context, status=status)


@login_required
@require_POST
def own_address_check(request: ReadingRequest, pk: int) -> HttpResponse:
    """Mail the link once more."""
    alias = get_object_or_404(myself(request).alias_addresses, pk=pk)
    proving.ask(alias, by=request.reader.actor, now=clock.now())
    messages.success(request, _("We have sent a mail to %(email)s. Please open its link.") % {"email": alias.email})
    return redirect("mail_settings")


@csrf_exempt  # the token is the only power this page uses, and mail programs often block cookies
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def address_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever reads the mails of an address says so. Opening the page changes nothing: mail scanners open links."""
    link = open_link(token, purpose=proving.PURPOSE, now=clock.now())
    found = AliasAddress.objects.select_related("person").filter(person=UUID(link.holder.removeprefix("person:")))
    alias = get_object_or_404(found, pk=link.subject.removeprefix("address:"))
    if request.method == "POST":
        addresses.verify_alias(alias, by=Actor(alias.person.key, by_link=True), now=clock.now())
        alias.refresh_from_db()
    return render(request, "governance/pages/address_confirm.html", {"narrow": True, "alias": alias})
