"""One click and its confirmation: the date is fixed and everybody told."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from foundation.almanac.periods import closed_days, public_days
from foundation.values import DomainError
from foundation.web import clock
from foundation.web.wording import local_day, moment_in_words
from governance.confidentiality import Reader
from governance.rights.request import ReadingRequest
from meetings.meeting import neighbours
from meetings.meeting.models import Meeting
from meetings.polls import results, rules
from meetings.polls.fixing import fix
from meetings.polls.models import DateOption
from meetings.polls.pencilled import beside
from meetings.polls.views.shared import crumbs, visible
from meetings.rooms import finding, fitting


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def poll_fix(request: ReadingRequest, pk: UUID, option: int) -> HttpResponse:
    """What will happen, and the button that does it."""
    poll = visible(request, pk)
    if not rules.can_fix(request.reader, poll):
        raise Http404
    date = get_object_or_404(poll.options.select_related("poll__board"), pk=option)
    refusal: DomainError | None = None
    if request.method == "POST":
        try:
            meeting = fix(date, by=request.reader.actor, now=clock.now(), drop=_to_drop(request))
        except DomainError as error:
            refusal = error
            poll = visible(request, pk)
        else:
            words = {"moment": moment_in_words(meeting.starts_at)}
            messages.success(request, _("The date is fixed: %(moment)s. Every member gets a mail.") % words)
            return redirect(meeting)
    found = results.result(poll, clock.now(), named=rules.can_ask(request.reader))
    others = beside(poll.board, date.starts_at, local_day(date.starts_at), clock.now()) if poll.is_open else []
    context = {
        "poll": poll,
        "date": date,
        "standing": next((one for known, one in found.order if known.pk == date.pk), None),
        "told": _told(len(found.rows)),
        "marks": _marks(date, request.reader),
        "pencilled": others,
        "kept": _to_keep(request, others),
        "may_drop": rules.can_ask(request.reader),
        "refusal": refusal,
        "crumbs": crumbs(poll, (_("Fix the date"), "")),
    }
    return render(request, "meetings/polls/fix.html", context, status=refusal.status if refusal else 200)


def _to_drop(request: ReadingRequest) -> set[UUID]:
    """The pencilled dates that are ticked; only the board office drops any. Raises DomainError (400) for no key."""
    ticked = request.POST.getlist("drop") if rules.can_ask(request.reader) else []
    try:
        return {UUID(one) for one in ticked}
    except ValueError as error:
        words = _("A date that was pencilled in has changed meanwhile. Please look at the dates again.")
        raise DomainError(words, code="pencilled_changed", status=400) from error


def _to_keep(request: ReadingRequest, pencilled: list[Meeting]) -> set[UUID]:
    """Those that were unticked in what was sent; all are ticked at first."""
    ticked = set(request.POST.getlist("drop"))
    return {one.pk for one in pencilled if request.method == "POST" and str(one.pk) not in ticked}


def _told(people: int) -> str:
    words = ngettext(
        "%(count)s member gets a mail with the calendar entry. The poll closes at once.",
        "%(count)s members get a mail with the calendar entry. The poll closes at once.",
        people,
    )
    return words % {"count": people}


def _marks(date: DateOption, reader: Reader) -> list[str]:
    """What changed since the date was offered: closed days, who else meets, whether the room fits.

    The dates of other boards and the names of the office's own closed days are for the board office alone.
    """
    day, office = local_day(date.starts_at), rules.can_ask(reader)
    closed = closed_days(day, day).get(day)
    if closed and not office:
        closed = public_days(day, day).get(day, _("Closed day"))
    meetings = neighbours.by_day(None, day, day).get(day, ())
    others = [one for one in meetings if office or one.board_id == date.poll.board_id]
    known, poll = finding.places(), date.poll
    told = neighbours.told(others, date.starts_at, date.ends_at, poll.place, known)
    seats = poll.board.seats.voting().on(day).count()
    fits = fitting.remarks(known.room(poll.place), people=seats, link=poll.video_url)
    free = _("%(name)s: nobody meets on this day.") % {"name": closed} if closed else ""
    return [words for words in (free, told, *fits) if words]
