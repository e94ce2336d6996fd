"""The invitation before and after it is sent."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from foundation.outbox.showing import mail_page
from foundation.web import clock
from governance.procedure.answers import Answer
from governance.rights.request import ReadingRequest
from meetings.invitations import confirming, housing, previewing, reactivating, sending, stopping
from meetings.invitations.forms import InviteForm
from meetings.invitations.models import Invitation
from meetings.invitations.recipients import Recipient, recipients
from meetings.invitations.views.before import confirm, mail_of, try_on
from meetings.invitations.views.shared import crumbs, posted, sendable
from meetings.meeting import standing
from meetings.meeting.models import Meeting

_AHEAD = (Meeting.Status.SCHEDULED, Meeting.Status.INVITED)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """What will be sent to whom and whether the notice period is kept; sending takes a second click."""
    meeting = sendable(request, pk)
    now = clock.now()
    later = stopping.leaves_at(now)
    ruling = sending.notice_today(meeting, later)
    form = InviteForm(posted(request), reason_needed=not ruling.ok, initial={"reason": meeting.shortened_reason})
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data.get("reason", "")
        if request.POST.get("confirmed"):
            made = sending.invite(meeting, by=request.reader.actor, now=now, reason=reason, leaves_at=later)
            messages.success(request, confirming.sent(made, later))
            return redirect("invite", meeting.pk)
        draft = previewing.invitation(meeting, now=now, reason=reason, leaves_at=later)
        return confirm(request, meeting, form, draft, **confirming.invite(draft.invitations, ruling))
    people = recipients(meeting, clock.today())
    held = stopping.stopped_of(meeting)
    sent = meeting.dispatches.order_by("-sequence", "-sent_at")
    context = {
        "meeting": meeting,
        "outlook": _outlook(meeting, ruling, people, clock.today()),
        "ruling": ruling,
        "form": form,
        "recipients": people,
        "obstacle": sending.obstacle(meeting, ruling, later),
        "progress": confirming.progress(stopping.progress(meeting), now),
        "marks": housing.in_the_way(meeting) if meeting.status in _AHEAD else "",
        "waiting": meeting.status == Meeting.Status.SCHEDULED,
        "changeable": meeting.status in _AHEAD and now < meeting.starts_at,
        "can_be_set_again": reactivating.can_be_set_again(meeting, later),
        "dispatches": [(one, confirming.became(one, held.get(one.pk, 0))) for one in sent],
        "crumbs": crumbs(meeting, _("Invitation")),
    }
    return render(request, "meetings/invitations/invite.html", context, status=form.status)


def _outlook(meeting: Meeting, ruling: Answer, people: list[Recipient], today: date) -> str:
    by_post = any(not one.by_mail for one in people)
    return confirming.outlook(ruling, standing.last_days(meeting, today).sentence if by_post else "")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_letter(request: ReadingRequest, pk: UUID, person: UUID) -> HttpResponse:
    """The mail that one person will get, with the ways to the next one and to a trial."""
    meeting, now = sendable(request, pk), clock.now()
    draft = previewing.invitation(meeting, now=now, leaves_at=stopping.leaves_at(now))
    one = _recipient(draft, person)
    if request.method == "POST":
        try_on(request, draft, one)
        return redirect("invitation_letter", meeting.pk, person)
    context = {
        "meeting": meeting,
        "recipients": recipients(meeting, clock.today()),
        "crumbs": crumbs(meeting, _("Invitation")),
        **mail_of(draft, one),
    }
    return render(request, "meetings/invitations/letter.html", context)


@login_required
@require_GET
def invitation_preview(request: ReadingRequest, pk: UUID, person: UUID) -> HttpResponse:
    """The same mail as a mail program shows it; its own policy allows the inline styles of mails, and no more."""
    now = clock.now()
    draft = previewing.invitation(sendable(request, pk), now=now, leaves_at=stopping.leaves_at(now))
    return mail_page(draft.letter(_recipient(draft, person)).html)


def _recipient(draft: previewing.Draft, person: UUID) -> Invitation:
    one = draft.of(person)
    if one is None:
        raise Http404
    return one
