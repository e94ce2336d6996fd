"""Answering by personal link, without a login."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from foundation.accounts import limits
from foundation.accounts.links import LinkOver, open_link
from foundation.values import Actor, DomainError
from foundation.web import clock
from governance.rights.ending import has_left
from meetings.invitations import choices, composing, reminders, replies
from meetings.invitations.dispatching import LINK_PURPOSE
from meetings.invitations.forms import AddressForm
from meetings.invitations.inviting import stands_in
from meetings.invitations.models import Invitation, Reply
from meetings.invitations.views.shared import calendar_file, posted, question, take
from meetings.meeting.models import Meeting


def _linked(token: str) -> Invitation:
    """The invitation behind a personal link. DomainError as `open_link`; 404 where there is no invitation."""
    link = open_link(token, purpose=LINK_PURPOSE, now=clock.now())
    found = Invitation.objects.select_related("meeting__board", "person", "mandate__person")
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


@csrf_exempt  # the token is the only power this page uses, and mail programs often block cookies
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: HttpRequest, token: str) -> HttpResponse:
    """Answer without login. Opening the page changes nothing, because mail scanners open links, too."""
    if token == composing.PREVIEW:
        return render(request, "meetings/invitations/looked_at.html", {"narrow": True, "by_link": True})
    try:
        invitation = _linked(token)
    except DomainError as error:
        return _dead_link(request, error)
    shell: dict[str, Any] = {"narrow": True, "by_link": True, "saved_url": reverse("reply_saved", args=[token])}
    if request.method != "POST":
        return question(request, invitation, **shell)
    try:
        take(request, invitation, by=Actor(invitation.person.key), source=Reply.Source.LINK)
    except DomainError as error:
        invitation.meeting.refresh_from_db()
        return question(request, invitation, refusal=error, **shell)
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
        "substitute": choices.substitute_of(given, replies.counting(invitation)),
        "deputy_called": stands_in(invitation) if given.asks_who else None,
        "meeting": invitation.meeting,
        "readable": not composing.outside(invitation.meeting, [invitation]),
        "reply_url": reverse("reply", args=[token]),
        "calendar_url": reverse("reply_calendar", args=[token]),
    }
    return render(request, "meetings/invitations/reply_saved.html", context)


@never_cache
@require_GET
def reply_calendar(request: HttpRequest, token: str) -> HttpResponse:
    try:
        invitation = _linked(token)
        return calendar_file(invitation.meeting, opens=not composing.outside(invitation.meeting, [invitation]))
    except DomainError as error:
        return _dead_link(request, error)


@csrf_exempt  # asks for a mail to the registered address, whoever asks
@never_cache
@require_http_methods(["GET", "POST"])
def reply_link(request: HttpRequest) -> HttpResponse:
    """Send the links anew. The page after it is the same for every address."""
    form = AddressForm(posted(request))
    if form.is_valid():
        if not limits.allows(request, "reply_link"):
            return render(request, "429.html", {"narrow": True}, status=429)
        reminders.ask_for_links(form.cleaned_data["email"], now=clock.now())
        return render(request, "meetings/invitations/link_sent.html", {"narrow": True})
    status = form.status
    return render(request, "meetings/invitations/dead_link.html", {"narrow": True, "form": form}, status=status)
