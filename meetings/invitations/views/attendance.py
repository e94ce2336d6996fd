"""Who comes, and answers given by phone."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from foundation.web import clock
from governance.rights.request import ReadingRequest
from meetings.agenda.recusals import declared
from meetings.invitations import choices, printing, proving, reminders, replies
from meetings.invitations.forms import PhoneReplyForm, RemindForm
from meetings.invitations.models import Reply
from meetings.invitations.recipients import sheet
from meetings.invitations.rules import can_see_answers, can_send, takes_answers
from meetings.invitations.turnout import expected
from meetings.invitations.views.shared import crumbs, posted, sendable, visible
from meetings.meeting.models import Meeting

NOBODY_ASKED = (Meeting.Status.PLANNED, Meeting.Status.EARLIER)


@login_required
@require_GET
def attendance(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """Who comes: numbers for everybody, names for office and chair."""
    meeting, now = visible(request, pk), clock.now()
    reader = request.reader
    kept = Prefetch("replies", Reply.objects.order_by("received_at", "id"))
    answers = (
        meeting.invitations.visible_to(reader).in_force().select_related("person", "mandate__seat", "mandate__person")
    )
    rows = sheet(meeting, answers.prefetch_related(kept))
    context = {
        "meeting": meeting,
        "forecast": expected(meeting) if meeting.status not in NOBODY_ASKED else None,
        "rows": rows,
        "by_name": can_see_answers(reader, meeting),
        "recusals": declared(meeting, reader, leads=True) if can_see_answers(reader, meeting) else (),
        "has_proof": bool(rows) and can_see_answers(reader, meeting),
        "may_enter": can_send(reader) and takes_answers(meeting, now),
        "crumbs": crumbs(meeting, _("Who takes part")),
    }
    return render(request, "meetings/invitations/attendance.html", context)


@login_required
@require_GET
def notice_proof(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """Who was called when and how, as a file for office and chair."""
    meeting = visible(request, pk)
    if not can_see_answers(request.reader, meeting):
        raise Http404
    name = f"ladungsnachweis-{meeting.day}-{meeting.board.slug}.pdf"
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    content = printing.pdf(proving.proof(meeting), now=clock.now())
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def phone_reply(request: ReadingRequest, pk: UUID, invitation_pk: int) -> HttpResponse:
    """The office enters an answer given by phone."""
    meeting = sendable(request, pk)
    found = meeting.invitations.in_force().select_related("person", "mandate__person")
    invitation = get_object_or_404(found, pk=invitation_pk)
    form = PhoneReplyForm(
        posted(request),
        meeting=meeting,
        for_deputy=not replies.may_be_represented(invitation),
        initial={"sequence": meeting.sequence},
    )
    if request.method == "POST" and form.is_valid():
        replies.record(
            invitation,
            form.choice.answer,
            by_video=form.choice.by_video,
            note=form.cleaned_data["note"],
            by=request.reader.actor.on_behalf_of(invitation.person.key),
            source=Reply.Source.PHONE,
            sequence=form.cleaned_data["sequence"],
            now=clock.now(),
        )
        messages.success(request, _("The answer is saved."))
        return redirect("meeting_attendance", meeting.pk)
    context = {
        "meeting": meeting,
        "invitation": invitation,
        "form": form,
        "given": choices.given(invitation),
        "crumbs": crumbs(meeting, _("Enter answer")),
    }
    return render(request, "meetings/invitations/phone_reply.html", context, status=form.status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def remind(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """The office reminds everybody at once who has not answered; it sees whom, and may add words."""
    meeting, now = sendable(request, pk), clock.now()
    form = RemindForm(posted(request), initial={"words": meeting.board.reminder_text})
    if request.method == "POST" and form.is_valid():
        sent = reminders.remind_now(meeting, words=form.cleaned_data["words"], by=request.reader.actor, now=now)
        words = ngettext("%(count)s person is reminded.", "%(count)s people are reminded.", sent)
        messages.success(request, words % {"count": sent})
        return redirect("meeting_attendance", meeting.pk)
    context = {
        "meeting": meeting,
        "people": reminders.to_remind(meeting, now) if takes_answers(meeting, now) else [],
        "obstacle": reminders.obstacle(meeting),
        "form": form,
        "crumbs": crumbs(meeting, _("Remind")),
    }
    return render(request, "meetings/invitations/remind.html", context, status=form.status)
