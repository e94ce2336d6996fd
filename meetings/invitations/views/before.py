"""Before mails leave: the question, whom they reach and how, each mail as it will arrive, and a trial of it."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.outbox.showing import mail_page
from foundation.web import clock
from governance.people.models import Person
from governance.rights.request import ReadingRequest
from meetings.invitations import trying
from meetings.invitations.models import Dispatch, Invitation
from meetings.invitations.previewing import Draft
from meetings.invitations.recipients import Recipient, to_reach
from meetings.invitations.shown import shown
from meetings.invitations.views.shared import crumbs
from meetings.meeting.models import Meeting

_TOLD = {
    Dispatch.Kind.WITHDRAW: gettext_lazy("The invitation is withdrawn."),
    Dispatch.Kind.LATE: gettext_lazy("Is invited now."),
}


def confirm(
    request: ReadingRequest, meeting: Meeting, form: Any, draft: Draft | None = None, **words: Any
) -> HttpResponse:
    """Ask before the act. The buttons below the question post the form again, to look at the mail of another person
    or to get a trial: nothing is done before "confirmed"."""
    context = {"meeting": meeting, "form": form, "back_url": request.path, "crumbs": crumbs(meeting, words["title"])}
    if draft and draft.invitations:
        one = _asked_for(request, draft)
        if "html" in request.POST:
            return mail_page(draft.letter(one).html)
        if "trial" in request.POST:
            try_on(request, draft, one)
        context |= {"recipients": reached(draft), **mail_of(draft, one)}
    return render(request, "meetings/invitations/confirm.html", context | words)


def _asked_for(request: HttpRequest, draft: Draft) -> Invitation:
    """Whose mail a button asked for; the first one's without one."""
    word = next((request.POST[name] for name in ("show", "html", "trial") if name in request.POST), "")
    return next((one for one in draft.everybody if str(one.person_id) == word), draft.invitations[0])


def reached(draft: Draft) -> list[Recipient]:
    """Everybody who gets a letter, and those who are told something else than the others with what it is."""
    return [
        replace(one, told=str(_TOLD.get(part.kind, "")))
        for part in draft.parts
        for one in to_reach(part.meeting, part.invitations, clock.today())
    ]


def mail_of(draft: Draft, one: Invitation) -> dict[str, Any]:
    """The mail of one recipient for the page, with those before and after."""
    people: list[UUID] = [other.person_id for other in draft.everybody]
    at = people.index(one.person_id)
    mail = draft.mail(one)
    return {
        "one": one,
        "number": at + 1,
        "count": len(people),
        "previous": people[at - 1] if at else None,
        "next": people[at + 1] if at + 1 < len(people) else None,
        "mail": shown(mail.raw) if mail else None,
        "letter": None if mail else draft.letter(one),
    }


def try_on(request: ReadingRequest, draft: Draft, one: Invitation) -> None:
    """Send the mail of this recipient to who asks."""
    to = get_object_or_404(Person, pk=request.reader.person_id)
    trying.send_trial(draft, one, to=to, by=request.reader.actor, now=clock.now())
    messages.success(request, _("The trial is on its way to %(address)s.") % {"address": to.email})
