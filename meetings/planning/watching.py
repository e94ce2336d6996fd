"""The cadence of each board: when its next meeting must fall, whether one is set, and what is to be done about it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.db.models import Max, Min, Q
from django.utils.translation import gettext as _

from foundation.values import BERLIN
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


@dataclass(frozen=True)
class Window:
    """The days between which the next meeting lies by the rules, both included."""

    opens: date
    closes: date


@dataclass(frozen=True)
class Watch:
    """The last and the next meeting of a board and the window between them; None where there is none.

    `due`: the last day on which a date can be set, or moved, so that people are still called in time.
    """

    last: date | None
    next: date | None
    window: Window | None
    need: Need

    @property
    def due(self) -> date | None:
        return self.window.closes - LEAD if self.window else None

    @property
    def sentence(self) -> str:
        """What people should know; nothing where a board has not met and nothing is set."""
        if self.next is None:
            return self._unset() if self.window else ""
        words = {"day": day_in_words(self.next)}
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

    `pencilled`: dates nobody was told yet count as set.
    """
    before = Q(starts_at__lte=now)
    ahead = Q(starts_at__gt=now) if pencilled else Q(starts_at__gt=now) & ~Q(status=Status.PLANNED)
    met = before & ~Q(status__in=[Status.PLANNED, Status.CANCELLED])
    rows = Meeting.objects.filter(board__in=rules).exclude(status=Status.CANCELLED).order_by().values("board")
    found = {
        row["board"]: (_day(row["last"]), _day(row["next"]))
        for row in rows.annotate(last=Max("starts_at", filter=met), next=Min("starts_at", filter=ahead))
    }
    today = now.astimezone(BERLIN).date()
    return {board: _watch(*found.get(board, (None, None)), ruled, today) for board, ruled in rules.items()}


def _day(moment: datetime | None) -> date | None:
    return moment.astimezone(BERLIN).date() if moment else None


def _watch(last: date | None, following: date | None, rules: Rules, today: date) -> Watch:
    if last is None:
        return Watch(None, following, None, Need.NOTHING)
    window = Window(last + timedelta(days=rules.tolerated_min), last + timedelta(days=rules.tolerated_max))
    return Watch(last, following, window, _need(window, following, today))


def _need(window: Window, following: date | None, today: date) -> Need:
    if following is not None:
        # Meeting earlier than planned, for an urgent matter, keeps the cadence.
        return Need.OTHER_DATE if following > window.closes else Need.NOTHING
    if today > window.closes:
        return Need.OVERDUE
    return Need.DATE if today >= window.closes - AHEAD else Need.NOTHING


def notes(board: Board, rules: Rules, reader: Reader, now: datetime) -> Iterable[str]:
    """The sentence for the page of a board (setting BOARD_NOTES)."""
    known = watch({board.pk: rules}, now, pencilled=reader.is_secretariat)
    if sentence := known[board.pk].sentence:
        yield sentence
