"""Who speaks for a partner organisation, arranged by the board office."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from foundation.web import clock
from governance.pages.people_forms import PartnerForm
from governance.pages.views.forming import FormPage, form_page, posted
from governance.pages.views.organisations import managed
from governance.people import partnering
from governance.rights.request import ReadingRequest


@require_http_methods(["GET", "HEAD", "POST"])
def partner_add(request: ReadingRequest, pk: int) -> HttpResponse:
    """Somebody speaks for this organisation from a day on."""
    shown, crumbs = managed(request, pk)
    form = PartnerForm(**posted(request), initial={"start": clock.today()})

    def act() -> str:
        made = partnering.assign(organisation=shown, **form.cleaned_data, by=request.reader.actor, now=clock.now())
        return _("%(person)s speaks for %(organisation)s.") % {"person": made.person, "organisation": shown}

    lead = _("Reads status and notes of the projects that %(organisation)s leads, nothing else.")
    page = FormPage(
        _("Add somebody who speaks for the partner"),
        _("Add"),
        shown.get_absolute_url(),
        lead=lead % {"organisation": shown},
        crumbs=crumbs,
    )
    return form_page(request, form, page, act)


@require_POST
def partner_end(request: ReadingRequest, pk: int, assignment: int) -> HttpResponse:
    """Today is the last day."""
    shown, _crumbs = managed(request, pk)
    found = get_object_or_404(shown.partner_people.select_related("person", "organisation"), pk=assignment)
    partnering.end_assignment(found, on=clock.today(), by=request.reader.actor, now=clock.now())
    words = {"person": found.person, "organisation": shown}
    messages.success(request, _("%(person)s speaks for %(organisation)s until the end of today.") % words)
    return redirect(shown)
