"""The company: name and office, and its logo."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from foundation.documents.uploads import upload_response
from foundation.web import clock
from governance.boards import presenting
from governance.boards.models import Company
from governance.boards.rules import can_set_up
from governance.pages.setup_forms import CompanyForm, LogoForm
from governance.pages.views.forming import FormPage, form_page, posted
from governance.rights.request import ReadingRequest


def _admitted(request: ReadingRequest) -> None:
    request.section = "more" if request.reader.is_secretariat else "home"
    if not can_set_up(request.reader):
        raise Http404


def setup_page(title: str, button: str, lead: str = "") -> FormPage:
    """One step of the set-up: it leads back to the list of steps."""
    steps = reverse("setup")
    return FormPage(title, button, steps, lead, [(_("Set-up"), steps)])


@login_required
def company(request: ReadingRequest) -> HttpResponse:
    """Name and address of the company, phone and hours of its office."""
    _admitted(request)
    known = Company.objects.first()
    initial = {name: getattr(known, name) for name in presenting.FIELDS} if known else {}
    form = CompanyForm(**posted(request), initial=initial)

    def act() -> str:
        presenting.describe(form.cleaned_data, by=request.reader.actor, now=clock.now())
        return _("Saved.")

    lead = _("These words stand on every page and in every letter.")
    return form_page(request, form, setup_page(_("Name and address"), _("Save the address"), lead), act)


@login_required
def logo(request: ReadingRequest) -> HttpResponse:
    """The picture beside the company's name."""
    _admitted(request)
    form = LogoForm(**posted(request))

    def act() -> str:
        brought = form.cleaned_data["file"]
        presenting.show_logo(brought.data, brought.name, by=request.reader.actor, now=clock.now())
        return _("The logo stands on every page and on each printed document made from now on.")

    known = Company.objects.select_related("logo").first()
    page = setup_page(_("Logo"), _("Show the logo"))
    return form_page(request, form, page, act, template="logo", company_shown=known)


@login_required
@require_POST
def logo_removal(request: ReadingRequest) -> HttpResponse:
    """The name alone again."""
    _admitted(request)
    presenting.remove_logo(by=request.reader.actor, now=clock.now())
    messages.success(request, _("The logo is removed."))
    return redirect("setup_logo")


@require_safe
def company_logo(request: ReadingRequest, sha256: str) -> FileResponse:
    """The logo for everybody; a new picture has a new address."""
    known = Company.objects.select_related("logo").filter(logo__sha256__startswith=sha256).first()
    if known is None or known.logo is None:
        raise Http404
    response = upload_response(known.logo, download=False)
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
