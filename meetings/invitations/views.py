"""Answering by personal link or signed in, and the office's pages about who comes and what was sent."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from foundation.accounts import limits
from foundation.accounts.links import LinkOver, open_link
from foundation.outbox.showing import mail_page
from foundation.values import Actor, DomainError
from foundation.web import clock
from foundation.web.addresses import safe_next
from foundation.web.wording import plain_day
from governance.boards.models import Company
from governance.mandates.deputising import named
from governance.rights.ending import has_left
from governance.rights.request import ReadingRequest
from meetings.agenda.recusals import declared
from meetings.invitations import choices, confirming, entries, reminders, replies, sending
from meetings.invitations.dispatching import LINK_PURPOSE, titles
from meetings.invitations.forms import AddressForm, CancelForm, ChangeForm, InviteForm, PhoneReplyForm, ReplyForm
from meetings.invitations.models import Invitation, Reply
from meetings.invitations.recipients import entered_by, recipients, sheet
from meetings.invitations.rules import answers_open, can_see_answers, can_send, takes_answers
from meetings.invitations.turnout import expected
from meetings.meeting.models import Meeting
from meetings.meeting.standing import rules_of


def _posted(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with, also when that is nothing at all; None while it is only shown."""
    return request.POST if request.method == "POST" else None


def _linked(token: str) -> Invitation:
    """The invitation behind a personal link. DomainError as `open_link`; 404 where there is no invitation."""
    link = open_link(token, purpose=LINK_PURPOSE, now=clock.now())
    found = Invitation.objects.select_related("meeting__board", "person")
    return get_object_or_404(
        found, meeting_id=link.subject.removeprefix("meeting:"), person_id=link.holder.removeprefix("person:")
    )


def _dead_link(request: HttpRequest, error: DomainError) -> HttpResponse:
    """What to do instead. The holder of a link whose time ran out reads which meeting it was for; who has left the
    board reads that, and nothing of the meeting."""
    link = error.link if isinstance(error, LinkOver) else None
    meetings = Meeting.objects.filter(pk=link.subject.removeprefix("meeting:")) if link else Meeting.objects.none()
    meeting = meetings.select_related("board").first()
    left = bool(link and meeting and has_left(link.holder, meeting.board_id, clock.today()))
    tells = link and not link.revoked_at and meeting and meeting.status != Meeting.Status.CANCELLED and not left
    context = {
        "narrow": True,
        "error": error,
        "form": AddressForm(),
        "left": left,
        "past": meeting if tells else None,
    }
    return render(request, "meetings/invitations/dead_link.html", context, status=error.status)


def _question(
    request: HttpRequest,
    invitation: Invitation,
    *,
    refusal: DomainError | None = None,
    page: str = "reply",
    **context: Any,
) -> HttpResponse:
    """The page that asks, or says why there is nothing to answer (any more)."""
    meeting = invitation.meeting
    offered = choices.offered(meeting)
    code = choices.FROM_MAIL.get(request.GET.get("antwort", ""), "")
    chosen = choices.BY_CODE.get(code)
    context |= {
        "invitation": invitation,
        "meeting": meeting,
        "open": answers_open(invitation, clock.now()),
        "chosen": chosen,
        "first": chosen or offered[0],
        "others": [one for one in offered if one is not (chosen or offered[0])],
        "given": choices.given(invitation),
        "entered_by": entered_by(invitation),
        "deputy": named(invitation.mandate_id, meeting.day),
        "guest_only": not rules_of(meeting).deputies_allowed,
        "refusal": refusal,
    }
    status = refusal.status if refusal else 200
    return render(request, f"meetings/invitations/{page}.html", context, status=status)


def _take(request: HttpRequest, invitation: Invitation, *, by: Actor, source: str) -> None:
    """Record the posted answer. Raises DomainError where it cannot be taken."""
    replies.check_open(invitation, now=clock.now())
    form = ReplyForm(request.POST)
    if not form.is_valid():
        raise DomainError(_("Please choose one of the answers."), code="not_an_answer", status=400)
    replies.record(
        invitation,
        form.choice.answer,
        by_video=form.choice.by_video,
        by=by,
        source=source,
        sequence=form.cleaned_data["sequence"],
        now=clock.now(),
    )


@csrf_exempt  # the token is the only power this page uses, and mail programs often block cookies
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: HttpRequest, token: str) -> HttpResponse:
    """Answer without login. Opening the page changes nothing, because mail scanners open links, too."""
    try:
        invitation = _linked(token)
    except DomainError as error:
        return _dead_link(request, error)
    shell: dict[str, Any] = {"narrow": True, "by_link": True, "saved_url": reverse("reply_saved", args=[token])}
    if request.method != "POST":
        return _question(request, invitation, **shell)
    try:
        _take(request, invitation, by=Actor(invitation.person.key), source=Reply.Source.LINK)
    except DomainError as error:
        invitation.meeting.refresh_from_db()
        return _question(request, invitation, refusal=error, **shell)
    return redirect("reply_saved", token)


@never_cache
@require_GET
def reply_saved(request: HttpRequest, token: str) -> HttpResponse:
    try:
        invitation = _linked(token)
    except DomainError as error:
        return _dead_link(request, error)
    given = choices.given(invitation)
    if given is None:
        return redirect("reply", token)
    context = {
        "narrow": True,
        "given": given,
        "meeting": invitation.meeting,
        "reply_url": reverse("reply", args=[token]),
        "calendar_url": reverse("reply_calendar", args=[token]),
    }
    return render(request, "meetings/invitations/reply_saved.html", context)


def _calendar_file(meeting: Meeting) -> HttpResponse:
    language = "en" if get_language() == "en" else "de"
    content = entries.download(meeting, Company.objects.get(), language=language, now=clock.now())
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{meeting.day}-{meeting.board.slug}.ics"}
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)


@never_cache
@require_GET
def reply_calendar(request: HttpRequest, token: str) -> HttpResponse:
    try:
        return _calendar_file(_linked(token).meeting)
    except DomainError as error:
        return _dead_link(request, error)


@csrf_exempt  # asks for a mail to the registered address, whoever asks
@never_cache
@require_http_methods(["GET", "POST"])
def reply_link(request: HttpRequest) -> HttpResponse:
    """Send the links anew. The page after it is the same for every address."""
    form = AddressForm(_posted(request))
    if form.is_valid():
        if not limits.allows(request, "reply_link"):
            return render(request, "429.html", {"narrow": True}, status=429)
        reminders.ask_for_links(form.cleaned_data["email"], now=clock.now())
        return render(request, "meetings/invitations/link_sent.html", {"narrow": True})
    status = 422 if form.errors else 200
    return render(request, "meetings/invitations/dead_link.html", {"narrow": True, "form": form}, status=status)


def _visible(request: ReadingRequest, pk: UUID) -> Meeting:
    request.section = "meetings"
    found = Meeting.objects.visible_to(request.reader).select_related("board", "rules")
    return get_object_or_404(found, pk=pk)


def _sendable(request: ReadingRequest, pk: UUID) -> Meeting:
    if not can_send(request.reader):
        raise Http404
    return _visible(request, pk)


def _crumbs(meeting: Meeting, last: str) -> list[tuple[str, str]]:
    day = plain_day(meeting.starts_at)
    return [(_("Meetings"), reverse("meetings")), (f"{meeting.board}, {day}", meeting.get_absolute_url()), (last, "")]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reply_own(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """Answer signed in, from the first page or the meeting's page."""
    reader = request.reader
    own = Invitation.objects.in_force().select_related("meeting__board", "person")
    invitation = get_object_or_404(own, meeting_id=pk, person_id=reader.person_id)
    request.section = "meetings"
    shell: dict[str, Any] = {"crumbs": _crumbs(invitation.meeting, _("Your answer"))}
    if request.method != "POST":
        return _question(request, invitation, **shell)
    try:
        _take(request, invitation, by=reader.actor, source=Reply.Source.PAGE)
    except DomainError as error:
        invitation.meeting.refresh_from_db()
        return _question(request, invitation, refusal=error, **shell)
    given = choices.given(invitation)
    messages.success(request, str(given.saved) if given else "")
    return HttpResponseRedirect(safe_next(request, invitation.meeting.get_absolute_url()))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reply_for(request: ReadingRequest, pk: UUID, person: UUID) -> HttpResponse:
    """An assistant answers for somebody; the answer keeps both. Date, place and titles are all there is to see."""
    found = Invitation.objects.assisted_by(request.reader).select_related("meeting__board", "person")
    invitation = get_object_or_404(found, meeting_id=pk, person_id=person)
    request.section = "home"
    words = {"person": invitation.person}
    shell: dict[str, Any] = {
        "page": "reply_for",
        "titles": titles(invitation.meeting),
        "crumbs": [(_("Answer for %(person)s") % words, "")],
    }
    if request.method != "POST":
        return _question(request, invitation, **shell)
    by = request.reader.actor.on_behalf_of(invitation.person.key)
    try:
        _take(request, invitation, by=by, source=Reply.Source.PAGE)
    except DomainError as error:
        invitation.meeting.refresh_from_db()
        return _question(request, invitation, refusal=error, **shell)
    messages.success(request, _("The answer for %(person)s is saved.") % words)
    return HttpResponseRedirect(safe_next(request, reverse("home")))


@login_required
@require_GET
def meeting_calendar(request: ReadingRequest, pk: UUID) -> HttpResponse:
    return _calendar_file(_visible(request, pk))


@login_required
@require_GET
def attendance(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """Who comes: numbers for everybody, names for office and chair."""
    meeting, now = _visible(request, pk), clock.now()
    reader = request.reader
    kept = Prefetch("replies", Reply.objects.order_by("sequence", "received_at", "id"))
    answers = meeting.invitations.visible_to(reader).in_force().select_related("person", "mandate__seat")
    context = {
        "meeting": meeting,
        "forecast": expected(meeting) if meeting.status != Meeting.Status.PLANNED else None,
        "rows": sheet(answers.prefetch_related(kept)),
        "by_name": can_see_answers(reader, meeting),
        "recusals": declared(meeting, reader, leads=True) if can_see_answers(reader, meeting) else (),
        "may_enter": can_send(reader) and takes_answers(meeting, now),
        "crumbs": _crumbs(meeting, _("Who takes part")),
    }
    return render(request, "meetings/invitations/attendance.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def phone_reply(request: ReadingRequest, pk: UUID, invitation_pk: int) -> HttpResponse:
    """The office enters an answer given by phone."""
    meeting = _sendable(request, pk)
    found = meeting.invitations.in_force().select_related("person")
    invitation = get_object_or_404(found, pk=invitation_pk)
    form = PhoneReplyForm(_posted(request), meeting=meeting, initial={"sequence": meeting.sequence})
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
        "crumbs": _crumbs(meeting, _("Enter answer")),
    }
    return render(request, "meetings/invitations/phone_reply.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """What will be sent to whom and whether the notice period is kept; sending takes a second click."""
    meeting = _sendable(request, pk)
    now = clock.now()
    ruling = sending.notice_today(meeting, now)
    form = InviteForm(_posted(request), reason_needed=not ruling.ok)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data.get("reason", "")
        if request.POST.get("confirmed"):
            made = sending.invite(meeting, by=request.reader.actor, now=now, reason=reason)
            messages.success(request, confirming.sent(made))
            return redirect("invite", meeting.pk)
        return _confirm(request, meeting, form, **confirming.invite(meeting, ruling))
    people = recipients(meeting)
    context = {
        "meeting": meeting,
        "ruling": ruling,
        "form": form,
        "recipients": people,
        "obstacle": sending.obstacle(meeting, ruling, now),
        "waiting": meeting.status == Meeting.Status.SCHEDULED,
        "changeable": meeting.status in (Meeting.Status.SCHEDULED, Meeting.Status.INVITED)
        and now < meeting.starts_at,
        "dispatches": [(one, confirming.proof(one)) for one in meeting.dispatches.order_by("-sequence", "-sent_at")],
        "letter": sending.preview(meeting, people[0].person, now=now) if people else None,
        "crumbs": _crumbs(meeting, _("Invitation")),
    }
    return render(request, "meetings/invitations/invite.html", context, status=422 if form.errors else 200)


def _confirm(request: ReadingRequest, meeting: Meeting, form: Any, **words: Any) -> HttpResponse:
    context = {"meeting": meeting, "form": form, "back_url": request.path, "crumbs": _crumbs(meeting, words["title"])}
    return render(request, "meetings/invitations/confirm.html", context | words)


@login_required
@require_GET
def invitation_preview(request: ReadingRequest, pk: UUID, person: UUID) -> HttpResponse:
    """The mail exactly as one person will see it; its own policy allows the inline styles of mails, and no more."""
    meeting = _sendable(request, pk)
    found = next((one.person for one in recipients(meeting) if one.person.pk == person), None)
    if found is None:
        raise Http404
    words = sending.preview(meeting, found, now=clock.now())
    return mail_page(words.html)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_change(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """Move the meeting or name another place."""
    meeting, now = _sendable(request, pk), clock.now()
    form = ChangeForm(_posted(request), meeting=meeting)
    if request.method == "POST" and form.is_valid() and _changes(meeting, form, now):
        if not request.POST.get("confirmed"):
            new = sending.news(meeting, **form.appointment)
            ruling = sending.notice_if_changed(meeting, new, now)
            return _confirm(request, meeting, form, **confirming.change(meeting, new, ruling, clock.today()))
        by = request.reader.actor
        sending.change(meeting, by=by, now=now, reason=form.cleaned_data["reason"], **form.appointment)
        messages.success(request, _("The change is saved."))
        return redirect("invite", meeting.pk)
    context = {"meeting": meeting, "form": form, "crumbs": _crumbs(meeting, _("Change date or place"))}
    return render(request, "meetings/invitations/change.html", context, status=422 if form.errors else 200)


def _changes(meeting: Meeting, form: ChangeForm, now: datetime) -> bool:
    """Whether the form can be carried out; what is missing stands in the form."""
    new = sending.news(meeting, **form.appointment)
    if new and form.cleaned_data["revision"] != meeting.revision:
        form.add_error(None, _("The meeting was changed meanwhile. Please load the page again."))
    ruling = sending.notice_if_changed(meeting, new, now)
    if ruling and not ruling.ok and not form.cleaned_data["reason"]:
        form.fields["reason"].required = True
        form.add_error(None, ruling.sentence)
        form.add_error("reason", form.fields["reason"].error_messages["required"])
    return not form.errors


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_cancel(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """Call the meeting off."""
    meeting = _sendable(request, pk)
    form = CancelForm(_posted(request))
    if request.method == "POST" and form.is_valid():
        if not request.POST.get("confirmed"):
            return _confirm(request, meeting, form, **confirming.cancel(meeting))
        reason = form.cleaned_data["reason"]
        sending.cancel(meeting, reason=reason, by=request.reader.actor, now=clock.now())
        messages.success(request, _("The meeting is cancelled."))
        return redirect("invite", meeting.pk)
    context = {"meeting": meeting, "form": form, "crumbs": _crumbs(meeting, _("Cancel meeting"))}
    return render(request, "meetings/invitations/cancel.html", context, status=422 if form.errors else 200)
