"""What the pages of invitations have in common: finding the meeting, the question to answer, the second click."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from foundation.values import Actor, DomainError
from foundation.web import clock
from foundation.web.wording import plain_day
from governance.boards.models import Company
from governance.mandates.deputising import named
from governance.rights.request import ReadingRequest
from meetings.invitations import choices, entries, replies
from meetings.invitations.forms import ReplyForm
from meetings.invitations.inviting import stands_in
from meetings.invitations.models import Invitation
from meetings.invitations.recipients import entered_by
from meetings.invitations.rules import answers_open, can_send
from meetings.meeting.models import Meeting
from meetings.meeting.standing import rules_of
from meetings.rooms import facts


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with, also when that is nothing at all; None while it is only shown."""
    return request.POST if request.method == "POST" else None


def question(
    request: HttpRequest,
    invitation: Invitation,
    *,
    refusal: DomainError | None = None,
    page: str = "reply",
    **context: Any,
) -> HttpResponse:
    """The page that asks, or says why there is nothing to answer (any more)."""
    meeting = invitation.meeting
    offered = choices.offered(meeting, for_deputy=not replies.may_be_represented(invitation))
    code = choices.FROM_ADDRESS.get(request.GET.get("antwort", ""), "")
    chosen = next((one for one in offered if one.code == code), None)
    given, counting = choices.given(invitation), replies.counting(invitation)
    may_send = rules_of(meeting).deputies_allowed and replies.may_be_represented(invitation)
    deputy = named(invitation.mandate_id, meeting.day) if may_send else None
    substitute = choices.substitute_of(given, counting) or (str(deputy) if deputy else "")
    context |= {
        "invitation": invitation,
        "meeting": meeting,
        "access": facts.access(entries.room(meeting)),
        "open": answers_open(invitation, clock.now()),
        "chosen": chosen,
        "first": chosen or offered[0],
        "others": [one for one in offered if one is not (chosen or offered[0])],
        "given": given,
        "entered_by": entered_by(invitation, counting),
        "substitute": substitute if given and given.asks_who else "",
        "form": ReplyForm(posted(request), initial={"note": substitute}),
        "deputy": deputy,
        "guest_only": not (may_send or invitation.represents),
        "deputy_called": stands_in(invitation) if given and given.asks_who else None,
        "refusal": refusal,
    }
    status = refusal.status if refusal else 200
    return render(request, f"meetings/invitations/{page}.html", context, status=status)


def take(request: HttpRequest, invitation: Invitation, *, by: Actor, source: str) -> None:
    """Record the posted answer. Raises DomainError where it cannot be taken."""
    replies.check_open(invitation, now=clock.now())
    form = ReplyForm(request.POST)
    if not form.is_valid():
        words = form.errors.get("note") or [_("Please choose one of the answers.")]
        raise DomainError(str(words[0]), code="not_an_answer", status=400)
    replies.record(
        invitation,
        form.choice.answer,
        by_video=form.choice.by_video,
        note=form.substitute,
        by=by,
        source=source,
        sequence=form.cleaned_data["sequence"],
        now=clock.now(),
    )


def calendar_file(meeting: Meeting, *, opens: bool = True) -> HttpResponse:
    language = "en" if get_language() == "en" else "de"
    content = entries.download(meeting, Company.objects.get(), language=language, now=clock.now(), opens=opens)
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{meeting.day}-{meeting.board.slug}.ics"}
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)


def visible(request: ReadingRequest, pk: UUID) -> Meeting:
    request.section = "meetings"
    found = Meeting.objects.visible_to(request.reader).select_related("board", "rules")
    return get_object_or_404(found, pk=pk)


def sendable(request: ReadingRequest, pk: UUID) -> Meeting:
    if not can_send(request.reader):
        raise Http404
    return visible(request, pk)


def crumbs(meeting: Meeting, last: str) -> list[tuple[str, str]]:
    day = plain_day(meeting.starts_at)
    return [(_("Meetings"), reverse("meetings")), (f"{meeting.board}, {day}", meeting.get_absolute_url()), (last, "")]
