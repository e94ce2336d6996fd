"""The proof of dispatch: what went to whom, when, and what the mail server said."""

import re
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from desk.dispatch import listing
from desk.dispatch.rules import can_read, can_see_states
from foundation.documents.models import Rendering, RenderingState
from foundation.documents.rendering import again as rendering_again
from foundation.outbox.models import Delivery, State
from foundation.outbox.reading import masked_text
from foundation.outbox.resending import note_posted, release_held, resend
from foundation.outbox.showing import mail_page
from foundation.outbox.transport import CAPTURED, sends
from foundation.web import clock
from governance.boards.paper import letter_pdf
from governance.people.models import Person
from governance.rights.request import ReadingRequest
from meetings.invitations.recipients import names_of

PER_PAGE = 50
ACTS = {State.FAILED: resend, State.HELD: release_held, State.LETTER: note_posted}


def _admitted(request: ReadingRequest, *, to_read: bool = False) -> None:
    request.section = "more" if request.reader.is_secretariat else "dispatches"
    allowed = can_read(request.reader) if to_read else can_see_states(request.reader)
    if not allowed:
        raise Http404


def _word(request: ReadingRequest, name: str) -> str:
    """A word of the filter; what cannot be printed is nobody's word."""
    word = request.GET.get(name, "")[:60]
    return word if word.isprintable() else ""


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def documents(request: ReadingRequest) -> HttpResponse:
    """Documents that could not be made; each can be queued once more with its own data."""
    _admitted(request)
    failed = Rendering.objects.filter(state=RenderingState.FAILED).order_by("made_at", "pk")
    if request.method == "POST":
        for rendering in failed:
            rendering_again(rendering, by=request.reader.actor, now=clock.now())
        messages.success(request, _("The documents are being made again."))
        return redirect("documents")
    crumbs = [(_("Documents"), "")]
    return render(request, "desk/dispatch/documents.html", {"failed": failed, "crumbs": crumbs})


@login_required
@require_GET
def dispatches(request: ReadingRequest) -> HttpResponse:
    """All mails, newest first, by state, kind and meeting."""
    _admitted(request)
    chosen = {name: _word(request, name) for name in ("state", "kind", "meeting")}
    meetings = listing.meetings_sent()
    page = Paginator(listing.deliveries(now=clock.now(), **chosen), PER_PAGE).get_page(request.GET.get("page"))
    rows = [(one, listing.kind_words(one.kind), *listing.badge(one)) for one in page]
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "page": page,
        "rows": rows,
        "chosen": chosen,
        "states": [(code, label) for code, (label, _states) in listing.STATES.items()],
        "kinds": listing.kinds_sent(),
        "meetings": meetings,
        "may_read": can_read(request.reader),
        "proof": listing.proven(meetings, chosen["meeting"]) if can_read(request.reader) else None,
        "captured": not sends(),
        "query": query.urlencode(),
        "crumbs": [(_("Proof of dispatch"), "")],
    }
    return render(request, "desk/dispatch/list.html", context)


@login_required
@require_GET
def dispatch_detail(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """One mail with its times; address, text and calendar for the board office only, personal links masked."""
    _admitted(request)
    delivery = get_object_or_404(listing.with_carrier(), pk=pk)
    may_read = can_read(request.reader)
    context = {
        "delivery": delivery,
        "words": listing.kind_words(delivery.kind),
        "badge": listing.badge(delivery),
        "may_read": may_read,
        "parts": masked_text(delivery) if may_read else None,
        "captured": delivery.smtp_reply == CAPTURED,
        "may_send": may_read and delivery.state in ACTS and not delivery.held_by,
        "stopped_by": names_of([delivery.held_by]).get(delivery.held_by, ""),
        "letter": _letter(delivery) if may_read else None,
        "receipt": listing.receipt(delivery),
        "crumbs": [(_("Proof of dispatch"), reverse("dispatches")), (delivery.recipient_name, "")],
    }
    return render(request, "desk/dispatch/detail.html", context)


@login_required
@require_GET
def dispatch_mail(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """The mail as its recipient sees it, personal links masked."""
    _admitted(request, to_read=True)
    return mail_page(masked_text(get_object_or_404(Delivery, pk=pk)).html_text)


@login_required
@require_GET
def dispatch_letter(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """The same words on paper, for whom wants post."""
    _admitted(request, to_read=True)
    delivery = get_object_or_404(Delivery, pk=pk, state=State.LETTER)
    person, words = _letter(delivery), masked_text(delivery)
    content = letter_pdf(
        [delivery.recipient_name, *(re.split(r"[\n,] ?", person.postal_address) if person else ())],
        subject=words.subject,
        text=words.text,
        written_at=delivery.created_at,
        language=person.language if person else settings.LANGUAGE_CODE,
    )
    return HttpResponse(content, content_type="application/pdf")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def dispatch_again(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """Send a refused or held mail again, or note a letter as posted, after a question."""
    _admitted(request, to_read=True)
    delivery = get_object_or_404(Delivery.objects.defer("raw"), pk=pk)
    if request.method == "POST":
        ACTS.get(State(delivery.state), resend)(delivery, by=request.reader.actor, now=clock.now())
        posted = delivery.state == State.LETTER
        messages.success(request, _("The letter is posted.") if posted else _("The mail is on its way again."))
        return redirect("dispatch_detail", delivery.pk)
    detail = reverse("dispatch_detail", args=[delivery.pk])
    crumbs = [
        (_("Proof of dispatch"), reverse("dispatches")),
        (delivery.recipient_name, detail),
        (_("Send again"), ""),
    ]
    context = {"delivery": delivery, "detail": detail, "crumbs": crumbs, "letter": _letter(delivery)}
    return render(request, "desk/dispatch/again.html", context)


def _letter(delivery: Delivery) -> Person | None:
    """Whom a letter goes to that nobody has posted yet."""
    if delivery.state != State.LETTER:
        return None
    return Person.objects.filter(pk=delivery.recipient.removeprefix("person:")).first()
