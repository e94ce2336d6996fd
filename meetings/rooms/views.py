"""Pages of rooms: the list and its keeping for the board office, one page each for everybody who wants to get in."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foundation.values import DomainError
from foundation.web import clock
from governance.boards.founding import settle
from governance.boards.models import Board
from governance.rights.request import ReadingRequest
from meetings.rooms import facts, finding, fitting, keeping, rules
from meetings.rooms.forms import RoomForm, UsualPlaceForm
from meetings.rooms.models import Room


def _office_only(request: ReadingRequest) -> None:
    request.section = "more"
    if not rules.can_keep(request.reader):
        raise Http404


def _crumbs(*trail: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("More"), reverse("more")), (_("Rooms"), reverse("rooms") if trail else ""), *trail]


@login_required
@require_safe
def rooms(request: ReadingRequest) -> HttpResponse:
    """All rooms with their facts, and the usual places of boards that are no room yet."""
    _office_only(request)
    rows, known = list(Room.objects.all()), finding.places()
    usual = Board.objects.order_by("position")
    context = {
        "lines": [(one, facts.summary(one), facts.access(one)) for one in rows if not one.retired],
        "retired": [one for one in rows if one.retired],
        "unknown": [one for one in usual if known.room(one.place) is None],
        "crumbs": _crumbs(),
    }
    return render(request, "meetings/rooms/rooms.html", context)


@login_required
@require_safe
def room(request: ReadingRequest, pk: int) -> HttpResponse:
    """What is known of a room; members come here from their meeting."""
    shown = get_object_or_404(Room.objects.visible_to(request.reader), pk=pk)
    keeps = rules.can_keep(request.reader)
    request.section = "more" if keeps else "meetings"
    trail = (shown.name, "")
    context = {
        "room": shown,
        "keeps": keeps,
        "equipment": facts.equipment(shown),
        "accessibility": facts.accessibility(shown),
        "boards": _boards_of(shown) if keeps else [],
        "crumbs": _crumbs(trail) if keeps else [(_("Meetings"), reverse("meetings")), trail],
    }
    return render(request, "meetings/rooms/room.html", context)


def _boards_of(shown: Room) -> list[Board]:
    """Whose usual place it is."""
    known = finding.places()
    return [one for one in Board.objects.order_by("position") if known.room(one.place) == shown]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def room_new(request: ReadingRequest) -> HttpResponse:
    """Add a room; `?ort=` is a place that boards write already."""
    _office_only(request)
    place = request.GET.get("ort", "")[:200]
    form = RoomForm(request.POST if request.method == "POST" else None, initial={"name": place, "known_as": place})

    def act() -> Room:
        known_as, by = form.cleaned_data["known_as"], request.reader.actor
        return keeping.add(known_as=known_as, by=by, now=clock.now(), **form.description)

    return _form_page(request, form, _("Add a room"), act, reverse("rooms"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def room_change(request: ReadingRequest, pk: int) -> HttpResponse:
    """Describe a room anew."""
    _office_only(request)
    shown = get_object_or_404(Room, pk=pk)
    form = RoomForm(request.POST if request.method == "POST" else None, initial=RoomForm.known(shown))

    def act() -> Room:
        return keeping.change(shown, by=request.reader.actor, now=clock.now(), **form.description)

    return _form_page(request, form, _("Change the room"), act, shown.get_absolute_url(), room=shown)


def _form_page(
    request: ReadingRequest,
    form: RoomForm,
    title: str,
    act: Callable[[], Room],
    back: str,
    **more: object,
) -> HttpResponse:
    status = form.status
    if form.is_bound and form.is_valid():
        try:
            made = act()
        except DomainError as error:
            status = form.refuse(error)
        else:
            messages.success(request, _("“%(name)s” is saved.") % {"name": made.name})
            return redirect(made)
    context = {"form": form, "title": title, "back": back, "crumbs": _crumbs((title, "")), **more}
    return render(request, "meetings/rooms/form.html", context, status=status)


@login_required
@require_POST
def room_retire(request: ReadingRequest, pk: int) -> HttpResponse:
    """The room is no longer offered; one tap brings it back."""
    return _switched(request, pk, keeping.retire, _("“%(name)s” is no longer offered."))


@login_required
@require_POST
def room_use_again(request: ReadingRequest, pk: int) -> HttpResponse:
    """The room is offered again."""
    return _switched(request, pk, keeping.use_again, _("“%(name)s” is offered again."))


def _switched(request: ReadingRequest, pk: int, act: Callable[..., None], words: str) -> HttpResponse:
    _office_only(request)
    shown = get_object_or_404(Room, pk=pk)
    act(shown, by=request.reader.actor, now=clock.now())
    messages.success(request, words % {"name": shown.name})
    return redirect(shown)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def usual_place(request: ReadingRequest, slug: str) -> HttpResponse:
    """Where a board meets unless something else is said. Meetings that are set already stay where they are."""
    _office_only(request)
    request.section = "boards"
    board = get_object_or_404(Board, slug=slug)
    form = UsualPlaceForm(request.POST if request.method == "POST" else None, initial={"place": board.place})
    if form.is_bound and form.is_valid():
        settle(board, place=form.cleaned_data["place"], by=request.reader.actor, now=clock.now())
        messages.success(request, _("The usual place is saved."))
        seats = board.seats.voting().on(clock.today()).count()
        for told in fitting.remarks(finding.named(form.cleaned_data["place"]), people=seats):
            messages.warning(request, told)
        return redirect(board)
    title = _("Usual place of the meetings")
    crumbs = [(_("Boards"), reverse("boards")), (board.name, board.get_absolute_url()), (title, "")]
    context = {"board": board, "form": form, "title": title, "crumbs": crumbs}
    return render(request, "meetings/rooms/usual_place.html", context, status=form.status)
