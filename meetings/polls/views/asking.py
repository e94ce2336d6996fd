"""The board office asks: the polls of a board, a new one, more dates, fewer, or none any more."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foundation.almanac.periods import working_day_until
from foundation.values import DomainError
from foundation.web import clock
from foundation.web.carrying import carried, carry
from governance.boards.models import Board
from governance.procedure.rules_in_force import version_on
from governance.rights.request import ReadingRequest
from meetings.planning.rules import can_see
from meetings.polls import asking, rules
from meetings.polls.asked import members
from meetings.polls.forms import AskForm, CancelForm, DatesForm
from meetings.polls.models import DatePoll
from meetings.polls.slots import Slot, slots
from meetings.polls.views.shared import crumbs, office_poll, posted
from meetings.rooms import finding, fitting

SALT = "meetings.polls"
ANSWERED_IN = timedelta(days=10)


def _board(request: ReadingRequest, slug: str, *, office: bool = True) -> Board:
    request.section = "boards"
    board = get_object_or_404(Board.objects.visible_to(request.reader), slug=slug)
    if not (rules.can_ask(request.reader) if office else can_see(request.reader, board)):
        raise Http404
    return board


def _crumbs(board: Board, *more: tuple[str, str]) -> list[tuple[str, str]]:
    polls_url = reverse("polls", args=[board.slug]) if more else ""
    here = [(_("Boards"), reverse("boards")), (board.name, board.get_absolute_url())]
    return [*here, (_("Date polls"), polls_url), *more]


@login_required
@require_safe
def polls(request: ReadingRequest, slug: str) -> HttpResponse:
    """The polls of a board, open ones first."""
    board = _board(request, slug, office=False)
    found = DatePoll.objects.visible_to(request.reader).filter(board=board).select_related("meeting")
    rows = sorted(found, key=lambda poll: not poll.is_open)
    context = {"board": board, "polls": rows, "may_ask": rules.can_ask(request.reader), "crumbs": _crumbs(board)}
    return render(request, "meetings/polls/polls.html", context | {"year": clock.today().year})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def poll_new(request: ReadingRequest, slug: str) -> HttpResponse:
    """The form (GET), and the dates that come of it, each with what is to be known of it (POST)."""
    board = _board(request, slug)
    form = AskForm(posted(request), initial=_proposed(board))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        found = slots(
            board,
            form.wanted(said),
            said["hours"],
            length=form.length,
            place=said["place"],
            deadline=said["deadline"],
        )
        return _preview(request, board, _kept(said, found), found)
    context = {"board": board, "form": form, "crumbs": _crumbs(board, (_("New date poll"), ""))}
    return render(request, "meetings/polls/new.html", context, status=form.status)


def _proposed(board: Board) -> dict[str, Any]:
    """What most polls say; the hour and the length are those of the rules."""
    today = clock.today()
    deadline = working_day_until(today + ANSWERED_IN)
    version = version_on(board, today)
    hour, minutes = (f"{version.start_time:%H:%M}", version.length_minutes) if version else ("", 120)
    return {
        "title": _("Next meeting"),
        "weekdays": list(range(5)),
        "hours": hour,
        "minutes": minutes,
        "place": board.place,
        "deadline": deadline,
    }


def _kept(said: dict[str, Any], found: Iterable[Slot]) -> dict[str, Any]:
    """What the preview carries to the sending: the question and its dates, refused ones as well."""
    names = ("title", "minutes", "place", "video_url", "shown")
    return {name: said[name] for name in names} | {
        "deadline": said["deadline"].isoformat(),
        "slots": [[one.day.isoformat(), one.hour.isoformat(), one.value, one.problem, one.marks] for one in found],
    }


def _preview(
    request: ReadingRequest,
    board: Board,
    kept: dict[str, Any],
    found: list[Slot],
    *,
    ticked: Iterable[str] | None = None,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    good = [one.value for one in found if not one.problem]
    asked = members(board.pk, clock.today())
    context = {
        "board": board,
        "kept": kept,
        "deadline": date.fromisoformat(kept["deadline"]),
        "slots": found,
        "good": good,
        "ticked": good if ticked is None else ticked,
        "signed": carry(kept, salt=f"{SALT}:{board.pk}"),
        "asked": len(asked),
        "fits": _fits(board, kept),
        "error": error,
        "crumbs": _crumbs(board, (_("Check of the dates"), "")),
    }
    return render(request, "meetings/polls/preview.html", context, status=status)


def _fits(board: Board, kept: dict[str, Any]) -> list[str]:
    """What is to be known of the room."""
    seats = board.seats.voting().on(clock.today()).count()
    return fitting.remarks(finding.named(kept["place"]), people=seats, link=kept["video_url"])


@login_required
@require_POST
def poll_ask(request: ReadingRequest, slug: str) -> HttpResponse:
    """Send what was shown, with the dates that are ticked."""
    board = _board(request, slug)
    kept = carried(request.POST.get("poll", ""), salt=f"{SALT}:{board.pk}")
    if kept is None:
        messages.error(request, _("The check is too old. Please fill in the form again."))
        return redirect("poll_new", board.slug)
    found = [_slot(*one) for one in kept["slots"]]
    ticked = set(request.POST.getlist("slot")) & {one.value for one in found if not one.problem}
    try:
        made = asking.ask(
            board,
            title=kept["title"],
            starts=[datetime.fromisoformat(one) for one in ticked],
            minutes=kept["minutes"],
            place=kept["place"],
            video_url=kept["video_url"],
            deadline=date.fromisoformat(kept["deadline"]),
            shown=kept["shown"],
            by=request.reader.actor,
            now=clock.now(),
        )
    except DomainError as error:
        return _preview(request, board, kept, found, ticked=ticked, error=error.message, status=error.status)
    messages.success(request, _("The date poll is sent."))
    return redirect(made)


def _slot(day: str, hour: str, value: str, problem: str, marks: list[str]) -> Slot:
    starts_at = datetime.fromisoformat(value) if value else None
    wall = datetime.fromisoformat(f"{day}T{hour}")
    return Slot(wall.date(), wall.time(), starts_at, problem, tuple(marks))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def poll_more(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """Add dates: all of them, or nothing where one cannot be offered."""
    poll = office_poll(request, pk)
    if request.method != "POST":
        asking.expect_growing(poll, clock.now())
    form = DatesForm(posted(request), initial={"weekdays": list(range(5))})
    status = form.status
    if request.method == "POST" and form.is_valid():
        try:
            new = asking.offer_more(poll, _wanted(poll, form), by=request.reader.actor, now=clock.now())
        except DomainError as error:
            status = form.refuse(error)
        else:
            words = ngettext("%(count)s date is added.", "%(count)s dates are added.", new)
            messages.success(request, words % {"count": new})
            return redirect(poll)
    context = {"poll": poll, "form": form, "crumbs": crumbs(poll, (_("Add dates"), ""))}
    return render(request, "meetings/polls/more.html", context, status=status)


def _wanted(poll: DatePoll, form: DatesForm) -> list[datetime]:
    """The moments asked for. Raises DomainError (400) with the reason for the first that cannot be offered."""
    said = form.cleaned_data
    found = slots(
        poll.board,
        form.wanted(said),
        said["hours"],
        length=poll.length,
        place=poll.place,
        deadline=poll.deadline,
    )
    for one in found:
        if one.problem:
            words = f"{one.day:%d.%m.%Y}, {one.hour:%H:%M}: {one.problem}"
            raise DomainError(words, code="date_refused", status=400)
    return [one.starts_at for one in found if one.starts_at]


@login_required
@require_POST
def poll_date_out(request: ReadingRequest, pk: UUID, option: int) -> HttpResponse:
    """Take one date out; its answers are kept."""
    poll = office_poll(request, pk)
    asking.withdraw_date(
        get_object_or_404(poll.options.select_related("poll"), pk=option), by=request.reader.actor, now=clock.now()
    )
    messages.success(request, _("The date is taken out."))
    return redirect(poll)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def poll_cancel(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """Call the poll off; the members are told once."""
    poll = office_poll(request, pk)
    form = CancelForm(posted(request))
    status = form.status
    if request.method == "POST" and form.is_valid():
        try:
            asking.call_off(poll, reason=form.cleaned_data["reason"], by=request.reader.actor, now=clock.now())
        except DomainError as error:
            status = form.refuse(error)
        else:
            messages.success(request, _("The date poll is called off. The members get a mail."))
            return redirect(poll)
    context = {"poll": poll, "form": form, "crumbs": crumbs(poll, (_("Call off the poll"), ""))}
    return render(request, "meetings/polls/cancel.html", context, status=status)
