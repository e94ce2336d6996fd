"""Who answers dates for whom, arranged by the board office."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from foundation.web import clock
from governance.pages.people_forms import AssistanceForm
from governance.pages.views.forming import FormPage, form_page, posted
from governance.pages.views.people import people_crumbs, person_for
from governance.people import assisting
from governance.rights.request import ReadingRequest


@require_http_methods(["GET", "HEAD", "POST"])
def assistance_add(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """Somebody answers dates for this person from a day on."""
    shown = person_for(request, pk, manage=True)
    form = AssistanceForm(**posted(request), initial={"start": clock.today()})

    def act() -> str:
        made = assisting.assist(principal=shown, **form.cleaned_data, by=request.reader.actor, now=clock.now())
        return _("%(assistant)s answers for %(person)s.") % {"assistant": made.assistant, "person": shown}

    lead = _("Answers invitations for %(person)s and sees date, place and titles. Each answer names both people.")
    page = FormPage(
        _("Add an assistant"),
        _("Add the assistant"),
        shown.get_absolute_url(),
        lead=lead % {"person": shown},
        crumbs=people_crumbs(shown),
    )
    return form_page(request, form, page, act)


@require_POST
def assistance_end(request: ReadingRequest, pk: UUID, assistance: int) -> HttpResponse:
    """Today is the last day."""
    shown = person_for(request, pk, manage=True)
    found = get_object_or_404(shown.assisted_by.select_related("principal", "assistant"), pk=assistance)
    assisting.end_assistance(found, on=clock.today(), by=request.reader.actor, now=clock.now())
    words = {"assistant": found.assistant, "person": shown}
    messages.success(request, _("%(assistant)s answers for %(person)s until the end of today.") % words)
    return redirect(shown)
