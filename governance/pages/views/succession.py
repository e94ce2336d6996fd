"""Who follows: the seats that are open or will be soon, and asking the body that fills one."""

import re

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from foundation.values import DomainError
from foundation.web import clock
from governance.boards.paper import letter_pdf
from governance.boards.rules import can_manage
from governance.mandates import succession
from governance.mandates.models import SuccessionRequest
from governance.pages.forms import SuccessionForm
from governance.pages.views.forming import FormPage, form_page, posted
from governance.pages.views.shared import page, seat_crumbs, seat_for, seat_name
from governance.rights.request import ReadingRequest


@require_safe
def successions(request: ReadingRequest) -> HttpResponse:
    """Every seat somebody is sought for, with what was done about it."""
    if not can_manage(request.reader):
        raise Http404
    found = succession.openings(clock.today())
    first = next((one.seat.pk for one in found if not one.asked_on and not one.proposed), None)
    return page(request, "successions", [(_("Succession"), "")], openings=found, first=first)


@require_http_methods(["GET", "HEAD", "POST"])
def succession_request(request: ReadingRequest, slug: str, number: int) -> HttpResponse:
    """Ask whom the body sends; the words are there and can be changed."""
    seat = seat_for(request, slug, number, manage=True)
    found = succession.opening(seat, clock.today())
    if found is None:
        raise DomainError(_("Nobody is sought for this seat: it is filled."), code="seat_filled")
    known = succession.addresses(seat)
    initial = {
        "medium": SuccessionRequest.Medium.MAIL if known else SuccessionRequest.Medium.LETTER,
        "address": known[0] if known else "",
        "text": succession.draft(found),
    }
    form = SuccessionForm(**posted(request), initial=initial)

    def act() -> str:
        asked = succession.ask(seat, **form.cleaned_data, by=request.reader.actor, now=clock.now())
        if asked.medium == SuccessionRequest.Medium.MAIL:
            return _("The request goes to %(address)s.") % {"address": asked.address}
        return _("The request is kept. The letter stands here to be printed.")

    body = seat.delegating_body.name if seat.delegating_body else seat.label
    lead = f"{seat.board.name}, {seat_name(seat)}: {body}"
    back = reverse("seat", args=[slug, number])
    trail = [(_("Boards"), reverse("boards")), *seat_crumbs(seat, "")[:-1]]
    request.section = "boards"
    return form_page(request, form, FormPage(_("Ask for a successor"), _("Send the request"), back, lead, trail), act)


@require_safe
def succession_letter(request: ReadingRequest, slug: str, number: int) -> HttpResponse:
    """The newest letter that asks for a successor, to print."""
    seat = seat_for(request, slug, number, manage=True)
    asked = seat.succession_requests.filter(medium=SuccessionRequest.Medium.LETTER).first()
    if asked is None:
        raise Http404
    body = asked.organisation
    content = letter_pdf(
        [str(body or seat.label), *(re.split(r"[\n,] ?", body.address) if body else ())],
        subject=_("%(board)s: seat %(number)s") % {"number": seat.number, "board": seat.board.name},
        text=asked.text,
        written_at=asked.asked_at,
        language=get_language() or "de",
    )
    return HttpResponse(content, content_type="application/pdf")
