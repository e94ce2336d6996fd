"""A meeting is moved or called off."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from foundation.web import clock
from governance.rights.request import ReadingRequest
from meetings.invitations import confirming, previewing, reactivating, sending
from meetings.invitations.forms import CancelForm, ChangeForm, InviteForm
from meetings.invitations.previewing import Draft
from meetings.invitations.stopping import leaves_at
from meetings.invitations.views.before import confirm
from meetings.invitations.views.shared import crumbs, posted, sendable
from meetings.meeting.models import Meeting


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_change(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """Move the meeting or name another place."""
    meeting, now = sendable(request, pk), clock.now()
    form = ChangeForm(posted(request), meeting=meeting)
    if request.method == "POST" and form.is_valid() and _changes(meeting, form, now):
        if not request.POST.get("confirmed"):
            new = sending.news(meeting, **form.appointment)
            ruling = sending.notice_if_changed(meeting, new, leaves_at(now))
            draft = _letters(meeting, new, form, now)
            words = confirming.change(meeting, new, ruling, clock.today())
            return confirm(request, meeting, form, draft, **words)
        by = request.reader.actor
        later = leaves_at(now)
        reason = form.cleaned_data["reason"]
        sending.change(meeting, by=by, now=now, reason=reason, leaves_at=later, **form.appointment)
        messages.success(request, _("The change is saved."))
        return redirect("invite", meeting.pk)
    context = {"meeting": meeting, "form": form, "crumbs": crumbs(meeting, _("Change date or place"))}
    return render(request, "meetings/invitations/change.html", context, status=form.status)


def _letters(meeting: Meeting, new: dict[str, Any], form: ChangeForm, now: datetime) -> Draft | None:
    """What everybody invited is going to get."""
    if not new or meeting.status != Meeting.Status.INVITED:
        return None
    reason = form.cleaned_data["reason"]
    return previewing.change(meeting, new, now=now, reason=reason, leaves_at=leaves_at(now))


def _changes(meeting: Meeting, form: ChangeForm, now: datetime) -> bool:
    """Whether the form can be carried out; what is missing stands in the form."""
    new = sending.news(meeting, **form.appointment)
    if new and form.cleaned_data["revision"] != meeting.revision:
        form.add_error(None, _("The meeting was changed meanwhile. Please load the page again."))
    ruling = sending.notice_if_changed(meeting, new, leaves_at(now))
    if ruling and not ruling.ok and not form.cleaned_data["reason"]:
        form.fields["reason"].required = True
        form.add_error(None, ruling.sentence)
        form.add_error("reason", form.fields["reason"].error_messages["required"])
    return not form.errors


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_cancel(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """Call the meeting off."""
    meeting, now = sendable(request, pk), clock.now()
    form, later = CancelForm(posted(request)), leaves_at(now)
    invited = meeting.status == Meeting.Status.INVITED
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if not request.POST.get("confirmed"):
            draft = previewing.cancellation(meeting, now=now, reason=reason, leaves_at=later) if invited else None
            return confirm(request, meeting, form, draft, **confirming.cancel(meeting))
        sending.cancel(meeting, reason=reason, by=request.reader.actor, now=now, leaves_at=later)
        messages.success(request, _("The meeting is cancelled."))
        return redirect("invite", meeting.pk)
    context = {"meeting": meeting, "form": form, "crumbs": crumbs(meeting, _("Cancel meeting"))}
    return render(request, "meetings/invitations/cancel.html", context, status=form.status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_reactivate(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """Set a cancelled meeting again."""
    meeting, now = sendable(request, pk), clock.now()
    later = leaves_at(now)
    reactivating.check(meeting, later)
    ruling = sending.notice_today(meeting, later) if reactivating.was_invited(meeting) else None
    form = InviteForm(posted(request), reason_needed=ruling is not None and not ruling.ok)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data.get("reason", "")
        if request.POST.get("confirmed"):
            reactivating.reactivate(meeting, by=request.reader.actor, now=now, reason=reason, leaves_at=later)
            messages.success(request, _("The meeting is set again."))
            return redirect("invite", meeting.pk)
        draft = previewing.reactivation(meeting, now=now, reason=reason, leaves_at=later) if ruling else None
        return confirm(request, meeting, form, draft, **confirming.reactivate(meeting, ruling))
    context = {
        "meeting": meeting,
        "form": form,
        "ruling": ruling,
        "elsewhere": confirming.elsewhere(meeting),
        "crumbs": crumbs(meeting, _("Set meeting again")),
    }
    return render(request, "meetings/invitations/reactivate.html", context, status=form.status)
