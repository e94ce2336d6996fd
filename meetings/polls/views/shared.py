"""What the pages of date polls have in common: finding the poll, and the page that asks."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.values import Actor, DomainError
from foundation.web import clock
from foundation.web.wording import local_day
from governance.people.models import Person
from governance.rights.request import ReadingRequest
from meetings.absences.away import away
from meetings.invitations.recipients import names_of
from meetings.polls import results, rules
from meetings.polls.answering import answer
from meetings.polls.forms import AnswerForm
from meetings.polls.models import DatePoll, DateVote


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with, also when that is nothing at all; None while it is only shown."""
    return request.POST if request.method == "POST" else None


def visible(request: ReadingRequest, pk: UUID) -> DatePoll:
    """The poll, for who may know of it; 404 for everybody else."""
    request.section = "boards"
    found = DatePoll.objects.visible_to(request.reader).select_related("board", "meeting")
    return get_object_or_404(found, pk=pk)


def office_poll(request: ReadingRequest, pk: UUID) -> DatePoll:
    """The same for the board office alone."""
    if not rules.can_ask(request.reader):
        raise Http404
    return visible(request, pk)


def crumbs(poll: DatePoll, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """Boards, the board, its polls, this poll, and what comes `more`."""
    board = poll.board
    here = [(_("Boards"), reverse("boards")), (board.name, board.get_absolute_url())]
    here += [(_("Date polls"), reverse("polls", args=[board.slug]))]
    return [*here, (poll.title, poll.get_absolute_url() if more else ""), *more]


def asking(
    request: HttpRequest,
    poll: DatePoll,
    person: Person,
    *,
    by: Actor,
    source: str = "",
    form_class: type[AnswerForm] = AnswerForm,
    others: bool = True,
    **context: Any,
) -> HttpResponse | None:
    """The page that asks this person, or None once the answers sent are saved.

    Refused answers come back with the reason and everything that was chosen. `others`: the person sees what the
    others said, by the rule of the poll, after answering.
    """
    dates = results.offered(poll)
    own = list(DateVote.objects.counting().filter(option__in=dates, person=person).order_by("answered_at"))
    given = {vote.option_id: vote.choice for vote in own}
    counts = results.numbers(poll, dates, clock.now()) if others and own else []
    absent = away([person.pk], {local_day(one.starts_at) for one in dates})[person.pk]
    gone = {one.pk for one in dates if local_day(one.starts_at) in absent}
    form = form_class(posted(request), dates=dates, given=given, counts=counts, away=gone)
    refusal: DomainError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            way = source or form.cleaned_data["source"]
            answer(poll, person, form.choices, by=by, source=way, now=clock.now())
        except DomainError as error:
            refusal = error
            poll = DatePoll.objects.select_related("board", "meeting").get(pk=poll.pk)
        else:
            return None
    newest = own[-1] if own else None
    context |= {
        "poll": poll,
        "person": person,
        "form": form,
        "open": poll.takes_answers(clock.now()) if source else poll.is_open,
        "given": newest,
        "entered_by": _other(newest, person),
        "refusal": refusal,
        "names_shown": poll.shown == DatePoll.Shown.NAMES,
    }
    status = refusal.status if refusal else form.status
    return render(request, "meetings/polls/answer.html", context, status=status)


def _other(vote: DateVote | None, person: Person) -> str:
    """Who gave the newest answer for this person; empty for nobody else."""
    if vote is None or vote.entered_by == person.key:
        return ""
    return names_of([vote.entered_by]).get(vote.entered_by, "")
