"""Answering by personal link, without a login."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from foundation.accounts.links import LinkOver, open_link
from foundation.values import Actor, DomainError
from foundation.web import clock
from governance.people.models import Person
from governance.rights.ending import has_left
from meetings.polls.asked import instead_of, is_asked
from meetings.polls.mails import LINK_PURPOSE
from meetings.polls.models import DatePoll, DateVote
from meetings.polls.views.shared import asking


@csrf_exempt  # the token is the only power this page uses, and mail programs often block cookies
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def poll_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Answer without login. Opening the page changes nothing, because mail scanners open links, too."""
    try:
        link = open_link(token, purpose=LINK_PURPOSE, now=clock.now())
    except DomainError as error:
        return _dead(request, error)
    poll = get_object_or_404(
        DatePoll.objects.select_related("board", "meeting"), pk=UUID(link.subject.removeprefix("date-poll:"))
    )
    person = get_object_or_404(Person, pk=UUID(link.holder.removeprefix("person:")))
    if not is_asked(poll.board_id, person.pk, clock.today()):
        return _dead(request, LinkOver(link))
    by = Actor(person.key, by_link=True)
    member = instead_of(poll.board_id, person.pk, clock.today())
    page = asking(
        request, poll, person, by=by, source=DateVote.Source.LINK, narrow=True, by_link=True, instead_of=member
    )
    return page or redirect("poll_by_link", token)


def _dead(request: HttpRequest, error: DomainError) -> HttpResponse:
    """What to do instead. Who has left the board reads that, and nothing of the poll."""
    link = error.link if isinstance(error, LinkOver) else None
    poll = DatePoll.objects.filter(pk=link.subject.removeprefix("date-poll:")).first() if link else None
    left = bool(link and poll and has_left(link.holder, poll.board_id, clock.today()))
    context = {"narrow": True, "error": error, "left": left}
    return render(request, "meetings/polls/dead_link.html", context, status=error.status)
