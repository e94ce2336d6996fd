"""The cadence of each board: when its next meeting must fall, whether one is set, and what is to be done about it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from foundation.values import BERLIN, midnight
from foundation.web.wording import day_in_words, plain_day
from governance.boards.models import Board
from governance.confidentiality import Reader
from governance.procedure.answers import Rules
from meetings.meeting.models import Meeting
from meetings.planning.proposing import LEAD

AHEAD = timedelta(days=60)
"""So long before the window closes a date is asked for: calling people takes notice, and calendars fill."""
Status = Meeting.Status


class Need(StrEnum):
    """What the cadence asks for."""

    NOTHING = "nothing"
    DATE = "date"  # none is set, and it is time to set one
    OTHER_DATE = "other_date"  # the date set lies after the window
    OVERDUE = "overdue"  # the window closed and nobody met
    GAP = "gap"  # the next date fits, but after it one is missing


@dataclass(frozen=True)
class Window:
    """The days between which the next meeting lies by the rules, both included."""

    opens: date
    closes: date

    def __contains__(self, day: date) -> bool:
        return self.opens <= day <= self.closes


@dataclass(frozen=True)
class Watch:
    """The last and the next meeting of a board and the window between them; None where there is none.

    `missing`: where a date is missing between two that are too far apart. `because`: which date of these days was
    cancelled, in words. Both are told to the office and the chair. `extra`: the next extraordinary meeting, which
    stands outside the cadence.
    """

    last: date | None
    next: date | None
    window: Window | None
    need: Need
    missing: Window | None = None
    because: str = ""
    extra: date | None = None

    @property
    def days(self) -> Window | None:
        """Where something has to be done, if anything."""
        return self.missing if self.need is Need.GAP else self.window

    @property
    def due(self) -> date | None:
        """The last day on which a date can be set, or moved, so that people are still called in time."""
        return self.days.closes - LEAD if self.days else None

    @property
    def sentence(self) -> str:
        """What people should know; nothing where a board has not met and nothing is set."""
        said = [self._state(), self.because]
        if self.extra:
            first = self.next is None or self.extra < self.next
            said.insert(0 if first else 2, _("Extraordinary meeting: %(day)s.") % {"day": day_in_words(self.extra)})
        return " ".join(filter(None, said))

    def _state(self) -> str:
        if self.next is None:
            return self._unset() if self.window else ""
        words = {"day": day_in_words(self.next)}
        if self.need is Need.GAP and self.missing:
            words |= self._span(self.missing)
            return _("Next meeting: %(day)s. After it one is missing between %(first)s and %(last)s.") % words
        if self.window is None or self.need is Need.NOTHING:
            return _("Next meeting: %(day)s.") % words
        words |= self._span(self.window)
        return _("Next meeting: %(day)s. By the rules it lies between %(first)s and %(last)s.") % words

    def _unset(self) -> str:
        assert self.window is not None
        if self.need is Need.OVERDUE:
            words = {"last": plain_day(self.window.closes)}
            return _("No meeting is set. By the rules it had to be by %(last)s.") % words
        return _("No meeting is set. By the rules it lies between %(first)s and %(last)s.") % self._span(self.window)

    @staticmethod
    def _span(window: Window) -> dict[str, str]:
        return {"first": plain_day(window.opens), "last": plain_day(window.closes)}


def watch(rules: Mapping[int, Rules], now: datetime, *, pencilled: bool) -> dict[int, Watch]:
    """How boards stand, by their pk, in one query; `rules` are those in force for each.

    `pencilled`: as office and chair see it; dates nobody was told yet count as set, all dates ahead are looked at,
    and where something has to be done one more query tells what was cancelled.
    """
    today = now.astimezone(BERLIN).date()
    days, extra = _days(rules, now, pencilled=pencilled)
    found = {board: _watch(*days.get(board, (None, [])), ruled, today) for board, ruled in rules.items()}
    found = {board: replace(one, extra=extra.get(board)) for board, one in found.items()}
    if not pencilled:
        return found
    found = {board: _spaced(one, days[board][1], rules[board]) if one.next else one for board, one in found.items()}
    return _explained(found)


def _days(
    boards: Iterable[int], now: datetime, *, pencilled: bool
) -> tuple[dict[int, tuple[date | None, list[date]]], dict[int, date]]:
    """By board: the day of the last meeting and those ahead; and the next extraordinary one."""
    met = Q(starts_at__lte=now) & ~Q(status__in=[Status.PLANNED, Status.CANCELLED])
    ahead = Q(starts_at__gt=now) & ~Q(status=Status.CANCELLED)
    ahead &= Q() if pencilled else ~Q(status=Status.PLANNED)
    own = Meeting.objects.in_cadence().filter(met, board=OuterRef("board"))
    latest = own.order_by("-starts_at").values("pk")[:1]
    rows = Meeting.objects.filter(ahead | Q(pk=Subquery(latest)), board__in=list(boards)).order_by("starts_at")
    days: dict[int, tuple[date | None, list[date]]] = {}
    extra: dict[int, date] = {}
    for board, moment, kind in rows.values_list("board", "starts_at", "kind"):
        last, coming = days.get(board, (None, []))
        day = moment.astimezone(BERLIN).date()
        if kind == Meeting.Kind.EXTRAORDINARY:
            extra.setdefault(board, day)
            continue
        days[board] = (last, [*coming, day]) if moment > now else (day, coming)
    return days, extra


def _watch(last: date | None, ahead: Sequence[date], rules: Rules, today: date) -> Watch:
    following = ahead[0] if ahead else None
    if last is None:
        return Watch(None, following, None, Need.NOTHING)
    window = window_after(last, rules)
    return Watch(last, following, window, _need(window, following, today))


def window_after(last: date, rules: Rules) -> Window:
    """The days the rules tolerate for the meeting after one on `last`."""
    return Window(last + timedelta(days=rules.tolerated_min), last + timedelta(days=rules.tolerated_max))


def _need(window: Window, following: date | None, today: date) -> Need:
    if following is not None:
        # Meeting earlier than planned, for an urgent matter, keeps the cadence.
        return Need.OTHER_DATE if following > window.closes else Need.NOTHING
    if today > window.closes:
        return Need.OVERDUE
    return Need.DATE if today >= window.closes - AHEAD else Need.NOTHING


def _spaced(one: Watch, ahead: Sequence[date], rules: Rules) -> Watch:
    """The same, knowing whether the dates after the next one are close enough together."""
    far = (earlier for earlier, later in pairwise(ahead) if (later - earlier).days > rules.tolerated_max)
    earlier = next(far, None)
    if earlier is None or one.need is not Need.NOTHING:
        return one
    return replace(one, need=Need.GAP, missing=window_after(earlier, rules))


def _explained(watches: dict[int, Watch]) -> dict[int, Watch]:
    """The same, with the date that was cancelled in the days in question."""
    wanting = {board: one.days for board, one in watches.items() if one.need is not Need.NOTHING and one.days}
    if not wanting:
        return watches
    rows = Meeting.objects.in_cadence().filter(board__in=wanting, status=Status.CANCELLED).order_by("starts_at")
    rows = rows.filter(starts_at__gte=midnight(min(one.opens for one in wanting.values())))
    because = {one.board_id: _cancelled(one) for one in rows if one.day in wanting[one.board_id]}
    return {board: replace(one, because=because.get(board, "")) for board, one in watches.items()}


def _cancelled(meeting: Meeting) -> str:
    words = {"day": plain_day(meeting.day), "reason": meeting.cancelled_reason}
    return _("The meeting of %(day)s was cancelled: %(reason)s") % words


def notes(board: Board, rules: Rules, reader: Reader, now: datetime) -> Iterable[str]:
    """The sentence for the page of a board (setting BOARD_NOTES)."""
    known = watch({board.pk: rules}, now, pencilled=reader.is_secretariat or board.pk in reader.chairs)
    if sentence := known[board.pk].sentence:
        yield sentence
