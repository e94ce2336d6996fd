"""What came by mail: what waits for the board office, each message with its original, and what was done with it."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foundation.outbox import limits, mailbox, received
from foundation.outbox.models import IncomingMail, MailboxLook
from foundation.values import DomainError
from foundation.web import clock
from governance.rights.request import ReadingRequest
from meetings.incoming import reviewing, wording
from meetings.incoming.forms import TakeOverForm
from meetings.incoming.rules import can_review
from meetings.invitations.choices import Choice
from meetings.invitations.models import Invitation
from meetings.invitations.recipients import names_of
from meetings.meeting.models import Meeting

PER_PAGE = 50


def _admitted(request: ReadingRequest) -> None:
    request.section = "more"
    if not can_review(request.reader):
        raise Http404


def _message(request: ReadingRequest, pk: UUID) -> IncomingMail:
    _admitted(request)
    return get_object_or_404(IncomingMail.objects.exclude(state=IncomingMail.State.NEW), pk=pk)


@login_required
@require_safe
def inbox(request: ReadingRequest) -> HttpResponse:
    """What waits; with `?alle=1` what came and became of it, the newest first."""
    _admitted(request)
    everything = request.GET.get("alle") == "1"
    read = IncomingMail.objects.exclude(state=IncomingMail.State.NEW).defer("raw")
    page = Paginator(read if everything else read.waiting(), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": _rows(list(page)),
        "everything": everything,
        "is_read": mailbox.is_read(),
        "vouched": bool(settings.MAIL_AUTHSERV_ID),
        "look": MailboxLook.objects.first(),
        "crumbs": [(_("Answers by mail"), "")],
    }
    return render(request, "meetings/incoming/inbox.html", context)


@dataclass(frozen=True)
class Row:
    """A message as the list shows it; `code`: why it waits; `offer`: what one click takes over, for the date with
    this `sequence`."""

    mail: IncomingMail
    sender: str
    about: str
    code: str
    reason: str
    offer: Choice | None
    sequence: int | None


def _rows(mails: list[IncomingMail]) -> list[Row]:
    """In a fixed number of queries."""
    names = names_of({one.person for one in mails if one.person})
    keys = [one.about.removeprefix("meeting:") for one in mails if one.about]
    meetings = {one.key: one for one in Meeting.objects.filter(pk__in=keys).select_related("board")} if keys else {}
    answered = reviewing.answered(mails)
    gone = reviewing.taken_back(answered.values())
    return [
        _row(one, names, meetings.get(one.about), answered.get(one.facts.get("invitation")), gone) for one in mails
    ]


def _row(
    mail: IncomingMail,
    names: dict[str, str],
    meeting: Meeting | None,
    answered: Invitation | None,
    gone: dict[UUID, set[int]],
) -> Row:
    taken_back = gone.get(answered.meeting_id, set()) if answered else set()
    code = wording.code_of(mail, meeting, answered, taken_back, clock.now())
    return Row(
        mail,
        sender=_sender(mail, names),
        about=_called(meeting),
        code=code,
        reason=wording.reason(mail, code),
        offer=wording.offer(mail, code),
        sequence=meeting.sequence if meeting else None,
    )


def _sender(mail: IncomingMail, names: dict[str, str]) -> str:
    return names.get(mail.person) or mail.sender_name or mail.sender


def _called(meeting: Meeting | None) -> str:
    return f"{meeting.board.name}, {meeting.day:%d.%m.%Y}" if meeting else ""


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def message(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """One message with its original in plain words, and the form that takes it over."""
    mail = _message(request, pk)
    waits = mail.state == IncomingMail.State.REVIEW
    form = _form(request, mail) if waits else None
    if request.method == "POST" and not waits:
        raise DomainError(_("This message is settled already."), code="message_settled")
    if form and form.is_bound and form.is_valid():
        try:
            _take_over(request, mail, form)
        except DomainError as error:
            if error.status == HTTPStatus.CONFLICT:
                raise  # what this page shows no longer holds
            form.refuse(error)
        else:
            messages.success(request, _("The answer of %(name)s is saved.") % {"name": form.chosen.person})
            return redirect("inbox")
    (row,) = _rows([mail])
    context = {
        "mail": mail,
        "row": row,
        "answer": wording.answer_of(mail),
        "step": wording.step(row.code) if waits else None,
        "form": form,
        "original": _readable(mail),
        "settled_by": names_of([mail.settled_by]).get(mail.settled_by, "") if mail.settled_by else "",
        "crumbs": [(_("Answers by mail"), reverse("inbox")), (row.sender or _("Message"), "")],
    }
    return render(request, "meetings/incoming/message.html", context, status=form.status if form else 200)


def _take_over(request: ReadingRequest, mail: IncomingMail, form: TakeOverForm) -> None:
    reviewing.take_over(
        mail,
        form.chosen,
        form.choice,
        note=form.substitute,
        sequence=form.shown_sequence,
        by=request.reader.actor,
        now=clock.now(),
    )


def _form(request: ReadingRequest, mail: IncomingMail) -> TakeOverForm | None:
    """Filled with what the message says; None where nobody is invited whose answer it could be."""
    invitations = list(reviewing.invitations_for(mail, now=clock.now()))
    if not invitations:
        return None
    passed_on = mail.reason in ("person_unknown", "delegated")
    said = wording.answer_of(mail)
    own = next((one for one in invitations if one.person.key == mail.person), None)
    initial: dict[str, Any] = {
        "invitation": own.pk if own else None,
        "answer": "delegated" if passed_on else said and said.code,
        "note": " ".join(filter(None, [mail.facts.get("name"), mail.facts.get("address")])) if passed_on else "",
    }
    return TakeOverForm(request.POST if request.method == "POST" else None, invitations=invitations, initial=initial)


def _readable(mail: IncomingMail) -> received.Received | None:
    """What the message says, as plain text; None where it is gone or was refused."""
    try:
        return received.read(bytes(mail.raw)) if mail.raw else None
    except limits.Unsafe:
        return None


@login_required
@require_safe
def original(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """The message as it came, to keep: never shown by the browser."""
    mail = _message(request, pk)
    if not mail.raw:
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="{mail.pk}.eml"', "Content-Security-Policy": "sandbox"}
    return HttpResponse(bytes(mail.raw), content_type="application/octet-stream", headers=headers)


@login_required
@require_POST
def ask_again(request: ReadingRequest, pk: UUID) -> HttpResponse:
    reviewing.ask_again(_message(request, pk), by=request.reader.actor, now=clock.now())
    messages.success(request, _("The member gets a mail with the link to answer."))
    return redirect("inbox")


@login_required
@require_POST
def leave(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """The message goes from the tray; its page offers to put it back."""
    mail = _message(request, pk)
    reviewing.leave(mail, by=request.reader.actor, now=clock.now())
    messages.success(request, _("The message is settled. Under “All messages” you can put it back."))
    return redirect("inbox")


@login_required
@require_POST
def reopen(request: ReadingRequest, pk: UUID) -> HttpResponse:
    reviewing.reopen(_message(request, pk), by=request.reader.actor, now=clock.now())
    messages.success(request, _("The message waits again."))
    return redirect("message", pk)
